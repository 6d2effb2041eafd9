import { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible';
import { Person, desktop, expect, phone, tablet, test } from '../support/test';
import { languages } from '../support/texts';
import { Device, Voice, finish, give, said, speaks } from '../support/voice';

const swedish: Voice = { lang: 'sv-SE' };
const finnish: Voice = { lang: 'fi_FI' };

const bar = (page: Page): Locator => page.locator('.listen');
const button = (person: Person, key: string): Locator => bar(person.page).getByRole('button', { name: person.t(`common.${key}`), exact: true });

/** The words of the page as they are said. */
const squeeze = (text: string): string => text.replace(/[\u00ad\u2060]/g, '').replace(/\u2011/g, '-').replace(/\s+/g, ' ').trim();

/** The device has these voices, and the page is open long enough for them to have come. */
async function open(person: Person, path: string, device: Device): Promise<void> {
  await give(person.page, device);
  await person.open(path);
  await person.page.waitForTimeout(600);
}

/** Presses as people do: not so soon that it counts as a trembling hand's second press. */
async function press(person: Person, key: string): Promise<void> {
  await person.page.waitForTimeout(550);
  await person.press(button(person, key));
}

/** Words with a mark on them. */
async function marked(page: Page): Promise<string> {
  return squeeze(await page.evaluate(() => Array.from(CSS.highlights.get('listen') ?? [], String).join('|')));
}

/** The last sentence that was begun, as soon as there are so many. */
async function begun(page: Page, count: number): Promise<string> {
  await expect.poll(async () => (await said(page)).length).toBe(count);
  return (await said(page))[count - 1].text;
}

/** Waits until all is read. */
async function readToTheEnd(person: Person): Promise<void> {
  await expect(button(person, 'listen')).toBeVisible({ timeout: 60_000 });
}

/** What stands in the page's `main` and was not read, when everything is read in the order of the page. */
async function unread(page: Page): Promise<string> {
  let words = squeeze(await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.listen, .vh { display: none }');
    document.adoptedStyleSheets = [sheet];
    const text = document.querySelector('main')?.innerText ?? '';
    document.adoptedStyleSheets = [];
    return text;
  }));
  let left = '';
  for (const { text } of await said(page)) {
    const at = words.indexOf(text);
    expect(at, `"${text}" is on the page, after what was said before it`).toBeGreaterThanOrEqual(0);
    left += words.slice(0, at);
    words = words.slice(at + text.length);
  }
  return squeeze(left + words);
}

test('without a voice there is no button, and nothing is said about it', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  for (const path of ['/home', '/help/senior']) {
    await gunnel.open(path);
    await gunnel.page.waitForTimeout(600);
    await expect(bar(gunnel.page), path).toHaveCount(0);
  }
  await gunnel.page.addInitScript(() => Object.defineProperty(window, 'speechSynthesis', { value: undefined }));
  await gunnel.open('/home');
  await expect(bar(gunnel.page)).toHaveCount(0);
});

test('a voice of another language, or one that listens elsewhere, is none', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  await open(gunnel, '/home', { voices: [finnish, { lang: 'en-GB' }, { lang: 'sv-SE', localService: false }] });
  await expect(bar(gunnel.page)).toHaveCount(0);
});

