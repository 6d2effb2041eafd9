import { Page } from '@playwright/test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expectAccessible } from '../support/accessible';
import { asking } from '../support/pages';
import { root, site } from '../support/paths';
import { minutesUntil } from '../support/clock';
import { Sent, acceptVolunteer, approve, ask, offerTo, openFromTodo, sayYes, take } from '../support/story';
import { Person, Visit, desktop, expect, moveClock, phone, tablet, test } from '../support/test';

type Come = (visit: Visit) => Promise<Person>;
const text = 'Vi lagade soppa och pratade om havet.';

/** What the browser keeps: names of caches, and the addresses in them. */
async function kept(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(async () => {
    const all: Record<string, string[]> = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      all[name.replace(/-.*/, '')] = requests.map(({ url }) => new URL(url).pathname).sort();
    }
    return all;
  });
}

/** The worker has taken over, and fetched what it may keep. */
async function settled(person: Person, path?: string): Promise<void> {
  await person.page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await expect.poll(() => person.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  if (path) await expect.poll(async () => (await kept(person.page)).visits ?? []).toContain(`${path}/report`);
}

const offline = (person: Person, is = true): Promise<void> => person.page.context().setOffline(is);
const waiting = (person: Person) => person.page.locator('#waiting');
const notTaken = (person: Person) => person.page.locator('#not-taken');
const button = (person: Person, key: string) => person.page.locator('main button:visible', { hasText: person.t(key) });

/** A visit is agreed on, and its time has come. */
async function agreed(come: Come): Promise<{ sent: Sent; visit: string; gunnel: Person; lena: Person; erik: Person }> {
  // Three people come to an agreement first.
  test.setTimeout(240_000);
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  const sent = await ask(gunnel, { kind: 'Sällskap', days: 1 });
  const lena = await come({ name: 'Lena Holm', size: desktop });
  await openFromTodo(lena, sent.number);
  await take(lena);
  await approve(lena, 'En pratstund med en dam i Centrum.', 'Lena följer med första gången.');
  await offerTo(lena, 'Erik Lund');
  const erik = await come({ name: 'Erik Lund', size: phone, worker: true });
  await sayYes(erik, { unknown: [] });
  const seniors = await acceptVolunteer(gunnel, sent, 'Erik');
  const visit = `/volunteer${seniors}`;
  await moveClock(lena.page, minutesUntil(sent.days[0], 10) + 15);
  await erik.open('/volunteer/visits');
  await settled(erik, visit);
  return { sent, visit, gunnel, lena, erik };
}

/** The report, as one fills it in without a network. */
async function report(erik: Person): Promise<void> {
  await erik.choose('outcome', 'as_planned');
  await erik.field('minutes').fill('60');
  await erik.choose('experience', 'good');
  await erik.field('text').fill(text);
  await button(erik, 'volunteer_visits.report_send').click();
}

test('the next visit opens, is started, finished and told about without a network, and all is sent once', async ({ come, watch }) => {
  watch.cutsTheLine();
  const { visit, gunnel, erik, lena } = await agreed(come);
  await offline(erik);
  // Whatever one opens: the next visits are there.
  await erik.page.goto('/volunteer');
  await erik.heading(erik.t('common.offline_heading'));
  await erik.page.locator('#open a').click();
  await expect(erik.page).toHaveURL((url) => url.pathname === visit);
  await expect(erik.page.locator('h1')).toContainText('Gunnel');
  await erik.sees('Storgatan');
  await expect(erik.page.locator('main .codeword')).toBeVisible();

  await button(erik, 'volunteer_visits.start').click();
  await expect(waiting(erik)).toContainText(erik.t('offline.start'));
  await button(erik, 'volunteer_visits.finish').click();
  await expect(erik.page).toHaveURL((url) => url.pathname === `${visit}/report`);
  await expect(waiting(erik)).toContainText(erik.t('offline.finish'));
  // What is missing is said now, and not when nobody can fill it in.
  await button(erik, 'volunteer_visits.report_send').click();
  const said = erik.page.locator('main form [role=alert]');
  await expect(said).toContainText(erik.t('volunteer_visits.outcome'));
  await erik.choose('outcome', 'as_planned');
  await button(erik, 'volunteer_visits.report_send').click();
  await expect(said).toContainText(erik.t('volunteer_visits.minutes'));
  await expect(erik.field('minutes')).toBeFocused();
  await expect(waiting(erik).locator('li')).toHaveCount(2);
  await report(erik);
  await expect(erik.page).toHaveURL((url) => url.pathname === visit);
  await expect(waiting(erik).locator('li')).toHaveCount(3);
  await expect(waiting(erik)).toContainText(erik.t('offline.waiting_line'));
  await expectAccessible(erik.page, { view: 'volunteer', language: 'sv' });
  await erik.page.screenshot({ path: test.info().outputPath('waiting.png'), fullPage: true });

  await offline(erik, false);
  await erik.sees(erik.t('volunteer_visits.reported_line'));
  await expect(waiting(erik)).toHaveCount(0);
  await expect(notTaken(erik)).toHaveCount(0);
  // Once: what waited is gone, and another time nothing comes again.
  await expect.poll(async () => Object.keys(await kept(erik.page))).not.toContain('waiting');
  await lena.open(`/staff/visits/${visit.split('/').pop()}`);
  await expect(lena.page.locator('main').getByText(text)).toHaveCount(1);
  // The senior is asked once how it was.
  await gunnel.open('/notifications');
  await expect(gunnel.page.locator('main').getByText(gunnel.like('messages.feedback_open'))).toHaveCount(1);
});

test('what came between is told in words, with what was written', async ({ come, watch }) => {
  watch.cutsTheLine();
  const { visit, gunnel, erik } = await agreed(come);
  await offline(erik);
  await erik.page.goto(visit);
  await button(erik, 'volunteer_visits.start').click();
  await expect(waiting(erik).locator('li')).toHaveCount(1);
  await erik.page.goto(`${visit}/report`);
  await report(erik);
  await expect(waiting(erik).locator('li')).toHaveCount(2);
  await gunnel.open(`${visit.replace('/volunteer', '')}/cancel`);
  await gunnel.post('/cancel').click();
  await expect(gunnel.page).not.toHaveURL(/\/cancel$/);
  await offline(erik, false);
  await expect(notTaken(erik).locator('li')).toHaveCount(2);
  await expect(notTaken(erik)).toContainText(erik.t('offline.cancelled'));
  await expect(notTaken(erik).locator('blockquote')).toHaveText(text);
  await expectAccessible(erik.page, { view: 'volunteer', language: 'sv' });
  await erik.page.screenshot({ path: test.info().outputPath('not-taken.png'), fullPage: true });
  // Once more: it is still cancelled, and the words are still there.
  await notTaken(erik).locator('li').last().getByRole('button', { name: erik.t('common.try_again') }).click();
  await expect(notTaken(erik).locator('blockquote')).toHaveText(text);
  // The address of one who is not coming to is nowhere any more.
  await erik.open('/volunteer/visits');
  await expect.poll(async () => (await kept(erik.page)).visits ?? ['/list']).toEqual(['/list']);
  for (const left of [1, 0]) {
    await notTaken(erik).getByRole('button', { name: erik.t('offline.remove') }).first().click();
    await expect(notTaken(erik).locator('li')).toHaveCount(left);
  }
  expect(Object.keys(await kept(erik.page))).not.toContain('waiting');
});

test('a visit that was told about elsewhere, and a session that has ended', async ({ come, watch }) => {
  watch.cutsTheLine();
  watch.provokes(401);
  const { visit, erik } = await agreed(come);
  await offline(erik);
  await erik.page.goto(`${visit}/report`);
  await report(erik);
  await expect(waiting(erik).locator('li')).toHaveCount(1);
  // At home, on another device.
  const home = await come({ name: 'Erik Lund', size: desktop });
  await moveClock(home.page, 90);
  await home.open(`${visit}/report`);
  await home.choose('outcome', 'as_planned');
  await home.field('minutes').fill('45');
  await home.choose('experience', 'good');
  await home.post('/report').click();
  await home.sees(home.t('volunteer_visits.reported_line'));
  await home.open('/me');
  await home.page.locator('main form[action="/sign-out-everywhere"] button').click();
  await expect(home.page.locator('header .who')).toHaveCount(0);
  // Nobody is signed in: nothing is lost, and nobody else reads it.
  await offline(erik, false);
  await erik.page.goto('/');
  await expect(erik.page.locator('#locked')).toHaveText(erik.t('offline.locked'));
  await expect(erik.page.locator('main')).not.toContainText(text);
  expect(Object.keys(await kept(erik.page))).not.toContain('visits');
  await erik.page.goto('/demo');
  await erik.page.locator('.people li', { hasText: 'Erik Lund' }).locator('button').click();
  await expect(notTaken(erik)).toContainText(erik.t('offline.reported'));
  await expect(notTaken(erik).locator('blockquote')).toHaveText(text);
});

test('only the next visits are kept, and they go when the person does', async ({ come, watch }) => {
  watch.cutsTheLine();
  const { visit, erik } = await agreed(come);
  for (const page of ['/me', '/notifications', '/volunteer/profile', '/volunteer/history', '/volunteer', '/demo']) await erik.open(page);
  const all = await kept(erik.page);
  expect(all.visits).toEqual(['/list', visit, `${visit}/report`]);
  expect(all.site.filter((address) => !address.startsWith('/site/'))).toEqual(['/offline']);
  expect(Object.keys(all).sort()).toEqual(['site', 'visits']);
  // A press that still waits when one leaves is sent first.
  await offline(erik);
  await erik.page.goto(visit);
  await button(erik, 'volunteer_visits.start').click();
  await expect(waiting(erik).locator('li')).toHaveCount(1);
  await offline(erik, false);
  const leave = erik.page.locator('main form[action="/sign-out"] button');
  // The line may take a moment to come back, and the page without a network stands there meanwhile.
  await expect(async () => {
    await erik.open('/me');
    await expect(leave).toBeVisible({ timeout: 1000 });
  }).toPass();
  await leave.click();
  await expect(erik.page.locator('header .who')).toHaveCount(0);
  await expect.poll(async () => Object.keys(await kept(erik.page))).toEqual(['site']);
  expect(await erik.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await offline(erik);
  await erik.page.goto(visit);
  await erik.heading(erik.t('common.offline_heading'));
});

test('another person finds nothing of the one before', async ({ come }) => {
  const { visit, erik } = await agreed(come);
  expect((await kept(erik.page)).visits).toContain(visit);
  // Not through our doors: as if the session had been exchanged behind the worker's back.
  const maja = await come({ name: 'Maja Sandell', size: phone });
  const [session] = (await maja.page.context().cookies()).filter(({ name }) => name === 'handslag');
  await erik.page.context().addCookies([session]);
  await erik.open('/me');
  await erik.sees('Maja');
  await expect.poll(async () => (await kept(erik.page)).visits ?? []).not.toContain(visit);
});

test('a kept page that is too old is not shown, with no contact either', async ({ come, watch }) => {
  watch.cutsTheLine();
  const { visit, erik } = await agreed(come);
  // As if the time of the visit were over on this device.
  await erik.page.evaluate(async () => {
    const cache = await caches.open('visits');
    const list = await (await cache.match('/list'))?.json();
    for (const kept of Object.values<{ until: number }>(list.visits)) kept.until = Date.now() - 1;
    await cache.put('/list', Response.json(list));
  });
  await offline(erik);
  await erik.page.goto(visit);
  await erik.heading(erik.t('common.offline_heading'));
  await expect(erik.page.locator('#open')).toHaveCount(0);
  await erik.doesNotSee('Storgatan');
});

test('a new version takes over, and what is typed stays', async ({ come, server }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet, worker: true });
  await settled(gunnel);
  await asking('more')(gunnel);
  await gunnel.field('note').fill(text);
  const css = await gunnel.page.locator('link[rel=stylesheet]').getAttribute('href') ?? '';
  // The same site, with another style sheet.
  const next = fs.mkdtempSync(path.join(os.tmpdir(), 'handslag-next-'));
  fs.cpSync(site ?? path.join(root, 'target', 'site-dist'), next, { recursive: true });
  const manifest = JSON.parse(fs.readFileSync(path.join(next, 'manifest.json'), 'utf8')) as { css: string; version: string };
  for (const ending of ['', '.br', '.gz']) {
    const file = path.join(next, manifest.css + ending);
    if (fs.existsSync(file)) fs.renameSync(file, path.join(next, `handslag-next.css${ending}`));
  }
  fs.writeFileSync(path.join(next, 'manifest.json'), JSON.stringify({ ...manifest, css: 'handslag-next.css', version: 'next' }));
  await server.restart(['--site', next]);
  await gunnel.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  const versions = (): Promise<string[]> => gunnel.page.evaluate(() => caches.keys());
  await expect.poll(versions).toContain('site-next');
  await expect.poll(() => gunnel.page.evaluate(async () => {
    const { active, waiting, installing } = await navigator.serviceWorker.ready;
    return active?.state === 'activated' && !waiting && !installing;
  })).toBe(true);
  await expect(gunnel.field('note')).toHaveValue(text);
  // The files of the page that is open are still to be had, although the server has them no more.
  expect(await gunnel.page.evaluate(async (file) => (await fetch(file)).status, css)).toBe(200);
  expect((await fetch(server.url + css)).status).toBe(404);
  await gunnel.post('/more').last().click();
  await gunnel.at(/\/review$/);
  await gunnel.sees(text);
  await expect(gunnel.page.locator('link[rel=stylesheet]')).toHaveAttribute('href', '/site/handslag-next.css');
  await expect.poll(versions).toEqual(['site-next']);
  fs.rmSync(next, { recursive: true });
});

