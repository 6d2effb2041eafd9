import { approve, ask, openFromTodo, take } from '../support/story';
import { desktop, expect, phone, tablet, test } from '../support/test';

test('a senior asks with at most twelve presses, and types nothing', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  await ask(gunnel, { kind: 'Sällskap', days: 1 });
  expect(gunnel.presses).toBeLessThanOrEqual(12);
});

test('a volunteer says yes with two presses', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  const sent = await ask(gunnel, { kind: 'Sällskap', days: 1 });
  const lena = await come({ name: 'Lena Holm', size: desktop });
  await openFromTodo(lena, sent.number);
  await take(lena);
  await approve(lena, 'En pratstund och en kopp kaffe.', 'Lena följer med första gången.');
  await lena.page.locator('#suggestions label.choice').filter({ hasText: 'Erik Lund' }).click();
  await lena.page.locator('#suggestions form:has(input[name="volunteer"]) button[type=submit]').click();
  await lena.sees(lena.t('review.offers'));

  const erik = await come({ name: 'Erik Lund', size: phone });
  await erik.open('/volunteer');
  await erik.press(erik.page.locator('main .card-link a[href^="/volunteer/offers/"]'));
  await erik.press(erik.post('/yes'));
  await erik.heading(erik.t('offers.thanks_heading'));
  expect(erik.presses).toBe(2);
});

test('a coordinator approves and asks volunteers with at most six presses from what is to be done', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  const sent = await ask(gunnel, { kind: 'Sällskap', days: 2 });
  const lena = await come({ name: 'Lena Holm', size: desktop });
  await openFromTodo(lena, sent.number);
  await take(lena);
  await approve(lena, 'En pratstund och en kopp kaffe.', 'Lena följer med första gången.');
  await lena.press(lena.page.locator('#suggestions form:has(input[name="best"]) button[type=submit]'));
  await lena.sees(lena.t('review.offers'));
  expect(lena.presses).toBeLessThanOrEqual(6);
});
