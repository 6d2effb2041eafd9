import { look } from '../support/accessible';
import { heldTo, named, test } from '../support/looking';
import { pages } from '../support/pages';
import { inWords, reading } from '../support/spread';
import { expect } from '../support/test';

// What the server draws, looked at with axe too: axe hangs where script is off, so ours is kept away instead. Every seventh page
// here, all of them in the full run (`full/matrix.spec.ts`).
for (const [number, state] of pages.entries()) {
  if (number % 7 !== 0) continue;
  const how = reading(number + 1);
  test(`without its scripts, ${named(state)}: ${inWords(how)}`, async ({ reads }) => {
    const { page } = await reads(state, how, true);
    expect.soft((await look(page, heldTo(state, how))).faults).toEqual([]);
  });
}
