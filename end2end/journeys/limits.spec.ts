import { asking } from '../support/pages';
import { Server } from '../support/server';
import { Person, expect, tablet, test as base } from '../support/test';

// Eight forms, and then one every seven and a half seconds.
const test = base.extend({
  server: async ({}, use) => {
    const server = await Server.start(undefined, ['--writes-per-minute', '8']);
    await use(server);
    await server.stop();
    expect.soft(server.faults(), 'errors that the server logged').toEqual([]);
  },
});

const words = 'Ring på dörren, jag hör dåligt. "Kom in!" <säger jag>';

/** The last question of asking, answered but not sent; and as many other forms sent as may be. */
async function beforeTheLastPress(person: Person): Promise<void> {
  await asking('more')(person);
  await person.field('note').fill(words);
  await asManyAsMayBe(person);
}

/** Forms sent until one is refused: on a slow machine one more may be sent by the time of the press. */
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

test('too fast: the form stays, says so, and goes with the next press', async ({ come, watch }) => {
  watch.provokes(429);
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  await beforeTheLastPress(gunnel);
  const address = gunnel.page.url();
  const said = gunnel.page.locator('main form .box[role=alert]');
  for (let press = 0; press < 2; press += 1) {
    await asManyAsMayBe(gunnel);
    await gunnel.post('/more').last().click();
    await expect(said).toHaveText(gunnel.t('common.too_many_line'));
    await expect(gunnel.field('note')).toHaveValue(words);
    expect(gunnel.page.url()).toBe(address);
  }
  await gunnel.page.waitForTimeout(8_000);
  await gunnel.post('/more').last().click();
  await sentWhole(gunnel);
  await expect(said).toHaveCount(0);
});

test('too fast, without script: the page that says so sends the form again', async ({ come, watch }) => {
  watch.provokes(429);
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet, script: false });
  await beforeTheLastPress(gunnel);
  await gunnel.post('/more').last().click();
  await gunnel.heading(gunnel.t('common.too_many_heading'));
  await gunnel.sees(gunnel.t('common.too_many_line'));
  await gunnel.page.waitForTimeout(8_000);
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
