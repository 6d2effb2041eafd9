// What stands for a network where there is none. The server puts a line before this file: `SITE`, the version of the site and its files.
//
// Kept in the browser's caches, and nowhere else:
//   site-<version>  files of the site, and the page that says that there is no network
//   visits          the signed-in volunteer's next visits, as `/volunteer/offline.json` lists them, each until its time is over
//   waiting         what was pressed on visits while there was no network, until the server has taken it
// The last two are the one exception from "no personal data in the browser's storage". They go when the person leaves, or another comes.

const LIST = '/volunteer/offline.json';
const OFFLINE = '/offline';
/** What is pressed on a visit and may wait. */
const STEP = /^(\/volunteer\/visits\/[^/]+)\/(start|finish|report)$/;
/** Where one person leaves and another may come. */
const DOORS = ['/sign-in', '/demo/sign-in', '/sign-out', '/sign-out-everywhere'];
/** So long a kept page is believed before it is fetched again: a telephone number changes without the visit. */
const FRESH = 60 * 60 * 1000;
/** Longer than this nobody waits for a line that is hardly there. */
const PATIENCE = 15_000;

// Small documents in a cache, as if it were a table.

async function read(cache, name, otherwise) {
  const found = await caches.match(name, { cacheName: cache });
  return found ? found.json() : otherwise;
}

async function write(cache, name, value) {
  await (await caches.open(cache)).put(name, Response.json(value));
}

const keptVisits = () => read('visits', '/list', { owner: '', visits: {} });
const waiting = () => read('waiting', '/list', { owner: '', list: [] });

/** Two windows, or an old and a new worker, never change the same list at once. */
const alone = (what, work) => navigator.locks.request(what, work);

/** Changes the list of what waits; an empty one is not kept. */
const changeWaiting = (change, owner) => alone('waiting', async () => {
  const before = await waiting();
  const list = change(before.list);
  if (list.length === 0) await caches.delete('waiting');
  else await write('waiting', '/list', { owner: owner ?? before.owner, list });
});

const forgetVisits = () => alone('visits', () => caches.delete('visits'));
const forgetWaiting = () => alone('waiting', () => caches.delete('waiting'));

const soon = () => AbortSignal.timeout(PATIENCE);

/** A copy without the address it was fetched from: it stands for another one. */
async function copy(answer, look = '') {
  const headers = new Headers(answer.headers);
  headers.delete('content-encoding');
  headers.set('x-look', look);
  return new Response(await answer.blob(), { headers });
}

// The site's own files, and versions of it.

const OWN = `site-${SITE.version}`;

async function keepOfflinePage(look) {
  const answer = await fetch(OFFLINE, { signal: soon() });
  if (answer.ok) await (await caches.open(OWN)).put(OFFLINE, await copy(answer, look));
}

self.addEventListener('install', (event) => event.waitUntil((async () => {
  await (await caches.open(OWN)).addAll(SITE.files.map((name) => `/site/${name}`));
  await keepOfflinePage('');
  // Pages of the version before stay as they are: what is typed there is not lost, and the files they may still want are kept.
  await self.skipWaiting();
})()));

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  await forgetOldVersions();
  await tell();
})()));

/** Files of earlier versions go when no page of theirs is open: each page holds a lock with the name of its version. */
async function forgetOldVersions() {
  const old = (await caches.keys()).filter((name) => name.startsWith('site-') && name !== OWN);
  for (const name of old) {
    await navigator.locks.request(name, { ifAvailable: true }, (free) => free && caches.delete(name));
  }
}

// What the browser asks for.

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const navigation = request.mode === 'navigate';
  if (request.method === 'GET') {
    if (pathname.startsWith('/site/')) event.respondWith(file(request));
    else if (navigation) event.respondWith(page(event, pathname));
  } else if (STEP.test(pathname)) {
    event.respondWith(press(event, pathname));
  } else if (DOORS.includes(pathname)) {
    event.respondWith(door(event, pathname));
  } else if (navigation) {
    event.respondWith(fetch(request).catch(stay));
  }
});

