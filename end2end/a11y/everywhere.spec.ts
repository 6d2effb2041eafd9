import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pages } from '../support/pages';
import { Reader, Sent, kind } from '../support/reader';
import { expect, newcomer, test } from '../support/test';

// What holds of a page however one reads it, and costs little to look at: so it is looked at on all that the server sends.

/** The Nu HTML checker, a program in Java. */
const checker = path.join(path.dirname(require.resolve('vnu-jar/package.json')), 'build', 'dist', 'vnu.jar');

/** Forms that lead away from what is to be looked at. */
const away = /^\/(demo|language|sign-out|settings)/;

/** One of each role, who look everywhere; of the others it is their own pages that count. */
const everywhere = [undefined, 'Gunnel Ek', 'Erik Lund', 'Lena Holm', 'Karin Sten'];

/** Addresses that no link leads to. */
const aside = ['/demo', '/offline', '/kept', '/sign-in/not-a-link', '/design', '/no-such-page', '/home', '/volunteer', '/volunteer/join/thanks', '/staff', '/admin'];

/** What is added to the address of a page. */
const added = [
  { to: /^\/volunteer\/visits\/[^/]+$/, endings: ['/kept', '/kept/report'] },
  { to: /^\/staff\/visits\/[^/]+$/, endings: ['/ask/cancel', '/ask/cannot-come', '/ask/no-show'] },
];

/** What is searched for, and where. */
const searches = [['/staff/people', '/find'], ['/staff/requests/new', '/find'], ['/admin/roles', '/find']];

/** Pages that one comes to by answering. */
async function answered(reader: Reader): Promise<Sent[]> {
  const found = [await reader.fill(await reader.get('/home'), '/ask/new')];
  const last = (): Sent => found[found.length - 1];
  found.push(await reader.fill(last(), '/what', { kind: 'call' }), await reader.get(last().path));
  for (const step of ['/what', '/days', '/time', '/where', '/more', '/send']) found.push(await reader.fill(last(), step, step === '/more' ? { note: '' } : {}));
  found.push(await reader.fill(await reader.get('/concern/new'), '/concern', { body: 'Något kändes inte bra.' }));
  return found;
}

/** All pages that one of the invented people comes to: by links, by searching, by answering, by sending forms in which something is missing. */
async function everything(url: string, who: string | undefined, shared: Map<string, number>): Promise<Sent[]> {
  const reader = new Reader(url, shared, 30);
  if (who !== undefined) await reader.signIn(who);
  const staff = who === 'Lena Holm' || who === 'Karin Sten';
  const found = await reader.follow('/', staff ? 8 : 3);
  for (const address of everywhere.includes(who) ? aside : []) found.push(...await reader.follow(address, 1));
  if (who === 'Gunnel Ek') found.push(...await answered(reader));
  for (const [page, find] of staff ? searches : []) {
    const list = await reader.get(page);
    if (list.status === 200) found.push(...await reader.follow((await reader.fill(list, find, { q: 'ek' })).path, 2));
  }
  // Only a request that is being read can be declined.
  const { html: list } = await reader.get('/staff/requests?status=in_review');
  const [request] = /\/staff\/requests\/[0-9a-f-]{36}/.exec(list) ?? [];
  if (request) found.push(...await reader.follow(`${request}/decline`, 1));
  for (const { path } of Array.from(found)) {
    const { endings } = added.find(({ to }) => to.test(path)) ?? { endings: [] };
    for (const ending of endings) found.push(...await reader.follow(path + ending, 2));
  }
  for (const page of Array.from(found)) found.push(...await reader.refuse(page, away));
  return found.filter(({ html }) => html !== '');
}

interface Message { type: string; subType?: string; url?: string; message: string; extract?: string }

/** Leptos writes `<!>` between texts. */
const mark = ({ message, extract = '' }: Message): boolean => /^Bogus comment/.test(message) && extract.includes('<!>');

/** What the checker says about pages, but for Leptos's marks. */
function check(sent: Sent[], folder: string): string[] {
  fs.mkdirSync(folder, { recursive: true });
  const files = sent.map(({ html }, number) => {
    const file = path.join(folder, `${number}.html`);
    fs.writeFileSync(file, html);
    return file;
  });
  const said = execFileSync('java', ['-Xss4m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', checker, '--format', 'json', '--exit-zero-always', '--stdout', ...files], { maxBuffer: 1 << 29 });
  const { messages } = JSON.parse(said.toString()) as { messages: Message[] };
  expect(messages.some(mark), 'the checker has read them').toBe(true);
  const found = messages.filter((message) => !mark(message)).map(({ type, subType = '', url = '', message, extract = '' }) => {
    const page = sent[Number(path.basename(url, '.html'))];
    return `${kind(page.path)}: ${type} ${subType}: ${message}: ${extract.replace(/\s+/g, ' ')}`;
  });
  return Array.from(new Set(found));
}

/** Wider than any word of ours: what people write, and what things are called, is theirs to choose. */
const word = 'm'.repeat(36);

/** Puts the word in the place of every text that may be somebody's: all but the headings of columns. */
function write(word: string): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const own: Text[] = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) own.push(text as Text);
  for (const text of own) {
    const shown = text.parentElement?.closest('main, header .brand, header .who, footer .help');
    if (shown && !text.parentElement?.closest('thead, script, option, svg, .vh') && /\p{L}{2}/u.test(text.data)) text.data = `${word} ${text.data} ${word}`;
  }
}

/** What stands beyond the window, and is in nothing that scrolls by itself. */
function beyond(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return Array.from(document.querySelectorAll('body *'))
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest('.scroll, .chart, .vh'))
    .map((element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent?.slice(0, 40) ?? ''}`)
    .concat(`${document.documentElement.scrollWidth} px`);
}

test('every page is valid HTML, and scrolls sideways for no word of 36 letters', async ({ browser, server, watch }) => {
  test.setTimeout(300_000);
  // Everybody whom the pages' list names, and nobody.
  const sent: Sent[] = [];
  const shared = new Map<string, number>();
  for (const who of new Set(pages.map((state) => state.who))) sent.push(...await everything(server.url, who, shared));
  const reached = (route: string): boolean => {
    const address = new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`);
    return sent.some(({ path }) => address.test(path.split('?')[0]));
  };
  const routes = new Set(pages.map(({ route }) => route).filter((route) => route.startsWith('/')));
  expect.soft(Array.from(routes).filter((route) => !reached(route)), 'routes that nobody came to').toEqual([]);
  // Of what looks the same whoever comes one is enough.
  const count = new Map<string, number>();
  const looked = sent.filter((page) => {
    const seen = (count.get(kind(page.path)) ?? 0) + 1;
    count.set(kind(page.path), seen);
    return seen <= (/:id|^\/home|^\/volunteer$/.test(kind(page.path)) ? 3 : 1);
  });
  expect(looked.length).toBeGreaterThan(100);
  expect.soft(check(looked, test.info().outputPath('html'))).toEqual([]);

  watch.provokes(404);
  const { page } = await newcomer(browser, server, watch, { script: false, size: { width: 320, height: 844 } });
  let shown = '';
  await page.route((url) => url.pathname === '/shown', (route) => route.fulfill({ contentType: 'text/html', body: shown }));
  for (const { path: address, html } of looked) {
    shown = html;
    await page.goto('/shown');
    await page.evaluate(write, word);
    expect.soft(await page.evaluate(beyond), address).toEqual([]);
  }
  await page.context().close();
});