test('a senior without a network: said plainly, nothing typed is lost, and no page of the browser', async ({ come, watch }) => {
  watch.cutsTheLine();
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet, worker: true });
  await settled(gunnel);
  await asking('more')(gunnel);
  await gunnel.field('note').fill(text);
  await offline(gunnel);
  await expect(gunnel.page.locator('#no-network')).toHaveText(gunnel.t('offline.line'));
  await expect(gunnel.page.locator('#announce')).toHaveText(gunnel.t('offline.line'));
  // Neither a button nor a link takes her away from what she wrote.
  await gunnel.post('/more').last().click();
  await gunnel.page.locator('header nav a').first().click();
  await gunnel.at(/\/more$/);
  await expect(gunnel.field('note')).toHaveValue(text);
  await gunnel.page.screenshot({ path: test.info().outputPath('no-network.png'), fullPage: true });
  await offline(gunnel, false);
  await expect(gunnel.page.locator('#no-network')).toHaveCount(0);
  await gunnel.post('/more').last().click();
  await gunnel.at(/\/review$/);
  await gunnel.sees(text);
  // With nothing typed, links lead to the page that says so, in her language and size, with the number to call.
  await offline(gunnel);
  await gunnel.page.locator('header nav a').first().click();
  await gunnel.heading(gunnel.t('common.offline_heading'));
  await expect(gunnel.page.locator('html')).toHaveAttribute('data-view', 'senior');
  await expect(gunnel.page.locator('main a[href^="tel:"]')).toBeVisible();
  await expect(gunnel.page.locator('footer')).toContainText('112');
  await gunnel.page.screenshot({ path: test.info().outputPath('offline.png'), fullPage: true });
  // It comes by itself when the network is back.
  await offline(gunnel, false);
  await gunnel.at(/^\/home$/);
  const keeps = await kept(gunnel.page);
  expect(Object.keys(keeps)).toEqual(['site']);
});

