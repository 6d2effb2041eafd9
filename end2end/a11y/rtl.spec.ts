import { expect } from '@playwright/test';
import { expected } from '../support/accessible';
import { measure } from '../support/measure';
import { pages } from '../support/pages';
import { phone, test } from '../support/test';

/** Swedish in Arabic letters; a demonstration takes it from the cookie (`app/texts`). */
const trial = 'ar-XB';

/** Every third kind of page: each view and each component is among them. */
const looked = pages
  .filter(({ route, refused, status }, number) => !refused && !status && pages.findIndex((page) => page.route === route) === number)
  .filter((_, number) => number % 3 === 0);

for (const { route, who, view, arrive } of looked) {
  test(`${route} can be read from the right`, async ({ come }) => {
    const person = await come({ name: who, size: phone, cookies: { lang: trial } });
    await arrive(person);
    const { page } = person;
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const { faults } = await page.evaluate(measure, { ...expected({ view }), language: trial });
      expect.soft(faults, `${route} at ${width}`).toEqual([]);
    }
    // What begins a line stands at the right.
    const begins = await page.evaluate(() => {
      const middle = document.documentElement.clientWidth / 2;
      const box = (selector: string): DOMRect | undefined => document.querySelector(selector)?.getBoundingClientRect();
      return { brand: (box('header .brand')?.right ?? 0) > middle, heading: getComputedStyle(document.querySelector('h1') ?? document.body).textAlign };
    });
    expect(begins, 'the page is mirrored').toEqual({ brand: true, heading: 'start' });
  });
}

test('a telephone number keeps its order where the page is read from the right', async ({ come }) => {
  const { page } = await come({ size: phone, cookies: { lang: trial } });
  await page.goto('/');
  const ends = await page.locator('footer a[href^="tel:"]').evaluate((link) => {
    const text = Array.from(link.querySelectorAll('*')).flatMap((one) => Array.from(one.childNodes)).find((node) => node.nodeType === 3 && /\d/.test(node.textContent ?? ''));
    if (!text) throw new Error('no number');
    const left = (at: number): number => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    };
    const length = (text.textContent ?? '').length;
    return [left(0), left(length - 1)];
  });
  expect(ends[0], 'the first digit stands at the left').toBeLessThan(ends[1]);
});