for (const cutOff of ['error', 'end'] as const) {
  test(`a page is read from its heading on, with pauses, where being cut off is an ${cutOff}`, async ({ come }) => {
    const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
    const { page } = gunnel;
    await open(gunnel, '/home', { voices: [{ lang: 'sv-SE', voiceURI: 'com.apple.eloquence.sv-SE.Eddy' }, { lang: 'sv-SE', voiceURI: 'Alva' }], cutOff });
    // After the heading, and silent.
    await expect(page.locator('h1 + .listen')).toHaveCount(1);
    await expect(button(gunnel, 'listen')).toBeVisible();
    await expect(button(gunnel, 'listen_stop')).toBeHidden();
    expect(await said(page)).toEqual([]);
    // A trembling hand presses twice.
    await button(gunnel, 'listen').dblclick();
    const heading = await page.locator('h1').innerText();
    expect(await begun(page, 1)).toBe(heading);
    expect(await said(page)).toEqual([{ text: heading, lang: 'sv-SE', voice: 'Alva', rate: 0.9 }]);
    expect(await marked(page)).toBe(heading);
    // The same button, with the focus, and another beside it.
    await expect(button(gunnel, 'listen_pause')).toBeFocused();
    await expect(button(gunnel, 'listen_stop')).toBeVisible();

    await finish(page);
    const second = await begun(page, 2);
    expect(await marked(page)).toBe(second);
    await press(gunnel, 'listen_pause');
    await expect(button(gunnel, 'listen_go_on')).toBeFocused();
    expect(await speaks(page)).toBe(false);
    expect(await marked(page), 'one sees where one is').toBe(second);
    await press(gunnel, 'listen_go_on');
    expect(await begun(page, 3)).toBe(second);
    await finish(page);
    const third = await begun(page, 4);
    expect(third).not.toBe(second);
    expect(await marked(page)).toBe(third);

    await press(gunnel, 'listen_stop');
    await expect(button(gunnel, 'listen')).toBeFocused();
    await expect(button(gunnel, 'listen_stop')).toBeHidden();
    expect(await speaks(page)).toBe(false);
    expect(await marked(page)).toBe('');
    // From the beginning; with the keyboard it is the same.
    await page.waitForTimeout(550);
    await page.keyboard.press('Enter');
    expect(await begun(page, 5)).toBe(heading);
  });
}

test('all that is seen is read in its order, sentence by sentence, and then the button is as before', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  const { page } = gunnel;
  await give(page, { voices: [swedish], sentence: 10 });
  // With a program and without one; what stands above the heading is above what is read.
  for (const [path, above] of [['/home'], ['/requests'], ['/help'], ['/help/senior', '.back'], ['/accessibility']]) {
    await gunnel.open(path);
    await press(gunnel, 'listen');
    await readToTheEnd(gunnel);
    const all = (await said(page)).map(({ text }) => text);
    expect(all[0]).toBe(squeeze(await page.locator('h1').innerText()));
    expect(await unread(page), path).toBe(above ? squeeze(await page.locator(`main ${above}`).innerText()) : '');
    for (const text of all) expect(text, 'one sentence').not.toMatch(/\p{L}{2}[.!?] \p{Lu}/u);
    expect(await marked(page)).toBe('');
    expect(await speaks(page)).toBe(false);
  }
});

test('a question is read with its answers, and its name is no longer for the button', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  const { page } = gunnel;
  await give(page, { voices: [swedish], sentence: 10 });
  await gunnel.open('/home');
  await gunnel.press(gunnel.post('/ask/new'));
  await gunnel.at(/^\/ask\/[^/]+\/what$/);
  await expect(page.locator('legend + .listen')).toHaveCount(1);
  await expect(page.getByRole('group', { name: gunnel.t('requests.q_what'), exact: true })).toBeVisible();
  await press(gunnel, 'listen');
  await readToTheEnd(gunnel);
  expect((await said(page))[0].text).toBe(gunnel.t('requests.q_what'));
  await expect(page.locator('main form[data-enhance] button[type=submit]')).toBeVisible();
  expect(await unread(page)).toBe(squeeze(await page.locator('main').evaluate((main) => {
    const range = document.createRange();
    range.setStart(main, 0);
    range.setEndBefore(main.querySelector('h1') as Element);
    return Array.from(range.cloneContents().children, (child) => child.textContent).join(' ');
  })));
});

test('a link within the app, a form and the way back end the reading, and each page has its own button', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  const { page } = gunnel;
  await open(gunnel, '/home', { voices: [swedish] });
  await page.evaluate(() => Object.assign(window, { before: true }));
  const silent = async (path: RegExp): Promise<void> => {
    await gunnel.at(path);
    await expect(page.locator(':is(h1, legend) + .listen')).toHaveCount(1);
    await expect(bar(page)).toHaveCount(1);
    await expect(button(gunnel, 'listen')).toBeVisible();
    expect(await speaks(page)).toBe(false);
    expect(await marked(page)).toBe('');
  };
  await press(gunnel, 'listen');
  await begun(page, 1);
  await gunnel.press(page.locator('main a[href="/requests"]'));
  await gunnel.heading(gunnel.t('requests.mine'));
  await silent(/^\/requests$/);
  // In a pause, too.
  await press(gunnel, 'listen');
  expect(await begun(page, 2)).toBe(gunnel.t('requests.mine'));
  await press(gunnel, 'listen_pause');
  await page.goBack();
  await expect(page.locator('h1')).not.toHaveText(gunnel.t('requests.mine'));
  await silent(/^\/home$/);
  await press(gunnel, 'listen');
  expect(await begun(page, 3)).toBe(await page.locator('h1').innerText());
  // Nobody hears the old page while the form is on its way.
  await page.route('**/ask/new', async (route) => {
    expect(await speaks(page)).toBe(false);
    await route.continue();
  });
  await gunnel.press(gunnel.post('/ask/new'));
  await silent(/^\/ask\/[^/]+\/what$/);
  expect(await page.evaluate(() => 'before' in window), 'the page was not loaded anew').toBe(true);
  expect(await said(page)).toHaveLength(3);
});

