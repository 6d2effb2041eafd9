import { refusals } from '../support/refusals';
import { desktop, expect, tablet, test } from '../support/test';

for (const script of [true, false]) {
  for (const { what, who, arrive, ending, fill = {}, choose = {}, wrong } of refusals) {
    test(`${what}${script ? '' : ', without script'}`, async ({ come }) => {
      const person = await come({ name: who, script, size: who === 'Lena Holm' ? desktop : tablet });
      await arrive(person);
      const form = person.page.locator(`main form[method="post"][action$="${ending}"]`).first();
      const field = (name: string) => form.locator(`[name="${name}"]:not([type=hidden])`);
      for (const [name, words] of Object.entries(fill)) await field(name).fill(words);
      for (const [name, value] of Object.entries(choose)) await form.locator(`label:has(input[name="${name}"][value="${value}"])`).click();
      await form.locator('button[type=submit]').first().click();

      const summary = person.page.locator('main .summary');
      await expect(summary).toBeFocused();
      await expect(person.page).toHaveTitle(new RegExp(`^${person.t('common.error_prefix')} `));
      for (const name of wrong) {
        await expect(summary.locator(`a[href="#${name}"]`), `the summary leads to ${name}`).toHaveCount(1);
        await expect(form.locator(`#${name}-error`), `${name} says what to do`).toBeVisible();
      }
      await expect(summary.locator('a')).toHaveCount(wrong.length);
      for (const [name, words] of Object.entries(fill)) await expect(field(name), `${name} is kept`).toHaveValue(words);
      for (const [name, value] of Object.entries(choose)) {
        await expect(form.locator(`input[name="${name}"][value="${value}"]`), `${name} is kept`).toBeChecked();
      }

      // From the keyboard: the first link of the summary, and from there to the field.
      await person.page.keyboard.press('Tab');
      await expect(summary.locator('a').first()).toBeFocused();
      await person.page.keyboard.press('Enter');
      await expect(person.page.locator(`#${wrong[0]}`)).toBeFocused();
    });
  }
}
