import { Locator } from '@playwright/test';
import { asking } from '../support/pages';
import { approve, ask, id, offerTo, openFromTodo, sayYes, take } from '../support/story';
import { Person, Visit, desktop, expect, hydrated, moveClock, phone, tablet, test } from '../support/test';

const lenaHolm: Visit = { name: 'Lena Holm', size: desktop };
const gunnelEk: Visit = { name: 'Gunnel Ek', size: tablet };
const erikLund: Visit = { name: 'Erik Lund', size: phone };
const oneDay = { kind: 'Sällskap', days: 1 };

/** The values of all fields of the page's forms that a person fills in. */
const filledIn = (person: Person): Promise<Record<string, string>> =>
  person.page.locator('main form :is(input:not([type=hidden]), textarea, select)').evaluateAll((all) => Object.fromEntries(
    (all as HTMLInputElement[]).map((field) => [
      `${new URL(field.form?.action ?? '').pathname.split('/').pop()} ${field.name} ${field.type === 'checkbox' ? field.value : ''}`.trim(),
      field.type === 'checkbox' ? String(field.checked) : field.value,
    ])));

/** What a page that is loaded whole has in its fields. */
async function loaded(person: Person, address: string): Promise<Record<string, string>> {
  const other = new Person(await person.page.context().newPage(), person.language, true);
  await other.open(address);
  const fields = await filledIn(other);
  await other.page.close();
  return fields;
}

test('the next request holds its own values, and nothing of the one before', async ({ come }) => {
  const lena = await come(lenaHolm);
  const sent = [];
  for (const who of [gunnelEk, { name: 'Henning Ask', size: tablet }] as Visit[]) {
    const senior = await come(who);
    sent.push(await ask(senior, { ...oneDay, note: `Jag heter duga ${who.name?.length}.` }));
    await senior.leave();
  }
  for (const one of sent) {
    await openFromTodo(lena, one.number);
    await take(lena);
  }
  await openFromTodo(lena, sent[0].number);
  // Everything that can be typed, ticked and opened.
  await lena.field('volunteer_text').fill('En promenad i parken på förmiddagen.');
  await lena.field('checks_note').fill('Ringde i går.');
  await lena.field('first_meeting').fill('Lena följer med.');
  await lena.page.locator('main select[name="risk"]').selectOption('3');
  for (const box of await lena.page.locator('main label.choice:has(input[name="check"])').all()) await box.click();
  const more = lena.page.locator('main details');
  for (const one of await more.all()) await one.locator('summary').click();
  await lena.field('question').fill('Vill du gå ut?');
  await lena.field('close_text').fill('Det löste sig.');
  await lena.field('day').fill('30');
  const here = lena.page.url();
  const seen = new Set<string>();
  for (let round = 0; round < 8 && !seen.has(lena.page.url()); round += 1) {
    seen.add(lena.page.url());
    if (round === 0) await lena.page.locator('main form[action$="/approve"] button[name=then]').click();
    else if (await lena.post('/take').count() > 0) {
      await lena.press(lena.post('/take'));
      await expect(lena.page.locator('main .tag').first(), 'the state is the new one').toHaveText(lena.t('review.state_in_review'));
      await expect(lena.post('/approve')).toBeVisible();
      expect(await filledIn(lena)).toEqual(await loaded(lena, lena.page.url()));
      await lena.field('volunteer_text').fill(`Runda ${round}.`);
      await lena.page.locator('main form[action$="/approve"] button[name=then]').click();
    } else if (await lena.page.locator('main button[name=then]').filter({ visible: true }).count() > 0) {
      const form = lena.page.locator('main form:has(button[name=then])').filter({ visible: true }).first();
      await form.locator('textarea').first().fill(`Runda ${round}.`);
      await form.locator('button[name=then]').click();
    } else break;
    await expect(lena.page).toHaveURL((url) => url.href !== [...seen].pop());
    await expect(lena.page.locator('h1')).toBeFocused();
    if (!/\/staff\/requests\//.test(lena.page.url())) break;
    expect(await lena.page.locator('main details[open]').count()).toBe(0);
    expect(await filledIn(lena)).toEqual(await loaded(lena, lena.page.url()));
  }
  expect(seen.size, 'several requests followed each other').toBeGreaterThan(1);
  expect(lena.page.url()).not.toBe(here);
});

test('what was refused for one request is not shown on the next, with script', async ({ come }) => {
  const [gunnel, henning] = [await come(gunnelEk), await come({ name: 'Henning Ask', size: tablet })];
  const [first, second] = [await ask(gunnel, oneDay), await ask(henning, oneDay)];
  const lena = await come(lenaHolm);
  for (const one of [first, second]) {
    await openFromTodo(lena, one.number);
    await take(lena);
  }
  await openFromTodo(lena, first.number);
  await lena.field('checks_note').fill('Bara för Gunnel.');
  await lena.field('volunteer_text').fill('Gunnel vill ut.');
  await lena.press(lena.post('/approve'));
  await expect(lena.page.locator('main .summary')).toBeFocused();
  await expect(lena.field('checks_note'), 'nothing typed is lost').toHaveValue('Bara för Gunnel.');
  await lena.field('volunteer_text').fill('En promenad.');
  await lena.page.locator('main form[action$="/approve"] button[name=then]').click();
  await expect(lena.page).toHaveURL(/notice=next/);
  await lena.sees(lena.t('review.notice_next'));
  await expect(lena.page.locator('main .summary')).toHaveCount(0);
  expect(await filledIn(lena)).toEqual(await loaded(lena, lena.page.url()));
});

test('a time is added once, and its form is empty after it', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const lena = await come(lenaHolm);
  await openFromTodo(lena, sent.number);
  await take(lena);
  const add = async (clock: string): Promise<void> => {
    await lena.page.locator('main details:has(form[action$="/times"]) > summary').click();
    for (const field of ['day', 'clock']) await expect(lena.field(field)).toHaveValue('');
    await lena.field('day').fill('20');
    await lena.field('clock').fill(clock);
    await lena.press(lena.post('/times'));
  };
  for (const [clock, notice] of [['10.15', 'time_added'], ['10.15', 'time_known'], ['10:15', 'time_known'], ['11.15', 'time_added'], ['12.15', 'time_added']]) {
    await add(clock);
    await lena.sees(lena.t(`review.notice_${notice}`));
    await expect(lena.page.locator('main details[open]')).toHaveCount(0);
  }
  expect((await lena.page.locator('main .panel').first().innerText()).match(/10[.:]15/g)).toHaveLength(1);
});

