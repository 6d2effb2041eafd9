import { expect, test } from '@playwright/test';
import { readings } from '../support/spread';

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