test('a coordinator listens to a request, and to no row of a table', async ({ come }) => {
  const lena = await come({ name: 'Lena Holm', size: desktop });
  const { page } = lena;
  await give(page, { voices: [swedish], sentence: 10 });
  await lena.open('/staff/requests');
  const rows = page.locator('main tbody tr a[href^="/staff/requests/"]');
  await press(lena, 'listen');
  await readToTheEnd(lena);
  const list = (await said(page)).map(({ text }) => text);
  expect(list[0]).toBe(squeeze(await page.locator('h1').innerText()));
  const cells = await page.locator('main tbody tr').first().locator('td, th').allInnerTexts();
  for (const cell of cells.map(squeeze)) expect(list).not.toContain(cell || 'a name');
  await rows.first().click();
  await lena.at(/^\/staff\/requests\/[^/]+$/);
  await expect(bar(page)).toHaveCount(1);
  await press(lena, 'listen');
  await readToTheEnd(lena);
  const request = (await said(page)).slice(list.length).map(({ text }) => text);
  expect(request[0]).toBe(squeeze(await page.locator('h1').innerText()));
  expect(request.length).toBeGreaterThan(5);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: test.info().outputPath(`request-${width}.png`) });
    await expectAccessible(page, { view: 'coordinator' });
  }
});

test('what somebody has typed is not read, nor what is in a language without a voice', async ({ come }) => {
  const erik = await come({ name: 'Erik Lund', size: phone });
  await give(erik.page, { voices: [swedish, { lang: 'fi-FI' }], sentence: 10 });
  await erik.open('/volunteer/profile');
  const typed = await erik.field('about').inputValue();
  expect(typed).not.toBe('');
  await press(erik, 'listen');
  await readToTheEnd(erik);
  const profile = (await said(erik.page)).map(({ text }) => text);
  expect(profile.join(' ')).toContain(erik.t('vetting.about'));
  expect(profile.join(' ')).not.toContain(typed.slice(0, 20));
  await erik.open('/settings');
  await press(erik, 'listen');
  await readToTheEnd(erik);
  const settings = await said(erik.page);
  expect(settings.find(({ text }) => text === 'Suomi')?.lang).toBe('fi-FI');
  expect(settings.find(({ text }) => text === 'Svenska')?.lang).toBe('sv-SE');
  expect(settings.find(({ text }) => text === 'English')).toBeUndefined();
});

test('who has turned it off loads nothing of it', async ({ come }) => {
  const nobody = await come({ size: tablet, cookies: { listen: 'off' } });
  const loaded: string[] = [];
  nobody.page.on('request', (request) => loaded.push(request.url()));
  for (const path of ['/', '/help']) {
    await open(nobody, path, { voices: [swedish] });
    await expect(bar(nobody.page)).toHaveCount(0);
  }
  expect(loaded.filter((url) => /\/site\/listen/.test(url))).toEqual([]);
  expect(loaded.filter((url) => /\/site\/page/.test(url))).not.toEqual([]);
});

test('a page is read in its own language', async ({ come }) => {
  const aino = await come({ size: tablet, language: 'fi', cookies: { lang: 'fi' } });
  for (const path of ['/', '/help/senior']) {
    await open(aino, path, { voices: [swedish, finnish] });
    await press(aino, 'listen');
    await begun(aino.page, 1);
    expect(await said(aino.page)).toEqual([{ text: squeeze(await aino.page.locator('h1').innerText()), lang: 'fi_FI', voice: 'fi_FI', rate: 0.9 }]);
  }
});

