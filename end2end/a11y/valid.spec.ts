import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { named } from '../support/looking';
import { pages } from '../support/pages';
import { expect, newcomer, test } from '../support/test';

/** The Nu HTML checker, a program in Java. */
const checker = path.join(path.dirname(require.resolve('vnu-jar/package.json')), 'build', 'dist', 'vnu.jar');

interface Message { type: string; subType?: string; url?: string; message: string; extract?: string }

/** Leptos writes `<!>` between texts. */
const mark = ({ message, extract = '' }: Message): boolean => /^Bogus comment/.test(message) && extract.includes('<!>');

test('all pages are valid HTML', async ({ browser, server, watch }) => {
  // Every page is come to, by people who sign in.
  test.setTimeout(900_000);
  const folder = test.info().outputPath('html');
  fs.mkdirSync(folder, { recursive: true });
  const names = new Map<string, string>();
  for (const [number, state] of pages.entries()) {
    if (state.status) watch.provokes(state.status);
    const person = await newcomer(browser, server, watch, { name: state.who, silent: true, script: false });
    await state.arrive(person);
    const file = path.join(folder, `${number}.html`);
    fs.writeFileSync(file, await (await person.page.request.get(person.page.url())).text());
    names.set(file, named(state));
    await person.leave();
  }
  expect(names.size).toBeGreaterThan(100);
  const said = execFileSync('java', ['-jar', checker, '--format', 'json', '--exit-zero-always', '--stdout', ...names.keys()], { maxBuffer: 1 << 28 });
  const { messages } = JSON.parse(said.toString()) as { messages: Message[] };
  expect(messages.some(mark), 'the checker has read them').toBe(true);
  const found = messages.filter((message) => !mark(message)).map(({ type, subType = '', url = '', message, extract = '' }) => (
    `${names.get(decodeURIComponent(url.replace(/^file:/, '')))}: ${type} ${subType}: ${message}: ${extract.replace(/\s+/g, ' ')}`));
  expect(Array.from(new Set(found))).toEqual([]);
});
