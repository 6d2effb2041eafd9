import { Page, expect } from '@playwright/test';
import fs from 'node:fs';
import { evaluate } from './devtools';
import { Rule, told } from './faults';
import { Expected, Measured, View, bars, measure } from './measure';
import { parts } from './parts';
import { Language, locales, text } from './texts';

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Everything that axe can say, the AAA rules among them, which no tag turns on. */
const options = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'wcag2aaa', 'best-practice'],
  rules: Object.fromEntries(
    ['target-size', 'color-contrast-enhanced', 'identical-links-same-purpose', 'meta-refresh-no-exceptions'].map((rule) => [rule, { enabled: true }]),
  ),
};

interface Violation { id: string; nodes: { target: string[]; failureSummary: string }[] }

/** What a rule of axe's is about. */
function about(id: string): Rule {
  if (id.startsWith('color-contrast')) return 'contrast';
  if (id === 'target-size') return 'target';
  if (/label|input|select-name|field/.test(id)) return 'form';
  return /lang/.test(id) ? 'language' : 'structure';
}

/** axe's violations, a line each. axe hangs where script is off: there, only our own measuring. */
export async function violations(page: Page): Promise<string[]> {
  if (!await evaluate<boolean>(page, `'axe' in window`)) await evaluate(page, `${axe};0`);
  const found = await evaluate<Violation[]>(page, `axe.run(document, ${JSON.stringify(options)}).then((results) => JSON.parse(JSON.stringify(results.violations)))`);
  return found.flatMap(({ id, nodes }) => nodes.map((node) => told(about(id), `axe ${id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`)));
}

/** How a page is to be. */
export interface Accessible {
  view: View;
  language?: Language;
  /** A form on it was refused. */
  refused?: boolean;
  /** Whether script runs. */
  script?: boolean;
}

/** What a page is measured by. */
export function expected({ view, language = 'sv', refused = false }: Accessible): Expected {
  return { view, bars: bars[view], language, prefix: refused ? text(language, 'common.error_prefix') : '', languages: locales };
}

/** What is wrong with the page that is shown, as it is shown. */
export async function look(page: Page, how: Accessible): Promise<Measured> {
  const measured = await page.evaluate(measure, expected(how));
  const found = how.script === false ? [] : await violations(page);
  return { ...measured, faults: [...measured.faults, ...await page.evaluate(parts), ...found] };
}

/** Fails unless the page that is shown keeps every bar that a machine can measure. */
export async function expectAccessible(page: Page, how: Accessible): Promise<Measured> {
  const measured = await look(page, how);
  expect.soft(measured.faults, `${new URL(page.url()).pathname} as ${how.view}`).toEqual([]);
  return measured;
}
