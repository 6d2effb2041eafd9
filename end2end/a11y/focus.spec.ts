import { rings } from '../support/focus';
import { named, test } from '../support/looking';
import { at, pages } from '../support/pages';
import { Reading, readAs, themes } from '../support/spread';
import { expect } from '../support/test';

/** Pages that have every kind of control between them; the full run looks at all pages (`full/matrix.spec.ts`). */
const looked = [
  '/ (nobody)', '/settings (senior)', '/ask/:draft/days', '/requests/:id (proposal)', '/volunteer (asked)', '/volunteer/profile (whole)',
  '/staff', '/staff/requests', '/staff/requests/new', '/staff/people/:id (open)', '/admin/municipality',
];

const read: Reading = { theme: 'light', text: 1, width: 820, language: 'sv' };

for (const [number, name] of looked.entries()) {
  const theme = themes[number % themes.length];
  test(`a ring shows where the focus is on ${name}, ${theme}`, async ({ reads }) => {
    const state = pages.find((page) => named(page) === name);
    if (!state) throw new Error(`no page ${name}`);
    const { page } = await reads(state, { ...read, theme });
    expect.soft(await rings(page)).toEqual([]);
  });
}

test('a ring shows where the focus is on every component, in every theme and in forced colours', async ({ reads }) => {
  // Every component four times over.
  test.slow();
  const { page } = await reads({ route: '/design', state: '', view: 'senior', arrive: at('/design?view=senior') }, read);
  for (const theme of themes) {
    await readAs(page, { theme, text: 1 });
    expect.soft(await rings(page), theme).toEqual([]);
  }
  await page.emulateMedia({ forcedColors: 'active' });
  expect.soft(await rings(page), 'forced colours').toEqual([]);
});
