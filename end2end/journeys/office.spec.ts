import { Locator } from '@playwright/test';
import { day, now } from '../support/clock';
import { ask, id, openFromTodo, row, take } from '../support/story';
import { Person, Visit, desktop, expect, hydrated, tablet, test } from '../support/test';

const lenaHolm: Visit = { name: 'Lena Holm', size: desktop };
const gunnelEk: Visit = { name: 'Gunnel Ek', size: tablet };
const oneDay = { kind: 'Sällskap', days: 1 };

/** The box that chooses a request in a list. */
const box = (person: Person, number: string): Locator => row(person, number).locator('label.hit');

/** The line of a request on the page of results. */
const result = (person: Person, number: string): Locator =>
  person.page.locator('main tbody tr').filter({ has: person.page.locator('a', { hasText: new RegExp(`^${number}$`) }) });

async function another(person: Person): Promise<Person> {
  return new Person(await person.page.context().newPage(), person.language, person.script);
}

for (const script of [true, false]) {
  const how = script ? '' : ', without script';

  test(`many are taken at one press, and each row says what became of it${how}`, async ({ come }) => {
    const gunnel = await come(gunnelEk);
    const aino = await come({ name: 'Aino Mäkelä', language: 'fi', size: tablet });
    const [first, second] = [await ask(gunnel, oneDay), await ask(aino, { kind: 'Seura', days: 1 })];
    const lena = await come({ ...lenaHolm, script });
    await lena.open('/staff');
    for (const sent of [first, second]) await box(lena, sent.number).click();
    const bar = lena.page.locator('main .bulk');
    const count = await bar.locator('b').evaluate((element) => getComputedStyle(element, '::after').content);
    expect(count, 'how many are chosen is counted, with or without script').toContain('counter(chosen)');
    // A colleague is quicker with one of them.
    const omar = await come({ name: 'Omar Haddad', size: desktop });
    await openFromTodo(omar, second.number);
    await take(omar);
    await bar.locator('button[value="take"]').click();
    await lena.at(/^\/staff\/results\/[0-9a-f]{64}$/);
    await lena.heading(lena.t('review.bulk_heading', { n: 1, of: 2 }));
    await expect(result(lena, first.number)).toContainText(lena.t('review.bulk_taken'));
    await expect(result(lena, second.number)).toContainText(lena.t('review.bulk_other', { name: 'Omar Haddad' }));
    // Loaded again it is the same page, and nothing is done twice.
    await lena.page.reload();
    await lena.heading(lena.t('review.bulk_heading', { n: 1, of: 2 }));
    await lena.page.locator('main a.back').click();
    await lena.at(/^\/staff$/);
  });

  test(`the best volunteers are asked for several requests at one press${how}`, async ({ come }) => {
    const lena = await come({ ...lenaHolm, script });
    await lena.open('/staff/requests?status=approved');
    const boxes = lena.page.locator('main label.hit');
    expect(await boxes.count()).toBeGreaterThan(1);
    await boxes.nth(0).click();
    await boxes.nth(1).click();
    await lena.field('best').selectOption('1');
    await lena.page.locator('main .bulk button[value="offer"]').click();
    await lena.at(/^\/staff\/results\/[0-9a-f]{64}$/);
    await expect(lena.page.locator('main tbody tr')).toHaveCount(2);
    await lena.page.locator('main a.back').click();
    await expect(lena.page, 'the list is filtered as it was').toHaveURL(/status=approved/);
  });

  test(`what is saved leads to what waits next${how}`, async ({ come }) => {
    const gunnel = await come(gunnelEk);
    const sent = await ask(gunnel, oneDay);
    const lena = await come({ ...lenaHolm, script });
    await openFromTodo(lena, sent.number);
    await lena.press(lena.post('/take'));
    await expect(lena.post('/approve')).toBeVisible();
    const here = new URL(lena.page.url()).pathname;
    await lena.field('volunteer_text').fill('En pratstund och en kopp kaffe.');
    await lena.page.locator('main form[action$="/approve"] button[name="then"]').click();
    await expect(lena.page).toHaveURL((url) => url.pathname !== here);
    await expect(lena.page.locator('h1')).toBeVisible();
    if (script) await hydrated(lena.page);
    await lena.open(here);
    await expect(lena.page.locator('#suggestions'), 'it was approved').toBeVisible();
  });

  test(`a filter is saved by name, opened and removed${how}`, async ({ come }) => {
    const lena = await come({ ...lenaHolm, script });
    await lena.open('/staff/requests');
    await lena.field('q').fill('ahlman');
    await lena.field('status').selectOption('open');
    await lena.post('/find').click();
    await expect(lena.page).toHaveURL(/find=/);
    await expect(lena.page.locator('main tbody tr')).toHaveCount(1);
    await lena.page.locator('main a[href^="/staff/filters"]').click();
    await lena.at(/^\/staff\/filters$/);
    await lena.field('name').fill('Kvar att göra');
    await lena.page.locator('main form[action="/staff/filters"] button').click();
    await lena.sees(lena.t('review.filter_saved'));
    await lena.page.locator('main .card a').click();
    await lena.at(/^\/staff\/requests$/);
    expect(lena.page.url()).not.toContain('ahlman');
    await expect(lena.field('q')).toHaveValue('ahlman');
    await expect(lena.page.locator('main tbody tr')).toHaveCount(1);
    await expect(lena.page.locator('main nav.pager a[aria-current=page]')).toHaveText('Kvar att göra');
    await lena.page.locator('main a[href^="/staff/filters"]').click();
    await lena.page.locator('main .card form button').click();
    await lena.sees(lena.t('review.filter_deleted'));
  });

  test(`the day and a card are printed, large enough${how}`, async ({ come }) => {
    const henning = await come({ name: 'Henning Ask', size: tablet });
    await henning.open('/home');
    const lena = await come({ ...lenaHolm, script });
    const tomorrow = day(now() + 86_400_000);
    await lena.open(`/staff/visits?day=${tomorrow}`);
    await lena.page.locator('main a[href^="/staff/print/day"]').click();
    await lena.at(/^\/staff\/print\/day$/);
    await lena.sees('Henning A.');
    await lena.doesNotSee('Henning Ask');
    const button = lena.page.locator('#print');
    if (script) await expect(button).toBeVisible();
    else await expect(button).toBeHidden();
    await lena.sees(lena.t('agenda.print_how'));
    await lena.page.locator('main a.back').click();
    await lena.page.locator('main tbody a', { hasText: 'Henning' }).click();
    await lena.at(new RegExp(`^/staff/visits/${id}$`));
    await lena.page.locator('main a[href^="/staff/print/visits/"]').click();
    await lena.at(new RegExp(`^/staff/print/visits/${id}$`));
    await lena.page.emulateMedia({ media: 'print' });
    const sizes = await lena.page.locator('.visit-card, .visit-card *').evaluateAll((all) => all
      .filter((one) => Array.from(one.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
      .map((one) => parseFloat(getComputedStyle(one).fontSize)));
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.min(...sizes), '18 points are 24 pixels').toBeGreaterThanOrEqual(24);
    await expect(lena.page.locator('h1')).toBeHidden();
    await expect(lena.page.locator('.noprint').first()).toBeHidden();
  });
}

test('two windows of one coordinator leave each other alone', async ({ come }) => {
  const lena = await come(lenaHolm);
  const other = await another(lena);
  for (const [window, words, status] of [[lena, 'ek', 'open'], [other, 'holm', 'approved']] as const) {
    await window.open('/staff/requests');
    await window.field('q').fill(words);
    await window.field('status').selectOption(status);
    await window.post('/find').click();
    await expect(window.page).toHaveURL(/find=/);
  }
  for (const [window, words, status] of [[lena, 'ek', 'open'], [other, 'holm', 'approved']] as const) {
    await window.page.reload();
    await expect(window.field('q')).toHaveValue(words);
    await expect(window.field('status')).toHaveValue(status);
  }
});

test('a window that shows how it was says so, and what was typed stands there', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const lena = await come(lenaHolm);
  await openFromTodo(lena, sent.number);
  await take(lena);
  const other = await another(lena);
  await other.open(new URL(lena.page.url()).pathname);
  await other.page.locator('main details:has(form[action$="/close"]) > summary').click();
  await other.field('close_reason').selectOption('moved');
  await other.post('/close').click();
  await other.sees(other.t('review.notice_closed'));
  await lena.field('volunteer_text').fill('En lång promenad i parken.');
  await lena.press(lena.post('/approve'));
  const said = lena.page.locator('main .box.warning').first();
  await expect(said).toContainText(lena.t('review.notice_late'));
  await expect(said).toContainText('En lång promenad i parken.');
});

