import { Line } from '../support/proxy';
import { ask } from '../support/story';
import { Person, Visit, desktop, expect, hydrated, newcomer, tablet, test as base } from '../support/test';

/** Within so many milliseconds the list says that it hears nothing any more. */
const soon = 10_000;

interface Fixtures {
  line: Line;
  /** A coordinator whose line to the server can be cut, with the list of what is to be done. */
  lena: Person;
}

const test = base.extend<Fixtures>({
  line: async ({ server }, use) => {
    const line = await Line.to(server.url);
    await use(line);
    await line.close();
  },
  lena: async ({ browser, server, watch, line }, use) => {
    watch.cutsTheLine();
    const context = { ...server, url: line.url } as typeof server;
    const lena = await newcomer(browser, context, watch, { name: 'Lena Holm', size: desktop });
    await open(lena);
    await use(lena);
    await lena.leave();
  },
});

const gunnelEk: Visit = { name: 'Gunnel Ek', size: tablet };
const link = (lena: Person) => lena.page.locator('main .live-link');

/** Opens the list, and waits until it listens. */
async function open(lena: Person): Promise<void> {
  const listens = lena.page.waitForResponse((response) => response.url().endsWith('/staff/stream'));
  await lena.open('/staff');
  await listens;
  await lena.page.waitForTimeout(500);
  await expect(link(lena)).toHaveCount(0);
}

/** The newest change that the list would know of if it were opened now. */
async function newest(lena: Person): Promise<string> {
  const page = await (await lena.page.request.get('/staff')).text();
  return /data-newest="([^"]+)"/.exec(page)?.[1] ?? '';
}

const missed = (lena: Person): RegExp => new RegExp(lena.t('live.missed'));

for (const how of ['cut', 'freeze'] as const) {
  test(`a line that is ${how === 'cut' ? 'cut' : 'frozen'}: the list says that it may have changed, and is right`, async ({ come, lena, line }) => {
    line[how]();
    await expect(link(lena)).toHaveText(missed(lena), { timeout: soon });
    await expect(link(lena)).toHaveAttribute('href', '/staff');
    // It is back, and nothing was missed: nothing is said any more.
    line.mend();
    await expect(link(lena)).toHaveCount(0, { timeout: 60_000 });
    // Whatever happens now is told as before.
    const gunnel = await come(gunnelEk);
    await ask(gunnel, { kind: 'Sällskap', days: 1 });
    await expect(link(lena)).toHaveText(lena.t('live.one', { n: 1 }));
  });

  test(`what happened while the line was ${how === 'cut' ? 'cut' : 'frozen'} is not forgotten when it is back`, async ({ come, lena, line }) => {
    const gunnel = await come(gunnelEk);
    line[how]();
    await ask(gunnel, { kind: 'Sällskap', days: 1 });
    await expect(link(lena)).toHaveText(missed(lena), { timeout: soon });
    line.mend();
    const listens = await lena.page.waitForResponse((response) => response.url().endsWith('/staff/stream'), { timeout: 60_000 });
    expect(listens.status()).toBe(200);
    await lena.page.waitForTimeout(5_000);
    await expect(link(lena), 'it was missed').toHaveText(missed(lena));
    const before = await lena.page.locator('main tbody tr').count();
    await link(lena).click();
    await hydrated(lena.page);
    await expect(link(lena)).toHaveCount(0);
    expect(await lena.page.locator('main tbody tr').count()).toBeGreaterThanOrEqual(before);
  });
}

test('a line that is whole again at once costs nobody a word', async ({ come, lena, line }) => {
  // Where the demonstration's clock does something at this very moment, its change is told, and rightly: then once more.
  for (let before = ''; before !== await newest(lena);) {
    await open(lena);
    before = await newest(lena);
    const again = lena.page.waitForResponse((response) => response.url().endsWith('/staff/stream'));
    line.drop();
    await again;
    await lena.page.waitForTimeout(soon);
  }
  await expect(link(lena)).toHaveCount(0);
  const gunnel = await come(gunnelEk);
  await ask(gunnel, { kind: 'Sällskap', days: 1 });
  await expect(link(lena)).toHaveText(lena.t('live.one', { n: 1 }));
});

test('a change in the moment without a line is told when it is back', async ({ come, lena, line }) => {
  const gunnel = await come(gunnelEk);
  line.cut();
  await ask(gunnel, { kind: 'Sällskap', days: 1 });
  line.mend();
  await expect(link(lena)).toHaveText(missed(lena), { timeout: 40_000 });
});

test('a session that has ended: one must sign in again', async ({ lena, line, watch }) => {
  watch.provokes(401);
  // Another window of the same browser.
  const other = await lena.page.context().newPage();
  await other.goto('/me');
  await other.locator('main form[action$="/sign-out"] button[type=submit]').first().click();
  await expect(other).toHaveURL((url) => url.pathname === '/');
  line.drop();
  await expect(link(lena)).toHaveText(lena.t('live.over'), { timeout: soon });
  await link(lena).click();
  await lena.heading(lena.t('common.sign_in_heading'));
});

test('the list is followed without a program, too', async ({ come, lena }) => {
  await lena.page.addInitScript(() => { Reflect.deleteProperty(window, 'WebAssembly'); });
  await lena.page.goto('/staff');
  await expect(lena.page.locator('html')).toHaveAttribute('data-plain');
  await lena.page.waitForTimeout(2_000);
  const gunnel = await come(gunnelEk);
  await ask(gunnel, { kind: 'Sällskap', days: 1 });
  await expect(link(lena)).toHaveText(lena.t('live.one', { n: 1 }));
});

test('a page that is not seen does not listen, and knows afterwards what it missed', async ({ come, lena }) => {
  // A window in front of this one: the browser of a test shows all of them.
  const hide = (hidden: boolean): Promise<void> => lena.page.evaluate((is) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await hide(true);
  await hide(false);
  await lena.page.waitForTimeout(3_000);
  await expect(link(lena), 'nothing happened').toHaveCount(0);
  await hide(true);
  const gunnel = await come(gunnelEk);
  await ask(gunnel, { kind: 'Sällskap', days: 1 });
  await expect(link(lena)).toHaveCount(0);
  await hide(false);
  await expect(link(lena)).toHaveText(missed(lena));
});
