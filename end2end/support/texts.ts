import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths';

/** The languages of the screens. */
export const languages = ['sv', 'fi', 'en'] as const;
export type Language = (typeof languages)[number];

const tables = new Map<string, Record<string, string>>();

function table(language: Language, feature: string): Record<string, string> {
  const name = `${language}/${feature}`;
  let known = tables.get(name);
  if (!known) {
    known = JSON.parse(fs.readFileSync(path.join(root, 'app', 'locales', `${name}.json`), 'utf8')) as Record<string, string>;
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
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')).join('.*?'), 's');
}