test('a page without a program says that there is no network, too', async ({ come, watch }) => {
  watch.cutsTheLine();
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  await gunnel.open('/help/senior');
  await expect(gunnel.page.locator('link[rel=modulepreload]'), 'no program').toHaveCount(0);
  await offline(gunnel);
  await expect(gunnel.page.locator('#no-network')).toHaveText(gunnel.t('offline.line'));
  await offline(gunnel, false);
  await expect(gunnel.page.locator('#no-network')).toHaveCount(0);
});

test('a form that the browser sends itself keeps the page too', async ({ come, watch }) => {
  watch.cutsTheLine();
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet, worker: true });
  await settled(gunnel);
  await asking('more')(gunnel);
  await gunnel.field('note').fill(text);
  await offline(gunnel);
  // As before the program is there.
  await gunnel.page.locator('main form[action$="/more"]').evaluate((form) => form.removeAttribute('data-enhance'));
  await gunnel.post('/more').last().click();
  await gunnel.page.waitForTimeout(500);
  await gunnel.at(/\/more$/);
  await expect(gunnel.field('note')).toHaveValue(text);
  await offline(gunnel, false);
  await gunnel.post('/more').last().click();
  await gunnel.at(/\/review$/);
  await gunnel.sees(text);
});

test('the manifest lets a device take Handslag up', async ({ come, server }) => {
  const gunnel = await come({ name: 'Gunnel Ek', size: tablet });
  const link = gunnel.page.locator('link[rel=manifest]');
  await expect(link).toHaveAttribute('href', '/manifest.webmanifest');
  const manifest = await (await gunnel.page.request.get('/manifest.webmanifest')).json() as { icons: { src: string }[]; start_url: string };
  expect(manifest.start_url).toBe('/');
  for (const { src } of manifest.icons) expect((await fetch(server.url + src)).headers.get('content-type')).toBe('image/png');
});
