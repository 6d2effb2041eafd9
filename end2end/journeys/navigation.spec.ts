import { desktop, expect, tablet, test } from '../support/test';

test('the page one leaves stays until the next one is there, and waiting is told', async ({ come }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  await gunnel.open('/home');
  // Longer than anybody waits without wondering.
  await gunnel.page.route('**/api/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await route.continue();
  });
  await gunnel.page.evaluate(() => {
    const seen: string[] = [];
    const look = (): void => {
      seen.push(`${document.title}|${[...document.querySelectorAll('main h1')].map((h1) => h1.textContent).join('|')}`);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { seen });
  });
  await gunnel.press(gunnel.page.locator('main a[href="/requests"]'));
  const told = gunnel.page.locator('#announce');
  await expect(told).toHaveText(gunnel.t('common.loading'));
  await expect(told).toBeVisible();
  await gunnel.heading(gunnel.t('requests.mine'));
  await expect(told).toHaveText('');
  await expect(gunnel.page.locator('h1')).toBeFocused();
  const seen = await gunnel.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect([...new Set(seen)]).toHaveLength(2);
});

test('a page that the loaded program does not know is asked of the server', async ({ come, watch }) => {
  // A coordinator has nothing to do there, and is told so by the server.
  watch.provokes(403);
  const lena = await come({ name: 'Lena Holm', size: desktop });
  await lena.open('/staff');
  await lena.page.evaluate(() => {
    Object.assign(window, { before: true });
    const link = document.createElement('a');
    link.href = '/volunteer/join';
    link.textContent = 'x';
    document.querySelector('main')?.append(link);
  });
  await lena.press(lena.page.locator('main a[href="/volunteer/join"]'));
  await lena.at(/^\/volunteer\/join$/);
  await lena.heading(lena.t('common.forbidden_heading'));
  expect(await lena.page.evaluate(() => 'before' in window)).toBe(false);
});
