import { desktop, expect, hydrated, tablet, test } from '../support/test';

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

test('after back and forward a link leads to a page with its address and its title', async ({ come }) => {
  const lena = await come({ name: 'Lena Holm', size: desktop });
  const { page } = lena;
  const headings: Record<string, string> = { '/staff': 'Att göra', '/staff/requests': 'Förfrågningar', '/staff/people': 'Personer', '/staff/concerns': 'Oro' };
  const shows = async (path: string): Promise<void> => {
    await expect.poll(() => page.evaluate(() => {
      const heading = document.querySelector('h1')?.textContent?.replaceAll('\u00ad', '') ?? '';
      return {
        path: location.pathname, heading: heading.replace(/ \(.*/, ''), title: document.title === `${heading} – Handslag`,
        current: document.querySelector('nav.main a[aria-current]')?.getAttribute('href'),
      };
    })).toEqual({ path, heading: headings[path], title: true, current: path });
  };
  const follow = async (path: string): Promise<void> => {
    await lena.press(page.locator(`nav.main a[href="${path}"]`));
    await shows(path);
  };
  await lena.open('/staff');
  await page.evaluate(() => Object.assign(window, { stays: true }));
  await follow('/staff/requests');
  await follow('/staff/people');
  await page.goBack();
  await shows('/staff/requests');
  await page.goForward();
  await shows('/staff/people');
  await follow('/staff/requests');
  await page.goBack();
  await shows('/staff/people');
  await page.goBack();
  await shows('/staff/requests');
  await page.goBack();
  await shows('/staff');
  await page.goForward();
  await shows('/staff/requests');
  await follow('/staff');
  await follow('/staff/concerns');
  await page.evaluate(() => history.go(-2));
  await shows('/staff/requests');
  await page.evaluate(() => history.go(2));
  await shows('/staff/concerns');
  await follow('/staff');
  await page.goBack();
  await shows('/staff/concerns');
  expect(await page.evaluate(() => 'stays' in window), 'all within the app').toBe(true);
});

test('back to a long list is back to where one was, and forward too', async ({ come }) => {
  const lena = await come({ name: 'Lena Holm', size: desktop });
  const { page } = lena;
  const top = (): Promise<number> => page.evaluate(() => Math.round(window.scrollY));
  await lena.open('/staff/requests');
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
  const list = await top();
  expect(list, 'a long list').toBeGreaterThan(500);
  const link = await page.locator('main tbody a').evaluateAll((all) => all.findIndex((one) => one.getBoundingClientRect().top > 300));
  await page.locator('main tbody a').nth(link).click();
  await lena.at(/^\/staff\/requests\/[0-9a-f-]+$/);
  await expect.poll(top).toBe(0);
  await page.evaluate(() => window.scrollTo(0, 200));
  const one = await top();
  // A place is noted when nothing has moved for a moment.
  await page.waitForTimeout(300);
  for (let round = 0; round < 2; round += 1) {
    await page.goBack();
    await lena.at(/^\/staff\/requests$/);
    await expect.poll(top).toBe(list);
    await page.goForward();
    await lena.at(/^\/staff\/requests\/[0-9a-f-]+$/);
    await expect.poll(top).toBe(one);
  }
  await page.goBack();
  await expect.poll(top).toBe(list);
  // A link leads to the top, and a page that is loaded again stays where it was.
  await page.reload();
  await hydrated(page);
  await expect.poll(top).toBe(list);
  await page.evaluate(() => window.scrollTo(0, 0));
  await lena.press(page.locator('nav.main a[href="/staff/people"]'));
  await lena.heading(lena.t('people.heading'));
  await expect.poll(top).toBe(0);
});
