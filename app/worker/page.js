// Beside every page: says when there is no network, shows what waits for one, and starts the service worker. Nothing here is needed
// where there is a network, and nothing of it is in the WebAssembly. What it knows stands in the page (`app::offline::api::data`).

const { version, owner, volunteer, kept, look, words } = JSON.parse(document.getElementById('offline').textContent);
const root = document.documentElement;
const workers = navigator.serviceWorker;
const main = document.querySelector('main');
const app = !kept && document.querySelector('link[rel=modulepreload]');

/**
 * The app takes the page over as it came: nothing is put into it before, or before it is known that none will. Kept pages have none, and
 * those that no program knows.
 */
const ready = new Promise((resolve) => {
  const look = () => (!app || root.matches('[data-hydrated], [data-plain]')) && resolve();
  new MutationObserver(look).observe(root, { attributes: true });
  look();
});

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** One place at the top for each thing that is told. */
function show(id, box) {
  document.getElementById(id)?.remove();
  if (!box) return;
  box.id = id;
  main.prepend(box);
}

function say(text) {
  const region = document.getElementById('announce');
  if (!region) return;
  // The same words once more are said once more.
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = text; });
}

const job = async (what) => (await workers?.ready)?.active?.postMessage(what);

/** Something on the page was typed or chosen, and is nowhere else. */
const typed = () => Array.from(main.querySelectorAll('form :is(input, textarea, select)')).some((field) => {
  if (field.type === 'hidden') return false;
  if (field.type === 'radio' || field.type === 'checkbox') return field.checked !== field.defaultChecked;
  if (field.options) return Array.from(field.options).some((option) => option.selected !== option.defaultSelected && field.selectedIndex > 0);
  return field.value !== field.defaultValue;
});

// No network.

/** In milliseconds. */
const PATIENCE = 2_000;
let gone = false;
let back = false;

async function line() {
  const before = gone;
  gone = !navigator.onLine;
  if (gone === before) return;
  // Without a network no program comes: where it is on its way yet, it is not waited for.
  if (gone) await Promise.race([ready, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  show('no-network', gone && !kept ? make('p', { class: 'box warning' }, words.line) : undefined);
  say(gone ? words.line : words.back);
}

addEventListener('offline', line);
addEventListener('online', async () => {
  await line();
  back = true;
  await job({ job: 'send' });
});

// Links within the app fetch data, which nobody keeps: without a network, and after a new version has come, they load the page. Where
// something is typed the page is not left while nothing can be fetched.
let stale = false;
addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link || !(gone || stale) || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || (hash && pathname === location.pathname && search === location.search)) return;
  event.preventDefault();
  event.stopPropagation();
  if (gone && typed()) say(words.line);
  else location.assign(link.href);
}, true);

// A form of an old page is sent by the browser itself.
addEventListener('submit', (event) => stale && event.target.removeAttribute('data-enhance'), true);

// What waits, and what can be opened.

let count = 0;
let again;

function entryOf({ path, step, label, body, why, location: draft, waits }) {
  const item = make('li', {}, make('p', {}, make('b', {}, words[step]), label && ` (${label})`));
  if (waits) return item;
  item.append(make('p', {}, words[why] ?? words.changed));
  const text = new URLSearchParams(body).get('text');
  if (text) item.append(make('p', {}, words.wrote), make('blockquote', {}, text));
  const button = (name, words) => {
    const made = make('button', { type: 'button', class: 'btn btn-secondary' }, words);
    made.addEventListener('click', () => job({ job: name, path }));
    return made;
  };
  item.append(make('div', { class: 'row' },
    draft ? make('a', { class: 'btn btn-secondary', href: draft, rel: 'external' }, words.fill_in) : button('again', words.try_again),
    button('drop', words.remove)));
  return item;
}

function box(kind, heading, list, ...more) {
  return list.length > 0 && make('section', { class: `box ${kind}`, 'aria-label': heading },
    make('p', {}, make('b', {}, heading)), make('ul', {}, ...list), ...more);
}

/** A kept page goes on from "start" to "finish" and to the report, as if each had been sent. */
function step(list) {
  const url = location.pathname.replace(/\/report$/, '');
  const done = list.filter(({ visit, waits }) => waits && visit === url).map(({ step }) => step);
  const next = done.includes('report') ? '' : done.includes('finish') ? 'report' : done.includes('start') ? 'finish' : undefined;
  for (const part of document.querySelectorAll('[data-step]')) if (next !== undefined) part.hidden = part.dataset.step !== next;
}

async function told({ data }) {
  await ready;
  if (data.line) {
    say(words.line);
    return;
  }
  stale = data.version !== version && !kept;
  if (!words.waiting) return;
  // A page of nobody does not show what somebody wrote.
  const mine = kept || data.owner === owner;
  const list = mine ? data.list : [];
  const waits = list.filter(({ waits }) => waits);
  show('waiting', box('warning', words.waiting, waits.map(entryOf), make('p', {}, words.waiting_line)));
  show('not-taken', box('danger', words.not_taken, list.filter(({ waits }) => !waits).map(entryOf)));
  show('locked', !mine && owner === '' && data.list.length > 0 ? make('p', { class: 'box warning' }, words.locked) : undefined);
  if (kept) {
    step(list);
    const open = data.open.map(({ path, label }) => make('li', {}, make('a', { class: 'alone', href: path }, label)));
    show('open', location.pathname.startsWith('/volunteer/visits/') ? undefined : box('info', words.open, open));
  }
  if (count > 0 && list.length === 0) say(words.sent);
  count = list.length;
  clearInterval(again);
  // A line that is there now and then says nothing about it.
  if (waits.length > 0) again = setInterval(() => job({ job: 'send' }), 60_000);
  // The network is back: the page as it is now.
  if (kept && back && waits.length === 0 && !typed()) location.reload();
}

/** The first field of a report that the server would miss. */
function missing(form) {
  const field = (name) => form.querySelector(`[name=${name}]`);
  const chosen = (name) => form.querySelector(`[name=${name}]:checked`)?.value;
  if (!chosen('outcome')) return field('outcome');
  if (chosen('outcome') === 'senior_absent') return undefined;
  if (field('minutes').value.trim() === '') return field('minutes');
  return chosen('experience') ? undefined : field('experience');
}

/** The server will read the report when its writer is somewhere else: what is missing is asked for now. */
function askForWhole(form) {
  form.addEventListener('submit', (event) => {
    form.querySelector('[role=alert]')?.remove();
    const field = missing(form);
    if (!field) return;
    event.preventDefault();
    const question = field.closest('fieldset')?.querySelector('legend') ?? form.querySelector(`label[for="${field.id}"]`);
    form.lastElementChild.before(make('p', { class: 'box warning', role: 'alert' }, `${words.refused} ${question?.innerText ?? ''}`));
    field.focus();
  });
}

async function begin() {
  await line();
  if (kept) {
    const report = document.querySelector('form[action$="/report"]');
    if (report) askForWhole(report);
  }
  if (!workers) return;
  workers.addEventListener('message', told);
  // The worker keeps the files of this version while the page is open.
  navigator.locks?.request(`site-${version}`, { mode: 'shared' }, () => new Promise(() => {}));
  // On a slow line the page itself comes first.
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  const registration = kept ? await workers.ready : await workers.register('/service-worker.js').catch(() => undefined);
  if (!registration) return;
  await job(kept ? { job: 'send' } : { job: 'meet', owner, volunteer, look: `${owner} ${look}` });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && registration.update().catch(() => {}));
}

await begin();
