import { Page } from '@playwright/test';
import { Person, expect, plain, tablet, test } from '../support/test';
import { give } from '../support/voice';

/** Scripts run, and the program does not come: a policy forbids WebAssembly, a line that breaks, a browser in a mode of its own. */
const ways: [string, (page: Page) => Promise<unknown>][] = [
  ['WebAssembly is not there', (page) => page.addInitScript(() => { Reflect.deleteProperty(window, 'WebAssembly'); })],
  ['WebAssembly may not be compiled', (page) => page.addInitScript(() => {
    const refuse = (): never => { throw new WebAssembly.CompileError('refused by the policy of the place'); };
    Object.assign(WebAssembly, { compile: refuse, compileStreaming: refuse, instantiate: refuse, instantiateStreaming: refuse, Module: refuse });
  })],
  ['the WebAssembly does not come', (page) => page.route(/\.wasm$/, (route) => route.abort())],
  ['the script before it does not come', (page) => page.route(/\/citizens-[^/]*\.js$/, (route) => route.abort())],
  ['the texts do not come', (page) => page.route(/\/texts-[^/]*\.json$/, (route) => route.abort())],
  ['the texts are none', (page) => page.route(/\/texts-[^/]*\.json$/, (route) => route.fulfill({ status: 502, body: 'Bad gateway' }))],
];

for (const [what, take] of ways) {
  test(`${what}: links, forms, reading aloud and the words about the network are there`, async ({ come, watch }) => {
    watch.cutsTheLine();
    watch.losesFiles();
    const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
    const { page } = gunnel;
    await give(page, { voices: [{ lang: 'sv-SE' }], sentence: 1 });
    await take(page);
    const plainly = new Person(page, 'sv', false);
    await plainly.open('/home');
    await plain(page);
    await expect(page.locator('.listen').getByRole('button', { name: gunnel.t('common.listen') })).toBeVisible();
    await page.context().setOffline(true);
    await expect(page.locator('#no-network')).toHaveText(gunnel.t('offline.line'));
    await page.context().setOffline(false);
    await expect(page.locator('#no-network')).toHaveCount(0);

    await page.locator('header nav a[href="/requests"]').click();
    await plainly.at(/^\/requests$/);
    await page.goBack();
    await plainly.at(/^\/home$/);
    await plainly.post('/ask/new').first().click();
    await plainly.at(/\/what$/);
    await page.locator('main label.choice').first().click();
    await plainly.post('/what').last().click();
    await plainly.at(/\/days$/);
    // Refused, with what was chosen before.
    await plainly.post('/days').last().click();
    await expect(page.locator('main .summary')).toBeVisible();
  });
}

test('the line goes while the program is on its way: the words about it come all the same', async ({ come, watch }) => {
  watch.cutsTheLine();
  watch.losesFiles();
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  const { page } = gunnel;
  // It neither comes nor fails.
  await page.route(/\.wasm$/, () => {});
  await page.goto('/home');
  await page.context().setOffline(true);
  await expect(page.locator('#no-network')).toHaveText(gunnel.t('offline.line'));
});