test('keys go through the list, to the search, to a request by telephone; and can be turned off', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  const sent = await ask(gunnel, oneDay);
  const lena = await come(lenaHolm);
  await lena.open('/staff');
  const links = lena.page.locator('main tbody tr a');
  const press = (key: string): Promise<void> => lena.page.keyboard.press(`Alt+${key}`);
  await press('.');
  await expect(links.nth(0)).toBeFocused();
  await press('.');
  await expect(links.nth(1)).toBeFocused();
  await press(',');
  await expect(links.nth(0)).toBeFocused();
  await press('q');
  await expect(lena.field('q')).toBeFocused();
  // What is typed stays typing.
  await press('p');
  await expect(lena.field('q')).toBeFocused();
  await lena.page.locator('h1').click();
  await press('p');
  await lena.at(/^\/staff\/requests\/new$/);
  await lena.page.locator('h1').click();
  await press('g');
  await lena.at(/^\/staff$/);
  await lena.press(row(lena, sent.number).getByRole('link'));
  await lena.at(new RegExp(`^/staff/requests/${id}$`));
  await press('u');
  await expect(lena.post('/approve')).toBeVisible();
  const here = new URL(lena.page.url()).pathname;
  await lena.page.locator('h1').click();
  await press('.');
  await expect(lena.page).toHaveURL((url) => url.pathname !== here && url.pathname !== '/staff/next');
  await lena.open('/staff/help/keys');
  await lena.page.locator('main form button').click();
  await lena.sees(lena.t('review.keys_off'));
  await lena.open('/staff');
  await press('q');
  await expect(lena.field('q')).not.toBeFocused();
});
