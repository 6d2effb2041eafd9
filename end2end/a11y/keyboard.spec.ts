import { Keyboard } from '../support/keyboard';
import { ask, id, row } from '../support/story';
import { desktop, expect, phone, tablet, test } from '../support/test';

for (const script of [true, false]) {
  const how = script ? '' : ', without script';

  test(`a senior asks with at most sixty keys${how}`, async ({ come }) => {
    const gunnel = await come({ name: 'Gunnel Ek', size: tablet, script });
    const keys = new Keyboard(gunnel);
    await gunnel.open('/home');
    await keys.enter(gunnel.post('/ask/new'));
    for (const [step, field] of [['what', 'kind'], ['days', 'days'], ['time', 'part'], ['where', 'mode'], ['more', undefined]] as const) {
      await keys.at(new RegExp(`^/ask/[0-9a-f-]+/${step}$`));
      if (field) await keys.tick(gunnel.page.locator(`main input[name="${field}"]`).first());
      await keys.enter(gunnel.post(`/${step}`));
    }
    await keys.at(/\/review$/);
    await keys.enter(gunnel.post('/send'));
    await keys.at(new RegExp(`^/requests/${id}/sent$`));
    await gunnel.heading(gunnel.t('requests.sent'));
    expect(keys.presses).toBeLessThanOrEqual(60);
  });

  test(`a volunteer says yes by keyboard${how}`, async ({ come }) => {
    const maja = await come({ name: 'Maja Sandell', size: phone, script });
    const keys = new Keyboard(maja);
    await maja.open('/volunteer');
    await keys.enter(maja.page.locator('main .card-link a[href^="/volunteer/offers/"]').first());
    await keys.at(new RegExp(`^/volunteer/offers/${id}$`));
    const times = maja.page.locator('main input[name="time"]');
    if (await times.count() > 0) await keys.tick(times.first());
    await keys.enter(maja.post('/yes'));
    await maja.heading(maja.t('offers.thanks_heading'));
  });

  test(`a coordinator takes, approves and offers a request by keyboard${how}`, async ({ come }) => {
    const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
    const sent = await ask(gunnel, { kind: 'Sällskap', days: 1 });
    const lena = await come({ name: 'Lena Holm', size: desktop, script });
    await lena.open('/staff');
    const keys = new Keyboard(lena);
    await keys.to(row(lena, sent.number).getByRole('link'));
    // From its row in the list on.
    keys.presses = 0;
    await keys.press('Enter');
    await keys.at(new RegExp(`^/staff/requests/${id}$`));
    await keys.enter(lena.post('/take'));
    await expect(lena.post('/approve').first()).toBeVisible();
    await keys.type('volunteer_text', 'En pratstund och en kopp kaffe.');
    await keys.select('risk', '2');
    // Enter sends a form from any of its fields but those of several lines.
    await keys.enter(lena.page.locator('main input[name="check"]').first());
    await expect(lena.page.locator('#suggestions')).toBeVisible();
    await keys.enter(lena.page.locator('#suggestions form:has(input[name="best"]) button'));
    await lena.sees(lena.t('review.offers'));
    // A page that is loaded anew begins at its top.
    expect(keys.presses).toBeLessThanOrEqual(script ? 12 : 30);
  });

  test(`a request by telephone is written down by keyboard${how}`, async ({ come }) => {
    const lena = await come({ name: 'Lena Holm', size: desktop, script });
    const keys = new Keyboard(lena);
    await lena.open('/staff/requests/new');
    await keys.type('q', 'Gunnel');
    await keys.press('Enter');
    await expect(lena.page).toHaveURL(/find=/);
    await lena.at(/^\/staff\/requests\/new$/);
    await keys.enter(lena.page.locator('main a', { hasText: /^Gunnel Ek$/ }));
    await expect(lena.page).toHaveURL(/person=/);
    await lena.at(/^\/staff\/requests\/new$/);
    const kind = await lena.page.locator('main select[name="kind"] option', { hasText: /^Sällskap$/ }).getAttribute('value');
    await keys.select('kind', kind ?? '');
    await keys.select('mode', 'home');
    await keys.tick(lena.page.locator('main input[name="days"]').first());
    await keys.select('part', 'morning');
    await keys.enter(lena.page.locator('main form[action="/staff/requests"] button'));
    await keys.at(new RegExp(`^/staff/requests/${id}$`));
    await lena.sees('Gunnel Ek');
  });

  test(`settings are chosen by keyboard${how}`, async ({ come }) => {
    const gunnel = await come({ name: 'Gunnel Ek', size: tablet, script });
    const keys = new Keyboard(gunnel);
    await gunnel.open('/settings');
    await keys.choose('text', '3');
    await keys.choose('theme', 'contrast');
    await keys.enter(gunnel.post('/settings'));
    await gunnel.sees(gunnel.t('settings.saved_everywhere'));
    await expect(gunnel.page.locator('html')).toHaveAttribute('data-text', '3');
    await expect(gunnel.page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  });
}
