import { Language, languages } from './texts';

/** One way to read a page. */
export interface Reading {
  theme: 'light' | 'dark' | 'contrast';
  /** Step of the text size. */
  text: 1 | 2 | 3;
  width: 320 | 390 | 820 | 1280;
  language: Language;
}

const themes = ['light', 'dark', 'contrast'] as const;
const texts = [1, 2, 3] as const;
const widths = [320, 390, 820, 1280] as const;

/** Twelve readings in which every two values of two settings meet: a theme with a width, a width with a language, and so on. */
export const readings: Reading[] = widths.flatMap((width, column) => themes.map((theme, row) => ({
  theme, width, text: texts[(column + row) % 3], language: languages[(column + 2 * row) % 3],
})));

/** The reading of the page with this number; neighbours differ in everything. */
export function reading(number: number): Reading {
  return readings[(number * 5) % readings.length];
}

/** In a few words, for the name of a test. */
export function inWords({ theme, text, width, language }: Reading): string {
  return `${language} ${width} ${theme} text ${text}`;
}
