import http from 'node:http';
import zlib from 'node:zlib';
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

/** What the server sends for an address to a browser that takes brotli: how many bytes of a body, and the body. */
function weigh(url: URL, cookie: string): Promise<{ bytes: number; text: string }> {
  return new Promise((resolve, reject) => {
    http.get(url, { headers: { 'accept-encoding': 'br', cookie } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const body = Buffer.concat(parts);
        const plain = answer.headers['content-encoding'] === 'br' ? zlib.brotliDecompressSync(body) : body;
        resolve({ bytes: body.length, text: plain.toString() });
      });
    }).on('error', reject);
  });
}

test('the senior’s start page, its style and its letters weigh at most 45 kB', async ({ come, server }) => {
  // That they are enough is shown by the whole main job without script (main-job.spec.ts).
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet, script: false });
  await gunnel.open('/home');
  await gunnel.heading(gunnel.t('requests.hello', { name: 'Gunnel' }));
  const cookie = (await gunnel.page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const home = await weigh(new URL('/home', server.url), cookie);
  expect(home.text).toContain('Gunnel');
  const files = [...home.text.matchAll(/(?:href|src)="(\/site\/[^"]+\.(?:css|woff2))"/g)].map(([, path]) => path);
  expect(files).toHaveLength(2);
  let bytes = home.bytes;
  for (const file of files) bytes += (await weigh(new URL(file, server.url), cookie)).bytes;
  expect(bytes).toBeLessThanOrEqual(45_000);
});