const file = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

async function page(event, pathname) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await keptPage(pathname)) ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

/** A visit's page, as long as it may be kept. */
async function keptPage(pathname) {
  const { visits } = await keptVisits();
  const kept = visits[pathname.replace(/\/report$/, '')];
  return kept && Date.now() < kept.until ? caches.match(pathname, { cacheName: 'visits' }) : undefined;
}

/** "No content": the page stays as it is, with what is typed in it, and says that there is no network. */
async function stay() {
  const windows = await self.clients.matchAll();
  windows.find(({ visibilityState }) => visibilityState === 'visible')?.postMessage({ line: true });
  return new Response(null, { status: 204 });
}

/** Somebody leaves, or comes. What waits is sent first; who comes finds nothing of the one before. */
async function door(event, pathname) {
  const leaving = pathname.startsWith('/sign-out');
  if (leaving) await send();
  await forgetVisits();
  try {
    const answer = await fetch(event.request);
    // What was being fetched when the button was pressed.
    await forgetVisits();
    if (leaving) await forgetWaiting();
    return answer;
  } catch {
    return stay();
  }
}

// Buttons on a visit.

/** Sends the form of a button, or lets it wait: behind what waits already, so that all comes in the order it was pressed. */
async function press(event, path) {
  const { request } = event;
  const body = await request.text();
  const [, visit, step] = STEP.exec(path);
  if ((await waiting()).list.length > 0) await send();
  const behind = (await waiting()).list.some((entry) => entry.waits && entry.path.startsWith(visit));
  if (!behind) {
    try {
      const script = request.headers.get('x-handslag-form');
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...(script && { 'x-handslag-form': script }) };
      return await fetch(path, { method: 'POST', headers, body, redirect: 'manual', signal: soon() });
    } catch {
      // It waits.
    }
  }
  const { owner, visits } = await keptVisits();
  const entry = { path, step, visit, body, label: visits[visit]?.label ?? '', pressed: Date.now(), waits: true };
  // The same button again is one press; another report stands for the one that has not gone yet.
  await changeWaiting((list) => {
    const same = list.find((known) => known.path === path && known.body === body);
    return [...list.filter((known) => known.path !== path), same ? { ...same, waits: true } : entry];
  }, owner);
  await self.registration.sync?.register('send').catch(() => {});
  await tell();
  const next = step === 'finish' ? `${visit}/report` : visit;
  // For the page's program: 205, load the whole page.
  return request.mode === 'navigate'
    ? Response.redirect(next, 303)
    : new Response(null, { status: 205, headers: { 'x-location': next } });
}

/**
 * Sends what waits, in order. Each form carries its page's one-time key, so that the server takes it once, however often it comes;
 * how long ago the button was pressed stands beside the form, because the device's clock may be wrong.
 */
const send = () => alone('send', async () => {
  for (;;) {
    const entry = (await waiting()).list.find(({ waits }) => waits);
    if (!entry) return;
    let answer;
    try {
      const waited = String(Math.max(0, Math.round((Date.now() - entry.pressed) / 1000)));
      const headers = {
        'content-type': 'application/x-www-form-urlencoded', 'x-handslag-form': '1', 'x-handslag-waited': waited,
      };
      answer = await fetch(entry.path, { method: 'POST', headers, body: entry.body, signal: soon() });
    } catch {
      return;
    }
    // Nobody is signed in, or somebody else than the one who pressed, too much at once, a fault of the server's: it goes on waiting.
    const kept = answer.status === 409 && answer.headers.has('x-handslag-kept');
    if (!kept && ([401, 409, 429].includes(answer.status) || answer.status >= 500)) return;
    // The server keeps it for the one who pressed, and nobody else is shown it.
    const why = kept ? undefined : whyNot(answer);
    await changeWaiting((list) => list.flatMap((known) => {
      if (known.path !== entry.path || known.body !== entry.body) return [known];
      return why ? [{ ...known, waits: false, ...why }] : [];
    }));
    await tell();
  }
});

