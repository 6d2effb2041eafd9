import { Page } from '@playwright/test';
import { ask, id } from '../support/story';
import { Person, Visit, desktop, expect, hydrated, plain, tablet, test } from '../support/test';

/**
 * Pages that something else has changed: a translator, an extension, a telephone that marks numbers. The program takes over what the
 * server has sent and nothing else; what it leaves alone works as it does without script.
 */

const gunnelEk: Visit = { name: 'Gunnel Ek', size: tablet };
const lenaHolm: Visit = { name: 'Lena Holm', size: desktop };

/** A browser's translator: all words in elements of their own, and the page in another language. */
function translate(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (text.data.trim() !== '' && !text.parentElement?.closest('script, style, textarea, [translate=no]')) texts.push(text);
  }
  for (const text of texts) {
    const inner = document.createElement('font');
    inner.append(`${text.data.trim()}*`);
    const outer = document.createElement('font');
    outer.append(inner);
    text.replaceWith(outer);
  }
  document.documentElement.lang = 'ar';
}

/** An extension's element, before everything else in a place. */
function put(place: string): void {
  const element = document.createElement('div');
  element.innerHTML = '<span>Tillägg</span>';
  element.id = 'extension';
  document.querySelector(place)?.prepend(element);
}

/** A telephone's finder of numbers: what looks like one becomes a link. */
function markNumbers(): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (/\d{2}/.test(text.data) && !text.parentElement?.closest('script, style, textarea, a')) texts.push(text);
  }
  for (const text of texts) {
    const found = /[\d -]*\d{2}[\d -]*/.exec(text.data);
    if (!found) continue;
    const number = text.splitText(found.index);
    number.splitText(found[0].length);
    const link = document.createElement('a');
    link.href = `tel:${found[0].replace(/\D/g, '')}`;
    number.replaceWith(link);
    link.append(number);
  }
}

const all = { translate, markNumbers, put };

/** Changes every page that is loaded before the program comes. */
async function changes(page: Page, how: keyof typeof all, place = ''): Promise<void> {
  await page.addInitScript(`document.addEventListener('DOMContentLoaded', () => (${all[how].toString()})('${place}'))`);
}

/** One notices that no page was loaded in between. */
const mark = (page: Page): Promise<void> => page.evaluate(() => { (window as unknown as { marked: boolean }).marked = true; });
const marked = (page: Page): Promise<boolean> => page.evaluate(() => 'marked' in window);

/** A link leads to its page, and Back from there; both are loaded whole. */
async function linkLeads(person: Person, path: string): Promise<void> {
  const { page } = person;
  const from = new URL(page.url()).pathname;
  await mark(page);
  await page.locator(`header nav a[href="${path}"]`).click();
  await expect(page).toHaveURL((url) => url.pathname === path);
  await plain(page);
  expect(await marked(page), 'the browser follows the link').toBe(false);
  await page.goBack();
  await expect(page).toHaveURL((url) => url.pathname === from);
}

const before: [string, keyof typeof all, string?][] = [
  ['a translator', 'translate'],
  ['a finder of numbers', 'markNumbers'],
  ['an extension within the page', 'put', 'main'],
  ['an extension within the header', 'put', 'header.site'],
];

for (const [what, how, place] of before) {
  test(`${what} was there first: links and forms are the browser's`, async ({ come }) => {
    const gunnel = await come(gunnelEk);
    await changes(gunnel.page, how, place);
    await gunnel.page.goto('/home');
    await plain(gunnel.page);
    await linkLeads(gunnel, '/requests');
    // Every form from the first question to the receipt.
    const asking = new Person(gunnel.page, 'sv', false);
    await asking.open('/home');
    await mark(gunnel.page);
    await asking.post('/ask/new').first().click();
    await asking.at(/^\/ask\/[0-9a-f-]+\/what$/);
    expect(await marked(gunnel.page), 'the browser sends the form').toBe(false);
    for (const [step, next] of [['what', 'days'], ['days', 'time'], ['time', 'where'], ['where', 'more'], ['more', 'review']]) {
      if (step !== 'more') await asking.page.locator('main label.choice').first().click();
      await asking.post(`/${step}`).last().click();
      await asking.at(new RegExp(`/${next}$`));
      await plain(gunnel.page);
    }
    await asking.post('/send').click();
    await asking.at(new RegExp(`^/requests/${id}/sent$`));
    await expect(asking.page.locator('main .bignum')).toBeVisible();
  });
}

