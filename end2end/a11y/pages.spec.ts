import { expect, test as base } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { expectAccessible } from '../support/accessible';
import { bars, measure } from '../support/measure';
import { pages } from '../support/pages';
import { root } from '../support/paths';
import { shoot } from '../support/screens';
import { Server } from '../support/server';
import { inWords, reading } from '../support/spread';
import { newcomer } from '../support/test';
import { text as words } from '../support/texts';
import { Watch } from '../support/watch';

// Looking changes little: one server does for all pages.
const test = base.extend<object, { server: Server }>({
  server: [async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
    expect.soft(server.faults(), 'errors that the server logged').toEqual([]);
  }, { scope: 'worker' }],
});

test('every route of the app is looked at', () => {
  const table = fs.readFileSync(path.join(root, 'app', 'src', 'app.rs'), 'utf8');
  const routes = Array.from(table.matchAll(/path!\("([^"]*)"\)/g), ([, route]) => route);
  expect(routes.length).toBeGreaterThan(3);
  const known = new Set(pages.map((page) => page.route));
  expect(routes.filter((route) => !known.has(route)), 'routes without an entry in support/pages.ts').toEqual([]);
  expect(Array.from(known).filter((route) => route !== '(none)' && !routes.includes(route)), 'entries without a route').toEqual([]);
});

for (const [number, { route, state, who, view, arrive, refused, status }] of pages.entries()) {
  const how = reading(number);
  test(`${route}${state && ` (${state})`}: ${inWords(how)}`, async ({ browser, server }) => {
    const watch = new Watch();
    if (status) watch.provokes(status);
    const { theme, text, width, language } = how;
    const cookies: Record<string, string> = { theme, lang: language };
    if (text > 1) cookies.text = String(text);
    const size = { width, height: width < 800 ? 844 : 1000 };
    const person = await newcomer(browser, server, watch, { name: who, language, size, cookies, silent: true });
    try {
      await arrive(person);
      await expect(person.page.locator('html')).toHaveAttribute('data-theme', theme);
      const measured = await expectAccessible(person.page, { view, language, refused });
      const name = `${String(number).padStart(2, '0')}-${route}-${state}`.replace(/[^\w-]+/g, '_');
      await shoot(person.page, { name, route: `${route} ${state}`, who: who ?? 'nobody', how: inWords(how), ...measured });
      // Every page folds: also where its own reading is a wide one.
      await person.page.setViewportSize({ width: 320, height: 844 });
      const narrow = await person.page.evaluate(measure, { view, bars: bars[view], language, prefix: refused ? words(language, 'common.error_prefix') : '' });
      expect.soft(narrow.faults.filter((fault) => !measured.faults.includes(fault)), 'at 320').toEqual([]);
    } finally {
      watch.silent();
      await person.leave();
    }
  });
}
