import { Page } from '@playwright/test';
import { expected, look, violations } from '../support/accessible';
import { known, keep } from '../support/findings';
import { rings } from '../support/focus';
import { heldTo, named, test } from '../support/looking';
import { measure } from '../support/measure';
import { pages } from '../support/pages';
import { parts } from '../support/parts';
import { set } from '../support/settings';
import { Reading, inWords, readAs, readings, texts, themes, widths, windowOf } from '../support/spread';
import { expect } from '../support/test';
import { locales } from '../support/texts';

/** What was read, and what was wrong. */
class Notes {
  readings = 0;
  readonly faults: Record<string, string[]> = {};

  note(how: string, faults: string[]): void {
    this.readings += 1;
    for (const fault of faults) (this.faults[fault] ??= []).push(how);
  }
}

/** A page in all its themes, sizes and widths; `axe` says in which axe looks at it too. */
async function matrix(page: Page, notes: Notes, how: Reading, bar: ReturnType<typeof heldTo>, axe: (how: Reading) => boolean): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize(windowOf(width));
    for (const theme of themes) {
      for (const text of texts) {
        const read: Reading = { ...how, width, theme, text };
        await readAs(page, read);
        const { faults } = await page.evaluate(measure, expected(bar));
        notes.note(inWords(read), axe(read) ? [...faults, ...await violations(page)] : faults);
      }
    }
  }
}

for (const [number, state] of pages.entries()) {
  // A page is looked at most closely in one of its languages; the others have their turn with its neighbours.
  const closest = locales[number % locales.length];
  for (const language of locales) {
    if (known(number, language)) continue;
    test(`${named(state)} in ${language}`, async ({ reads }) => {
      const notes = new Notes();
      const how: Reading = { theme: 'light', text: 1, width: 390, language };
      const bar = heldTo(state, how);
      const { page } = await reads(state, how);
      notes.note('language of parts', await page.evaluate(parts));
      await matrix(page, notes, how, bar, ({ theme, text, width }) => (language === closest
        ? text === 1
        : readings.some((one) => one.language === language && one.theme === theme && one.text === text && one.width === width)));
      if (language === closest) {
        await page.setViewportSize(windowOf(390));
        await readAs(page, how);
        const { faults } = await page.evaluate(measure, expected(bar));
        notes.note('settings of the reader', await set(page, bar, faults));
        for (const theme of themes) {
          await readAs(page, { theme, text: 1 });
          notes.note(`rings ${theme}`, await rings(page));
        }
      }
      keep(number, language, { route: state.route, ...notes });
      expect.soft(notes.faults).toEqual({});
    });
  }
  if (known(number, 'blocked')) continue;
  test(`${named(state)} without its scripts`, async ({ reads }) => {
    const notes = new Notes();
    const how: Reading = { theme: themes[number % themes.length], text: 1, width: 390, language: closest };
    const { page } = await reads(state, how, true);
    for (const width of widths) {
      await page.setViewportSize(windowOf(width));
      notes.note(`without scripts ${width}`, (await look(page, heldTo(state, how))).faults);
    }
    keep(number, 'blocked', { route: state.route, ...notes });
    expect.soft(notes.faults).toEqual({});
  });
}