/** Why the server did not take it, as a name of words that the page has; nothing where it did. */
function whyNot(answer) {
  const location = answer.headers.get('x-location');
  if (answer.status !== 204 || !location) return { why: 'gone' };
  const { searchParams } = new URL(location, self.location.origin);
  // It says why it was too late; what was written may stand beside it.
  const notice = searchParams.get('notice');
  if (notice) return notice === 'started' ? undefined : { why: notice };
  // The form is on the server now, with what is missing marked in it.
  return searchParams.has('draft') ? { why: 'refused', location } : undefined;
}

self.addEventListener('sync', (event) => event.waitUntil(send()));

// A volunteer's next visits.

/** Fetches the two pages of a visit; whether both came. */
async function fetchVisit(cache, path) {
  try {
    for (const end of ['', '/report']) {
      const answer = await fetch(`${path}/kept${end}`, { signal: soon() });
      if (!answer.ok || answer.redirected) return false;
      await cache.put(path + end, await copy(answer));
    }
    return true;
  } catch {
    return false;
  }
}

/** Keeps what the server lists, and nothing else. */
const keepVisits = (owner, look) => alone('visits', async () => {
  const answer = await fetch(LIST, { signal: soon() }).catch(() => undefined);
  if (answer && [401, 403].includes(answer.status)) await caches.delete('visits');
  const listed = answer?.ok ? await answer.json() : undefined;
  const before = (await keptVisits()).visits;
  const now = Date.now();
  const visits = {};
  if (!listed) {
    // No contact: what is over goes all the same.
    for (const [path, kept] of Object.entries(before)) if (now < kept.until) visits[path] = kept;
    if (Object.keys(before).length === 0) return;
  }
  const cache = await caches.open('visits');
  for (const { path, label, stamp, seconds } of listed ?? []) {
    const known = before[path];
    const same = known && known.stamp === stamp + look && now - known.at < FRESH;
    if (same || await fetchVisit(cache, path)) {
      visits[path] = { label, stamp: stamp + look, at: same ? known.at : now, until: now + seconds * 1000 };
    } else if (known) visits[path] = known;
  }
  await cache.put('/list', Response.json({ owner, visits }));
  for (const path of Object.keys(before).filter((known) => !visits[known])) {
    await cache.delete(path);
    await cache.delete(`${path}/report`);
  }
});

// What pages and this worker tell each other.

/** A page says whose it is, and how that person reads: pages that are kept are fetched anew when it changes. */
async function meet({ owner, volunteer, look }) {
  // A page that was on its way when the worker took over.
  await self.clients.claim();
  const someoneElse = (before) => owner !== '' && before !== '' && before !== owner;
  if (!volunteer || someoneElse((await keptVisits()).owner)) await forgetVisits();
  if (someoneElse((await waiting()).owner)) {
    await send();
    await forgetWaiting();
  }
  await tell();
  if (owner !== '') await send();
  if (volunteer) await keepVisits(owner, look);
  const offline = await caches.match(OFFLINE, { cacheName: OWN });
  if (offline?.headers.get('x-look') !== look) await keepOfflinePage(look).catch(() => {});
  await forgetOldVersions();
}

/** Tells all pages what waits, and what can be opened. */
async function tell() {
  const [{ owner, list }, { visits }, windows] = await Promise.all([waiting(), keptVisits(), self.clients.matchAll({ includeUncontrolled: true })]);
  const open = Object.entries(visits).filter(([, { until }]) => Date.now() < until).map(([path, { label }]) => ({ path, label }));
  for (const window of windows) window.postMessage({ version: SITE.version, owner, list, open });
}

const jobs = {
  meet,
  send,
  again: ({ path }) => changeWaiting((list) => list.map((entry) => (entry.path === path ? { ...entry, waits: true } : entry))).then(send),
  drop: ({ path }) => changeWaiting((list) => list.filter((entry) => entry.path !== path)),
};

self.addEventListener('message', (event) => {
  const job = jobs[event.data?.job];
  event.waitUntil(Promise.resolve(job?.(event.data)).then(tell));
});
