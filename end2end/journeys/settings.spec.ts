import { languages } from '../support/texts';
import { Person, desktop, expect, phone, tablet, test } from '../support/test';

/** Chooses, and saves. */
async function save(person: Person, choices: Record<string, string>): Promise<void> {
  await person.open('/settings');
  for (const [name, value] of Object.entries(choices)) await person.choose(name, value);
  await person.post('/settings').click();
  await person.at(/^\/settings$/);
}

/** The page is drawn so from its first byte on. */
async function reads(person: Person, look: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(look)) await expect(person.page.locator('html')).toHaveAttribute(name, value);
}

for (const script of [true, false]) {
  for (const language of languages) {
    test(`settings are kept, and follow to a new device: ${language}${script ? '' : ' without script'}`, async ({ come }) => {
      const gunnel = await come({ name: 'Gunnel Ek', size: tablet, script });
      await save(gunnel, { text: '3', theme: 'contrast', listen: 'off', locale: language });
      const look = { lang: language, 'data-text': '3', 'data-theme': 'contrast', 'data-listen': 'off' };
      await reads(gunnel, look);
      const reader = new Person(gunnel.page, language, script);
      await reader.heading(reader.t('settings.heading'));
      await reader.sees(reader.t('settings.saved_everywhere'));
      expect(await gunnel.page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))).toBe(36);
      // From the footer of a page one comes there too.
      await reader.open('/home');
      await reader.press(reader.page.locator('footer a[href="/settings"]'));
      await reader.at(/^\/settings$/);
      await expect(reader.page.locator('input[name=text][value="3"]')).toBeChecked();
      // Signed out, and in again in another browser.
      await reader.open('/me');
      await reader.post('/sign-out').first().click();
      await reader.at(/^\/$/);
      await reads(reader, look);
      const again = await come({ name: 'Gunnel Ek', size: phone, script });
      await again.open('/home');
      await reads(again, look);
    });
  }
}

test('a choice is shown as it will be', async ({ come }) => {
  const nobody = await come({ size: tablet });
  const sizes = (): Promise<number[]> => nobody.page.locator('main .sample').evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)));
  await nobody.open('/settings');
  expect(await sizes()).toEqual([24, 30, 36]);
  await save(nobody, { text: '2', theme: 'dark' });
  expect(await sizes()).toEqual([24, 30, 36]);
  await nobody.sees(nobody.t('settings.saved_here'));
  const grounds = await nobody.page.locator('main .swatch[data-theme]').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
  expect(grounds).toEqual(['rgb(251, 249, 244)', 'rgb(18, 20, 23)', 'rgb(0, 0, 0)']);
  await expect(nobody.page.locator('body')).toHaveCSS('background-color', grounds[1]);
});

test('staff have close rows where they want them', async ({ come }) => {
  const lena = await come({ name: 'Lena Holm', size: desktop });
  const height = async (): Promise<number> => {
    await lena.open('/staff/requests');
    return (await lena.page.locator('tbody tr').first().boundingBox())?.height ?? 0;
  };
  const roomy = await height();
  await save(lena, { compact: 'on' });
  expect(await height()).toBeLessThan(roomy);
});

for (const script of [true, false]) {
  test(`a new device asks once how one wants to read${script ? '' : ', also without script'}`, async ({ come }) => {
    const gunnel = await come({ name: 'Gunnel Ek', size: tablet, script });
    await gunnel.open('/home');
    const sizes = gunnel.page.locator('.how-to-read .sample');
    expect(await sizes.evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)))).toEqual([24, 30, 36]);
    await gunnel.press(gunnel.post('/settings/text').nth(1));
    await gunnel.at(/^\/home$/);
    await reads(gunnel, { 'data-text': '2' });
    await expect(gunnel.page.locator('.how-to-read')).toHaveCount(0);

    const nobody = await come({ size: phone, script });
    await nobody.open('/');
    await nobody.press(nobody.post('/settings/text').last());
    await nobody.at(/^\/$/);
    await expect(nobody.page.locator('.how-to-read')).toHaveCount(0);
    expect(await nobody.page.locator('html').getAttribute('data-text')).toBeNull();
    const lena = await come({ name: 'Lena Holm', size: desktop, script });
    await lena.open('/staff');
    await expect(lena.page.locator('.how-to-read')).toHaveCount(0);
  });
}
