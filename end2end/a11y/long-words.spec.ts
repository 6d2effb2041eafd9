import { named } from '../support/looking';
import { pages } from '../support/pages';
import { expect, test } from '../support/test';

/** Wider than any word of ours: what people write, and what things are called, is theirs to choose. */
const word = 'm'.repeat(36);

/** Each kind of page once. */
const looked = pages.filter(({ route, refused, status }, number) => !refused && !status && pages.findIndex((page) => page.route === route) === number);

/** Puts the word in the place of every text that may be somebody's: all but the headings of columns. */
function write(word: string): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const own: Text[] = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) own.push(text as Text);
  for (const text of own) {
    const shown = text.parentElement?.closest('main, header .brand, header .who, footer .help');
    if (shown && !text.parentElement?.closest('thead, script, option, svg, .vh') && /\p{L}{2}/u.test(text.data)) text.data = `${word} ${text.data} ${word}`;
  }
}

/** What stands beyond the window, and is in nothing that scrolls by itself. */
function beyond(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return Array.from(document.querySelectorAll('body *'))
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest('.scroll, .chart, .vh'))
    .map((element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent?.slice(0, 40) ?? ''}`)
    .concat(`${document.documentElement.scrollWidth} px`);
}

for (const state of looked) {
  test(`${named(state)} does not scroll sideways for a long word`, async ({ come }) => {
    const person = await come({ name: state.who, size: { width: 390, height: 844 } });
    await state.arrive(person);
    await person.page.evaluate(write, word);
    for (const width of [390, 320]) {
      await person.page.setViewportSize({ width, height: 844 });
      expect.soft(await person.page.evaluate(beyond), `${state.route} at ${width}`).toEqual([]);
    }
  });
}
