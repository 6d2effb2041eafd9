import fs from 'node:fs';
import path from 'node:path';
import { look } from '../support/accessible';
import { heldTo, named, test } from '../support/looking';
import { pages } from '../support/pages';
import { root } from '../support/paths';
import { shoot } from '../support/screens';
import { set } from '../support/settings';
import { inWords, reading } from '../support/spread';
import { expect } from '../support/test';

test('every route of the app is looked at', () => {
  const table = fs.readFileSync(path.join(root, 'app', 'src', 'app.rs'), 'utf8');
  const routes = Array.from(table.matchAll(/path!\("([^"]*)"\)/g), ([, route]) => route);
  expect(routes.length).toBeGreaterThan(3);
  const known = new Set(pages.map((page) => page.route));
  expect(routes.filter((route) => !known.has(route)), 'routes without an entry in support/pages.ts').toEqual([]);
  expect(Array.from(known).filter((route) => route !== '(none)' && !routes.includes(route)), 'entries without a route').toEqual([]);
});

for (const [number, state] of pages.entries()) {
  const how = reading(number);
  test(`${named(state)}: ${inWords(how)}`, async ({ reads }) => {
    const { page } = await reads(state, how);
    const measured = await look(page, heldTo(state, how));
    const name = `${String(number).padStart(2, '0')}-${state.route}-${state.state}`.replace(/[^\w-]+/g, '_');
    await shoot(page, { name, route: `${state.route} ${state.state}`, who: state.who ?? 'nobody', how: inWords(how), ...measured });
    const faults = [...measured.faults, ...await set(page, heldTo(state, how), measured.faults)];
    expect.soft(faults).toEqual([]);
  });
}