test('easy Swedish is read with a Swedish voice', async ({ come }) => {
  const nobody = await come({ size: tablet, cookies: { lang: 'sv-x-lattlast' } });
  await open(nobody, '/', { voices: [finnish, swedish] });
  await expect(nobody.page.locator('html')).toHaveAttribute('lang', 'sv-x-lattlast');
  await press(nobody, 'listen');
  await begun(nobody.page, 1);
  expect((await said(nobody.page))[0].lang).toBe('sv-SE');
});

test('what is read stays in view, except for who has scrolled elsewhere', async ({ come }) => {
  const nobody = await come({ size: phone });
  const { page } = nobody;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(nobody, '/help/senior', { voices: [swedish] });
  await press(nobody, 'listen');
  const place = (): Promise<{ top: number; bottom: number; scrolled: number }> => page.evaluate(() => {
    const [range] = CSS.highlights.get('listen') as unknown as Set<Range>;
    const { top, bottom } = range.getBoundingClientRect();
    return { top, bottom, scrolled: scrollY };
  });
  let count = 1;
  for (; (await place()).scrolled === 0; count += 1) {
    await begun(page, count);
    await finish(page);
  }
  await begun(page, count);
  const { top, bottom } = await place();
  expect(top).toBeGreaterThan(0);
  expect(bottom).toBeLessThan(phone.height);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const { scrolled } = await place();
  await finish(page);
  await begun(page, count + 1);
  expect((await place()).scrolled).toBe(scrolled);
});

test('where words cannot be highlighted, their block is marked', async ({ come }) => {
  const nobody = await come({ size: tablet });
  const { page } = nobody;
  await open(nobody, '/', { voices: [swedish], highlights: false });
  await press(nobody, 'listen');
  await begun(page, 1);
  await expect(page.locator('h1.is-read')).toHaveCount(1);
  await finish(page);
  await begun(page, 2);
  await expect(page.locator('.is-read')).toHaveCount(1);
  await expect(page.locator('h1.is-read')).toHaveCount(0);
  await press(nobody, 'listen_stop');
  await expect(page.locator('.is-read')).toHaveCount(0);
});

for (const language of languages) {
  test(`reading is accessible on a small screen, in large text: ${language}`, async ({ come }) => {
    const gunnel = await come({ name: 'Gunnel Ek', language, size: { width: 320, height: 640 }, cookies: { text: '3', theme: 'dark' } });
    const { page } = gunnel;
    await open(gunnel, '/home', { voices: [{ lang: language }] });
    await press(gunnel, 'listen');
    await begun(page, 1);
    await finish(page);
    await begun(page, 2);
    await expectAccessible(page, { view: 'senior', language });
    await press(gunnel, 'listen_pause');
    await expectAccessible(page, { view: 'senior', language });
  });
}

test('the mark is seen in all colours, and not on paper', async ({ come }) => {
  const nobody = await come({ size: tablet });
  const { page } = nobody;
  await open(nobody, '/', { voices: [swedish] });
  await press(nobody, 'listen');
  await begun(page, 1);
  const colours = (): Promise<[number[], number[]]> => page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.querySelector('h1') as Element, '::highlight(listen)');
    return [backgroundColor, color].map((css) => (css.match(/[\d.]+/g) ?? []).map(Number)) as [number[], number[]];
  });
  const light = (rgb: number[]): number => rgb.slice(0, 3)
    .map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const contrast = (one: number[], other: number[]): number => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
  for (const theme of ['light', 'dark', 'contrast']) {
    await page.locator('html').evaluate((root, theme) => root.setAttribute('data-theme', theme), theme);
    const [ground, words] = await colours();
    expect(contrast(ground, words), theme).toBeGreaterThanOrEqual(7);
    const behind = await page.evaluate(() => (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) ?? []).map(Number));
    expect(contrast(ground, behind), `${theme}, from the page`).toBeGreaterThanOrEqual(7);
  }
  await page.emulateMedia({ media: 'print' });
  await expect(bar(page)).toBeHidden();
  expect((await colours())[0][3], 'no mark').toBe(0);
});