test('what a translation has put into the page goes with it', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const lena = await come(lenaHolm);
  await openFromTodo(lena, sent.number);
  const state = lena.page.locator('main .tag').first();
  await expect(state).toHaveText(lena.t('review.state_submitted'));
  await lena.page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('main') as Node, NodeFilter.SHOW_TEXT);
    const words: Text[] = [];
    while (walker.nextNode()) if (walker.currentNode.textContent?.trim()) words.push(walker.currentNode as Text);
    for (const word of words) {
      const font = document.createElement('font');
      font.append(document.createElement('font'));
      (font.firstChild as Element).textContent = word.data;
      word.replaceWith(font);
    }
  });
  await take(lena);
  await expect(state).toHaveText(lena.t('review.state_in_review'));
  await expect(lena.page.locator('main font')).toHaveCount(0);
});

/** Presses twice with one finger, so many milliseconds apart. What came of it is waited for; nothing that does something is under the finger by itself. */
async function twice(person: Person, button: Locator, apart: number): Promise<void> {
  const { page } = person;
  await button.click({ trial: true });
  const box = await button.boundingBox();
  if (!box) throw new Error(`${button} is not seen`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.touchscreen.tap(x, y);
  await page.waitForTimeout(apart);
  await page.touchscreen.tap(x, y);
  // Longer than anything is on its way here.
  await page.waitForTimeout(2500);
  if (person.script) await hydrated(page);
}

/** The act under the middle of the button that was pressed before is not this one. */
async function standsElsewhere(person: Person, before: { x: number; y: number; width: number; height: number } | null, ending: string): Promise<void> {
  const act = await person.page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.closest('button')?.form?.getAttribute('action') ?? '',
    [(before?.x ?? 0) + (before?.width ?? 0) / 2, (before?.y ?? 0) + (before?.height ?? 0) / 2] as const);
  expect(act.endsWith(ending), `${ending} stands where one pressed`).toBe(false);
}

