import { Page } from '@playwright/test';
import { Accessible, look } from '../support/accessible';
import { canaries } from '../support/canaries';
import { rings } from '../support/focus';
import { test } from '../support/looking';
import { at } from '../support/pages';
import { set } from '../support/settings';
import { expect } from '../support/test';

const how: Accessible = { view: 'senior', language: 'sv', refused: true };
const design = { route: '/design', state: 'senior', view: 'senior', refused: true, arrive: at('/design?view=senior') } as const;
const reading = { theme: 'light', text: 1, width: 390, language: 'sv' } as const;

/** Everything that the suite looks at, the quickest first. */
const suite: ((page: Page, before: string[]) => Promise<string[]>)[] = [
  async (page) => (await look(page, how)).faults,
  (page, before) => set(page, how, before),
  (page) => rings(page),
];

test('a sound page has no faults', async ({ reads }) => {
  const { page } = await reads(design, reading);
  for (const looked of suite) expect(await looked(page, [])).toEqual([]);
});

for (const { what, put, said } of canaries) {
  test(`the suite sees ${what}`, async ({ reads }) => {
    const { page } = await reads(design, reading);
    await page.evaluate(put);
    const faults: string[] = [];
    for (const looked of suite) {
      faults.push(...await looked(page, faults));
      if (faults.some((fault) => said.test(fault))) return;
    }
    expect(faults.join('\n')).toMatch(said);
  });
}
