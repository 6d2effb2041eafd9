import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths';

/** The languages that have words of their own for everything. */
export const languages = ['sv', 'fi', 'en'] as const;
/** How one may read, in the order of the footer. Easy Swedish is Swedish where it has no words of its own. */
export const locales = ['sv', 'sv-x-lattlast', 'fi', 'en'] as const;
export type Language = (typeof locales)[number];

const tables = new Map<string, Record<string, string>>();

function table(language: Language, feature: string): Record<string, string> {
  const name = `${language}/${feature}`;
  let known = tables.get(name);
  if (!known) {
    // Texts that no program needs stand in a file of their own.
    const files = ['bare.json', 'json'].map((ending) => path.join(root, 'app', 'locales', `${name}.${ending}`));
    const own: Record<string, string> = Object.assign({}, ...files.filter((file) => fs.existsSync(file)).map((file) => JSON.parse(fs.readFileSync(file, 'utf8'))));
    known = language === 'sv-x-lattlast' ? { ...table('sv', feature), ...own } : own;
    tables.set(name, known);
  }
  return known;
}

/** The product's own words: `text('fi', 'common.send')`, with `{placeholders}` filled in. */
export function text(language: Language, key: string, values: Record<string, string | number> = {}): string {
  const [feature, name] = key.split('.');
  const found = table(language, feature)[name];
  if (found === undefined) throw new Error(`app/locales/${language}/${feature}.json has no "${name}"`);
  return found.replace(/\{(\w+)\}/g, (whole, word: string) => (word in values ? String(values[word]) : whole));
}

/** A text with placeholders as a pattern that fits whatever stands in them. */
export function pattern(language: Language, key: string, values: Record<string, string | number> = {}): RegExp {
  const parts = text(language, key, values).split(/\{\w+\}/);
  // Long words carry soft hyphens on the page (`app/texts`).
  const breaking = (word: string): string => Array.from(word).join('\u00ad?');
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\p{L}{13,}/gu, breaking).replace(/\s+/g, '\\s+')).join('.*?'), 's');
}
