import { CDPSession, Page, expect } from '@playwright/test';
import fs from 'node:fs';
import { Measured, View, bars, measure } from './measure';
import { text, Language } from './texts';

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

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** Runs an expression as the browser's tools do: the page's policy, which forbids it, stays in force. */
async function evaluate<T>(page: Page, expression: string): Promise<T> {
  let session = sessions.get(page);
  if (!session) sessions.set(page, session = page.context().newCDPSession(page));
  const answer = await (await session).send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
  return answer.result.value as T;
}

/** axe's violations, a line each. axe hangs where script is off: there, only our own measuring. */
async function violations(page: Page): Promise<string[]> {
  await evaluate(page, `${axe};0`);
  const found = await evaluate<Violation[]>(page, `axe.run(document, ${JSON.stringify(options)}).then((results) => JSON.parse(JSON.stringify(results.violations)))`);
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `axe ${id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
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

/** Fails unless the page that is shown keeps every bar that a machine can measure. */
export async function expectAccessible(page: Page, { view, language = 'sv', refused = false, script = true }: Accessible): Promise<Measured> {
  const prefix = refused ? text(language, 'common.error_prefix') : '';
  const measured = await page.evaluate(measure, { view, bars: bars[view], language, prefix });
  const found = script ? await violations(page) : [];
  expect.soft([...measured.faults, ...found], `${new URL(page.url()).pathname} as ${view}`).toEqual([]);
  return { ...measured, faults: [...measured.faults, ...found] };
}
