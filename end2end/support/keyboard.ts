import { Locator, expect } from '@playwright/test';
import { Person } from './test';

/** So many presses of Tab are too many on the way to anything. */
const longest = 80;

/** Somebody who has a keyboard alone: Tab, arrows, space and Enter, and what is typed into fields. */
export class Keyboard {
  /** How often a key was pressed that types nothing. */
  presses = 0;

  constructor(readonly person: Person) {}

  async press(key: 'Tab' | 'Shift+Tab' | 'ArrowDown' | 'ArrowUp' | 'Space' | 'Enter'): Promise<void> {
    this.presses += 1;
    await this.person.page.keyboard.press(key);
  }

  /** Goes on by Tab until this has the focus; from the top of a page past its header by the skip link. */
  async to(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    const skip = this.person.page.locator('.skip[href="#main"]');
    const focused = (one: Locator): Promise<boolean> => one.evaluate((element) => element === document.activeElement);
    for (let presses = 0; presses < longest; presses += 1) {
      await this.press('Tab');
      if (await focused(target)) return;
      if (await focused(skip)) await this.press('Enter');
    }
    throw new Error(`${target} is not reached by Tab`);
  }

  /** Goes there and presses it. */
  async enter(target: Locator): Promise<void> {
    await this.to(target);
    await this.press('Enter');
  }

  /** Goes there and ticks it, or chooses it among radios of which none is chosen. */
  async tick(target: Locator): Promise<void> {
    await this.to(target);
    await this.press('Space');
    await expect(target).toBeChecked();
  }

  /** Goes to the radio that is chosen, and on by arrows to this one. */
  async choose(name: string, value: string): Promise<void> {
    const group = this.person.page.locator(`main input[name="${name}"]`);
    const wanted = group.and(this.person.page.locator(`[value="${value}"]`));
    await this.to(group.and(this.person.page.locator(':checked')));
    for (let presses = 0; presses < await group.count() && !await wanted.isChecked(); presses += 1) await this.press('ArrowDown');
    await expect(wanted).toBeChecked();
  }

  /** Goes to a list and on by arrows to what has this value. */
  async select(name: string, value: string): Promise<void> {
    const list = this.person.page.locator(`main select[name="${name}"]`);
    await this.to(list);
    const options = await list.locator('option').count();
    for (let presses = 0; presses < options && await list.inputValue() !== value; presses += 1) await this.press('ArrowDown');
    await expect(list).toHaveValue(value);
  }

  /** Goes to a field and types. */
  async type(name: string, words: string): Promise<void> {
    await this.to(this.person.field(name));
    await this.person.page.keyboard.type(words);
  }

  /** The next page is there. Within the app the focus is on its heading; a page that is loaded begins at its top. */
  async at(address: RegExp): Promise<void> {
    await this.person.at(address);
    if (this.person.script) await expect(this.person.page.locator('h1')).toBeFocused();
  }
}
