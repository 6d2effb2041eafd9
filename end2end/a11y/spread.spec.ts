import { named, test } from '../support/looking';
import { pages } from '../support/pages';
import { Reading, readAs, readings } from '../support/spread';
import { Person, expect } from '../support/test';

test('every two values of two settings meet in one of the readings', () => {
  const settings = ['theme', 'text', 'width', 'language'] as const;
  for (const one of settings) {
    for (const other of settings.filter((name) => name !== one)) {
      const values = (name: (typeof settings)[number]) => new Set(readings.map((reading) => reading[name]));
      const met = new Set(readings.map((reading) => `${reading[one]} ${reading[other]}`));
      expect(met.size, `${one} and ${other}`).toBe(values(one).size * values(other).size);
    }
  }
});

/** How every element of the page is drawn, and where. */
function drawn({ page }: Person): Promise<string[]> {
  return page.evaluate(() => Array.from(document.querySelectorAll('html, body, body *'), (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const { color, backgroundColor, borderColor, fontSize, colorScheme } = getComputedStyle(element);
    return [element.tagName, ...[x, y, width, height].map((one) => one.toFixed(1)), color, backgroundColor, borderColor, fontSize, colorScheme].join(' ');
  }));
}

// The full run comes to a page once and changes it where it stands.
for (const name of ['/requests (many)', '/volunteer/history', '/staff/volunteers']) {
  test(`${name} changed where it stands is what the server draws`, async ({ reads }) => {
    const state = pages.find((page) => named(page) === name);
    if (!state) throw new Error(`no page ${name}`);
    const plain: Reading = { theme: 'light', text: 1, width: 1280, language: 'sv' };
    const changed = await reads(state, plain);
    for (const other of [{ theme: 'dark', text: 3 }, { theme: 'contrast', text: 2 }, { theme: 'light', text: 1 }] as const) {
      await readAs(changed.page, other);
      const fresh = await reads(state, { ...plain, ...other });
      expect(await drawn(changed)).toEqual(await drawn(fresh));
    }
  });
}
