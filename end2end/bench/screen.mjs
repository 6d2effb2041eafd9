// When a person can use a page: on a slow line (slow 4G) with a processor four times slower, in a new browser each time: one whose page was made slow does
// not always end.
// Called by `bench/src/rungs/screen.rs`: `node screen.mjs URL COOKIE ROUNDS`; prints the rounds as JSON.
import { chromium } from '@playwright/test';

const [url, cookie, rounds] = process.argv.slice(2);
const line = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** What must be there before somebody can press: the page, its style, its font. */
const needed = new Set(['Document', 'Stylesheet', 'Font']);
const patience = 60_000;
/** In ms: no visit takes longer, whatever hangs. */
const end = 120_000;

/** In the page: presses the main button as soon as it has been painted, where `press` is true; notes what the browser tells. */
function watch(press) {
  const seen = { paint: 0, shift: 0, blocked: 0, hydrated: null };
  window.benchSeen = seen;
  const observe = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe('largest-contentful-paint', (entry) => { seen.paint = entry.startTime; });
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  observe('longtask', (entry) => { if (seen.hydrated === null) seen.blocked += Math.max(0, entry.duration - 50); });
  const timer = setInterval(() => {
    if (press) {
      const button = document.querySelector('main form[action="/ask/new"] button[type=submit]');
      const painted = performance.getEntriesByName('first-contentful-paint').length > 0;
      if (!button || !painted || button.getClientRects().length === 0) return;
      clearInterval(timer);
      button.click();
    } else if (document.documentElement?.hasAttribute('data-hydrated')) {
      seen.hydrated = performance.now();
      clearInterval(timer);
    }
  }, 20);
}

/** One visit; what was loaded, by kind, and when which request was sent, in ms since the navigation began. */
async function visit(press) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
  const late = setTimeout(() => {
    console.error(`a visit took longer than ${end / 1000} s`);
    process.exit(1);
  }, end);
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'sv-SE' });
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  await page.addInitScript(watch, press);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await cdp.send('Network.emulateNetworkConditions', line);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const kinds = new Map();
  const loaded = { needed: 0, all: 0 };
  let begin = null;
  let pressed = null;
  cdp.on('Network.requestWillBeSent', (sent) => {
    begin ??= sent.timestamp;
    kinds.set(sent.requestId, sent.type);
    if (sent.request.method === 'POST' && sent.request.url.endsWith('/ask/new')) pressed ??= (sent.timestamp - begin) * 1000;
  });
  cdp.on('Network.loadingFinished', (finished) => {
    if (pressed !== null) return;
    loaded.all += finished.encodedDataLength;
    if (needed.has(kinds.get(finished.requestId))) loaded.needed += finished.encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'commit' });
  let seen = null;
  if (press) {
    await page.waitForURL(/\/ask\/[0-9a-f-]+\/what$/, { timeout: patience, waitUntil: 'commit' });
  } else {
    await page.waitForFunction(() => window.benchSeen.hydrated !== null, null, { timeout: patience, polling: 50 });
    // What hydration moves or paints comes right after it.
    await page.waitForTimeout(500);
    seen = await page.evaluate(() => window.benchSeen);
  }
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await browser.close();
  clearTimeout(late);
  return { loaded, pressed, seen };
}

const measured = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const { loaded, seen } = await visit(false);
  const { pressed } = await visit(true);
  measured.push({
    usable: pressed, hydrated: seen.hydrated, paint: seen.paint, shift: Math.round(seen.shift * 1e4) / 1e4, blocked: seen.blocked,
    bytesUsable: loaded.needed, bytesAll: loaded.all,
  });
}
process.stdout.write(`${JSON.stringify(measured)}\n`);