for (const script of [true, false]) {
  const how = script ? '' : ', without script';

  for (const apart of [200, 400, 800]) {
    test(`a yes that is pressed twice is a yes, and its undo an undo (${apart} ms)${how}`, async ({ come }) => {
      const maja = await come({ name: 'Maja Sandell', size: phone, script, touch: true });
      await maja.open('/volunteer');
      await maja.press(maja.page.locator('main .card-link a[href^="/volunteer/offers/"]').first());
      await maja.at(new RegExp(`^/volunteer/offers/${id}$`));
      const times = maja.page.locator('main label.choice:has(input[name="time"])');
      if (await times.count() > 0) await maja.press(times.first());
      const address = new URL(maja.page.url()).pathname;
      const yes = maja.post('/yes');
      await yes.click({ trial: true });
      const place = await yes.boundingBox();
      await twice(maja, yes, apart);
      await standsElsewhere(maja, place, '/undo');
      await maja.open(address);
      await maja.heading(maja.t('offers.thanks_heading'));
      await maja.press(maja.page.locator('main details > summary'));
      await twice(maja, maja.post('/undo'), apart);
      // What comes in the place of the button may be a link, which does nothing but lead somewhere.
      await maja.open(address);
      await expect(maja.post('/yes')).toBeVisible();
      // Two honest presses.
      if (await times.count() > 0) await maja.press(times.first());
      await maja.press(maja.post('/yes'));
      await maja.heading(maja.t('offers.thanks_heading'));
    });
  }

  test(`what is sent twice is sent, what is taken twice is taken${how}`, async ({ come }) => {
    const gunnel = await come({ ...gunnelEk, script, touch: true });
    const lena = await come({ ...lenaHolm, size: phone, script, touch: true });
    for (const apart of [200, 400, 800]) {
      await asking('review')(gunnel);
      await twice(gunnel, gunnel.post('/send'), apart);
      await gunnel.heading(gunnel.t('requests.sent'));
      const number = (await gunnel.page.locator('main .bignum').innerText()).replace(/\s/g, '');
      await openFromTodo(lena, number);
      const address = new URL(lena.page.url()).pathname;
      await twice(lena, lena.post('/take'), apart);
      await lena.open(address);
      await expect(lena.post('/approve')).toBeVisible();
      await lena.sees(lena.t('review.state_in_review'));
      await lena.page.locator('main details:has(form[action$="/release"]) > summary').click();
      await twice(lena, lena.post('/release'), apart);
      await lena.open(address);
      await lena.sees(lena.t('review.state_submitted'));
    }
  });

  test(`a pause that is pressed twice is a pause, and its end an end${how}`, async ({ come }) => {
    const erik = await come({ ...erikLund, script, touch: true });
    const button = (value: string): Locator => erik.page.locator(`main form[action="/volunteer/pause"] button[value="${value}"]`);
    await erik.open('/volunteer/profile');
    for (const apart of [200, 400, 800]) {
      await twice(erik, button('week'), apart);
      // What comes in the place of the button may be a link, which does nothing but lead somewhere.
      await erik.open('/volunteer/profile');
      await expect(button('none')).toBeVisible();
      await twice(erik, button('none'), apart);
      await erik.open('/volunteer/profile');
      await expect(button('week')).toBeVisible();
    }
  });

  for (const apart of [200, 400, 800]) {
    test(`a visit that is started twice has begun, and one that is finished twice is over (${apart} ms)${how}`, async ({ come }) => {
      const petra = await come({ name: 'Petra Ohlin', size: phone, script, touch: true });
      await petra.open('/volunteer/visits');
      await petra.press(petra.page.locator('main .card-link a[href^="/volunteer/visits/"]').first());
      await petra.at(new RegExp(`^/volunteer/visits/${id}$`));
      const address = new URL(petra.page.url()).pathname;
      for (let hours = 0; hours < 24 * 14 && await petra.post('/start').count() === 0; hours += 1) {
        await moveClock(petra.page, 60);
        await petra.open(address);
      }
      // What comes in the place of the button may be a link, which does nothing but lead somewhere.
      await twice(petra, petra.post('/start'), apart);
      await petra.open(address);
      await expect(petra.post('/finish')).toBeVisible();
      await twice(petra, petra.post('/finish'), apart);
      await petra.open(address);
      await expect(petra.page.locator('h1')).toBeVisible();
      for (const act of ['/start', '/finish']) await expect(petra.post(act)).toHaveCount(0);
    });
  }

  test(`a senior who presses yes twice has said yes once${how}`, async ({ come }) => {
    const gunnel = await come({ ...gunnelEk, size: phone, script, touch: true });
    const sent = await ask(gunnel, oneDay);
    const lena = await come(lenaHolm);
    await openFromTodo(lena, sent.number);
    await take(lena);
    await approve(lena, 'En pratstund och en kopp kaffe.', 'Lena följer med första gången.');
    await offerTo(lena, 'Erik Lund');
    const erik = await come(erikLund);
    await sayYes(erik, { unknown: ['Gunnel'] });
    await gunnel.open(sent.path);
    await twice(gunnel, gunnel.post('/yes'), 400);
    await gunnel.at(new RegExp(`^/visits/${id}$`));
    await gunnel.doesNotSee(gunnel.t('requests.notice_late'));
  });
}
