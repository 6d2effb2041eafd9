import { expect, test } from '@playwright/test';
import { canaries, sound } from '../support/canaries';
import { bars, measure } from '../support/measure';

const expected = { view: 'senior', bars: bars.senior, language: 'sv', prefix: '' } as const;

test.beforeEach(async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.setContent(sound);
});

test('a sound page has no faults', async ({ page }) => {
  expect((await page.evaluate(measure, expected)).faults).toEqual([]);
});

for (const [what, put, said] of canaries) {
  test(`the measuring sees ${what}`, async ({ page }) => {
    await page.evaluate(put);
    expect((await page.evaluate(measure, expected)).faults.join('\n')).toContain(said);
  });
}
