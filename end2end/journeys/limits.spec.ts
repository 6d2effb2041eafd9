import { asking } from '../support/pages';
import { Server } from '../support/server';
import { Person, expect, tablet, test } from '../support/test';

const words = 'Ring på dörren, jag hör dåligt. "Kom in!" <säger jag>';

/** The last question of asking, answered but not sent; from then on one form goes every half minute. */
async function beforeTheLastPress(person: Person, server: Server): Promise<void> {
  await asking('more')(person);
  await person.field('note').fill(words);
  await server.restart(['--writes-per-minute', '2']);
  await asManyAsMayBe(person);
}

/** Longer than until the next form goes. */
const halfAMinute = 32_000;

/** Forms sent until one is refused. */
async function asManyAsMayBe(person: Person): Promise<void> {
  for (let sent = 0; sent < 12; sent += 1) {
    const answer = await person.page.request.post('/language', { form: { locale: person.language }, maxRedirects: 0 });
    if (answer.status() === 429) {
      expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
      return;
    }
  }
  throw new Error('never refused');
}

/** The note stands on the page where all answers are looked at. */
async function sentWhole(person: Person): Promise<void> {
  await person.at(/\/review$/);
  await person.sees(words);
}

test('too fast: the form stays, says so, and goes with the next press', async ({ come, server, watch }) => {
  watch.provokes(429);
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  await beforeTheLastPress(gunnel, server);
  const address = gunnel.page.url();
  const said = gunnel.page.locator('main form .box[role=alert]');
  for (let press = 0; press < 2; press += 1) {
    await asManyAsMayBe(gunnel);
    await gunnel.post('/more').last().click();
    await expect(said).toHaveText(gunnel.t('common.too_many_line'));
    await expect(gunnel.field('note')).toHaveValue(words);
    expect(gunnel.page.url()).toBe(address);
  }
  await gunnel.page.waitForTimeout(halfAMinute);
  await gunnel.post('/more').last().click();
  await sentWhole(gunnel);
  await expect(said).toHaveCount(0);
});

test('too fast, without script: the page that says so sends the form again', async ({ come, server, watch }) => {
  watch.provokes(429);
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet, script: false });
  await beforeTheLastPress(gunnel, server);
  await gunnel.post('/more').last().click();
  await gunnel.heading(gunnel.t('common.too_many_heading'));
  await gunnel.sees(gunnel.t('common.too_many_line'));
  await gunnel.page.waitForTimeout(halfAMinute);
  await gunnel.page.getByRole('button', { name: gunnel.t('common.try_again') }).click();
  await sentWhole(gunnel);
});

test('no line: the form stays, says so, and goes when the line is back', async ({ come, watch }) => {
  watch.cutsTheLine();
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  await asking('more')(gunnel);
  await gunnel.field('note').fill(words);
  await gunnel.page.context().setOffline(true);
  await gunnel.post('/more').last().click();
  await expect(gunnel.page.locator('main form .box[role=alert]')).toHaveText(gunnel.t('common.offline_line'));
  await expect(gunnel.field('note')).toHaveValue(words);
  await gunnel.page.context().setOffline(false);
  await gunnel.post('/more').last().click();
  await sentWhole(gunnel);
});
