import { Page } from '@playwright/test';
import { Accessible, expected } from './accessible';
import { devtools } from './devtools';
import { stops } from './focus';
import { forced } from './forced';
import { Rule, told } from './faults';
import { measure } from './measure';
import { moving } from './motion';

/** The narrowest window that must do: also what is left of one of 1280 by 1024 at 400 %. */
export const narrow = { width: 320, height: 256 };

/** Measures again, where a reader has set something; what was wrong before is not said twice. */
async function again(page: Page, how: Accessible, before: string[], larger = 1): Promise<string[]> {
  const bar = expected(how);
  bar.bars = { ...bar.bars, text: bar.bars.text * larger };
  const { faults } = await page.evaluate(measure, bar);
  return faults.filter((fault) => !before.includes(fault));
}

/** Faults that are there because of what was set. */
function because(rule: Rule, faults: string[]): string[] {
  return faults.map((fault) => told(rule, fault));
}

/** In a window of this size, and then in the one that was. */
async function within<T>(page: Page, size: { width: number; height: number }, what: () => Promise<T>): Promise<T> {
  const before = page.viewportSize();
  await page.setViewportSize(size);
  try {
    return await what();
  } finally {
    if (before) await page.setViewportSize(before);
  }
}

/** What a reader may set for all pages (WCAG 1.4.12). */
const spaced = '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}';

/** Wider lines, letters and words. The sheet is made by script, which no policy forbids the browser's tools. */
export async function spacing(page: Page, how: Accessible, before: string[]): Promise<string[]> {
  await page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets.push(sheet);
  }, spaced);
  try {
    return because('spacing', await again(page, how, before));
  } finally {
    await page.evaluate(() => { document.adoptedStyleSheets.pop(); });
  }
}

/** The text of the browser twice as large as usual. It is to grow, not only to be on the page: at least by the step between a tablet and a telephone. */
export async function larger(page: Page, how: Accessible, before: string[]): Promise<string[]> {
  const tools = await devtools(page);
  await tools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  try {
    const faults: string[] = [];
    for (const size of [{ width: 1280, height: 900 }, { width: 820, height: 1180 }]) {
      faults.push(...await within(page, size, () => again(page, how, before, 1.6)));
    }
    return because('zoom', faults);
  } finally {
    await tools.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
  }
}

/** The narrowest window, as it is and with wider lines, letters and words. */
export function reflow(page: Page, how: Accessible, before: string[]): Promise<string[]> {
  return within(page, narrow, async () => {
    const folded = await again(page, how, before);
    return [...folded, ...await spacing(page, how, [...before, ...folded])].map((fault) => `${fault} at 320 px`);
  });
}

/** Less movement. */
export async function still(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  try {
    return await page.evaluate(moving);
  } finally {
    await page.emulateMedia({ reducedMotion: null });
  }
}

/** Colours of the reader's own. */
export async function colours(page: Page, how: Accessible, before: string[]): Promise<string[]> {
  return forced(page, async () => because('forced', await again(page, how, before)));
}

/** What is wrong with the page that is shown once its reader has set something, or goes through it by keyboard. `before` is what was wrong already. */
export async function set(page: Page, how: Accessible, before: string[]): Promise<string[]> {
  return [
    ...await spacing(page, how, before),
    ...await reflow(page, how, before),
    ...await larger(page, how, before),
    ...await still(page),
    ...await colours(page, how, before),
    ...await stops(page),
  ];
}