test('a refused form keeps what was typed, and keys do nothing, where a translator was first', async ({ come }) => {
  const lena = await come(lenaHolm);
  await changes(lena.page, 'translate');
  const plainly = new Person(lena.page, 'sv', false);
  await plainly.open('/staff/requests/new');
  await plain(lena.page);
  await plainly.field('family_name').fill('Alvarsson');
  await plainly.post('/staff/requests').last().click();
  await expect(lena.page.locator('main .summary')).toBeVisible();
  await expect(plainly.field('family_name')).toHaveValue('Alvarsson');
  const address = lena.page.url();
  await lena.page.keyboard.press('Alt+KeyG');
  await expect(lena.page, 'no key leads away').toHaveURL(address);
  // Every row leads to its page.
  await plainly.open('/staff');
  await lena.page.locator('main tbody a[href^="/staff/requests/"]').first().click();
  await plainly.at(new RegExp(`^/staff/requests/${id}$`));
});

test('an extension beside the page changes nothing', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  await changes(gunnel.page, 'put', 'body');
  await gunnel.open('/home');
  await expect(gunnel.page.locator('#extension')).toHaveCount(1);
  await mark(gunnel.page);
  const sent = await (async () => {
    await gunnel.page.locator('header nav a[href="/requests"]').click();
    await gunnel.at(/^\/requests$/);
    expect(await marked(gunnel.page), 'the program follows the link').toBe(true);
    return ask(gunnel, { kind: 'Sällskap', days: 1 });
  })();
  expect(sent.number).toMatch(/^\d+$/);
});

test('a page that is translated later goes on within the program', async ({ come }) => {
  const gunnel = await come(gunnelEk);
  await gunnel.open('/home');
  await mark(gunnel.page);
  const { page } = gunnel;
  const step = async (press: () => Promise<void>, there: RegExp): Promise<void> => {
    await page.evaluate(translate);
    const left = await page.locator('main h1').innerText();
    await press();
    await gunnel.at(there);
    await expect(page.locator('main h1')).toHaveCount(1);
    expect(await page.locator('main h1').innerText()).not.toBe(left);
    // What the translator has put in went with the page that it was in.
    await expect(page.locator('main font')).toHaveCount(0);
  };
  await step(() => page.locator('header nav a[href="/requests"]').click(), /^\/requests$/);
  await step(() => page.locator('header .who a[href="/notifications"]').click(), /^\/notifications$/);
  await step(() => page.locator('header nav a[href="/home"]').click(), /^\/home$/);
  await step(() => gunnel.post('/ask/new').first().click(), /\/what$/);
  for (const [from, next] of [['what', 'days'], ['days', 'time'], ['time', 'where'], ['where', 'more']]) {
    await page.locator('main label.choice').first().click();
    await step(() => gunnel.post(`/${from}`).last().click(), new RegExp(`/${next}$`));
  }
  await step(async () => { await page.goBack(); }, /\/where$/);
  expect(await marked(page), 'within the program all the time').toBe(true);
});

test('a refused form shows what is wrong on a page that is translated later', async ({ come }) => {
  const lena = await come(lenaHolm);
  await lena.open('/staff/requests/new');
  await lena.page.evaluate(translate);
  await lena.field('family_name').fill('Alvarsson');
  await lena.post('/staff/requests').last().click();
  await expect(lena.page.locator('main .summary')).toBeFocused();
  await expect(lena.page.locator('main .summary')).not.toHaveText(/\*/);
  await expect(lena.field('family_name')).toHaveValue('Alvarsson');
  await lena.page.evaluate(translate);
  await lena.field('given_name').fill('Berit');
  await lena.post('/staff/requests').last().click();
  await hydrated(lena.page);
  await expect(lena.field('given_name')).toHaveValue('Berit');
  await expect(lena.page.locator('main .summary')).toHaveCount(1);
});

test('where the program stops on its way, the page it was going to is fetched', async ({ come, watch }) => {
  watch.stopsTheProgram();
  const gunnel = await come(gunnelEk);
  await gunnel.open('/home');
  await mark(gunnel.page);
  // A trap in the middle, as the browser tells of one.
  await gunnel.page.evaluate(() => {
    document.documentElement.setAttribute('data-navigating', '/requests');
    dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }));
  });
  await gunnel.at(/^\/requests$/);
  expect(await marked(gunnel.page), 'loaded whole').toBe(false);
  await gunnel.heading(gunnel.t('requests.mine'));
});
