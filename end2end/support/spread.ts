import { Page } from '@playwright/test';
import { Language, locales } from './texts';

export const themes = ['light', 'dark', 'contrast'] as const;
export const texts = [1, 2, 3] as const;
export const widths = [320, 390, 820, 1280] as const;

/** One way to read a page. */
export interface Reading {
  theme: (typeof themes)[number];
  /** Step of the text size. */
  text: (typeof texts)[number];
  width: (typeof widths)[number];
  language: Language;
}

/** Readings in which every two values of two settings meet: a theme with a width, a width with a language, and so on. */
export const readings: Reading[] = widths.flatMap((width, row) => locales.map((language, column) => ({
  theme: themes[(row + column) % 3], text: texts[(row + 2 * column) % 3], width, language,
})));

/** The reading of the page with this number; neighbours differ. */
export function reading(number: number): Reading {
  return readings[(number * 5) % readings.length];
}

/** In a few words, for the name of a test. */
export function inWords({ theme, text, width, language }: Reading): string {
  return `${language} ${width} ${theme} text ${text}`;
}

/** The window of a width. */
export function windowOf(width: Reading['width']): { width: number; height: number } {
  return { width, height: width < 800 ? 844 : 1000 };
}

/** Shows the page that is there as somebody reads it who has chosen this: so the server draws it from the first byte on. */
export async function readAs(page: Page, { theme, text }: Pick<Reading, 'theme' | 'text'>): Promise<void> {
  await page.evaluate(async ([colours, size]) => {
    const root = document.documentElement;
    root.dataset.theme = colours;
    if (size === '1') delete root.dataset.text;
    else root.dataset.text = size;
    document.querySelector('meta[name=color-scheme]')?.setAttribute('content', colours === 'light' ? 'light' : 'dark');
    // One that another takes the place of is over, too.
    await Promise.allSettled(document.getAnimations().map((change) => change.finished));
  }, [theme, String(text)]);
}
