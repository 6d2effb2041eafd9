// Beside each page of staff: "3 new, show", where a page has a place for it (`app::review::pages::live`). What is being read is never
// rewritten. It listens only while the page is seen, and it says when it hears nothing any more: a cut line makes no sound, so silence
// is what it watches for (`app::review::stream` says something every four seconds).

const root = document.documentElement;
const main = document.querySelector('main');

/** In milliseconds: after so much silence the line is dead. */
const SILENCE = 9_000;
/** How long it waits before it asks again, at first and at most. Not all screens at once: a server has just started again, perhaps. */
const SOON = 1_000;
const LATE = 30_000;

let words;
let program;
/** Where the words go, what belongs to it, and what ends the listening for it. */
let place;
let known;
let end;

/** What is known of the list: the newest change, what has changed since, and why that may not be all. */
const nothing = (newest) => ({ newest, changed: new Set(), missed: false, silent: false, over: false });

/** Says it, as a link that loads the page again. */
function say() {
  const { over, missed, silent, changed } = known;
  let line = '';
  if (over) line = words.over;
  else if (missed || silent) line = words.missed;
  else if (changed.size > 0) line = (changed.size === 1 ? words.one : words.many).replace('{n}', changed.size);
  // A translator may have been at what stands there.
  if (line === place.dataset.said) return;
  place.dataset.said = line;
  const link = document.createElement('a');
  link.className = 'live-link';
  link.href = place.dataset.live;
  link.rel = 'external';
  link.textContent = line;
  place.replaceChildren(...line ? [link] : []);
}

function take(block, began) {
  const { event, data = '', id } = Object.fromEntries(block.split('\n').map((line) => {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    return [name, value];
  }));
  if (event === 'beat') {
    // The first word of a new line tells whether something was missed.
    if (began) known.missed ||= known.newest !== data;
    known.newest = data;
    known.silent = false;
  } else if (event === 'change') {
    known.changed.add(data);
    if (id > known.newest) known.newest = id;
  } else if (event === 'ended') {
    // The next try is refused, and is the last.
    known[JSON.parse(data).why === 'session' ? 'over' : 'missed'] = true;
  }
  say();
}

/** One line, until it ends; whether another is to be tried. */
async function follow(signal, heard) {
  const answer = await fetch('/staff/stream', { headers: { accept: 'text/event-stream' }, cache: 'no-store', signal });
  if (signal.aborted) return false;
  if (answer.status === 401 || answer.status === 403) {
    known[answer.status === 401 ? 'over' : 'missed'] = true;
    say();
    return false;
  }
  if (!answer.ok) return true;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let began = true;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return true;
    heard();
    const blocks = (text + value).split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      take(block, began);
      began = false;
    }
  }
}

const pause = (time, signal) => new Promise((resolve) => {
  const timer = setTimeout(resolve, time);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    resolve();
  });
});

/** Listens until `signal` says that it is enough. */
async function listen(signal) {
  let wait = SOON;
  let alarm;
  let line;
  const hark = () => {
    clearTimeout(alarm);
    alarm = setTimeout(() => {
      known.silent = true;
      say();
      line?.abort();
      hark();
    }, SILENCE);
  };
  signal.addEventListener('abort', () => {
    clearTimeout(alarm);
    line?.abort();
  });
  hark();
  let more = true;
  while (more && !signal.aborted) {
    line = new AbortController();
    // Each try has as long as a line may be silent.
    if (known.silent) hark();
    try {
      more = await follow(line.signal, () => {
        hark();
        wait = SOON;
      });
    } catch {
      // No line, or it was cut.
    }
    if (more && !signal.aborted) await pause(wait * (1 + Math.random()), signal);
    wait = Math.min(2 * wait, LATE);
  }
  clearTimeout(alarm);
}

/** Follows the page: another place is another list, and nobody listens for what is not seen. */
function arrange() {
  // The app takes the page over as it came: nothing is put into it before, or before it is known that none will.
  if (program && !root.matches('[data-hydrated], [data-plain]')) return;
  const found = main.querySelector('[data-live]');
  const other = found !== place;
  if (other) {
    place = found;
    known = nothing(place?.dataset.newest);
  }
  const wanted = place && !document.hidden && !known.over;
  if (end && (other || !wanted)) {
    end.abort();
    end = undefined;
  }
  if (wanted && !end) {
    end = new AbortController();
    void listen(end.signal);
  }
}

/** Begins, with what it says; whether an app takes the page over. */
export default function live(given, app) {
  words = given;
  program = app;
  const changes = new MutationObserver(arrange);
  changes.observe(root, { attributeFilter: ['data-hydrated', 'data-plain'] });
  changes.observe(main, { childList: true, subtree: true });
  document.addEventListener('visibilitychange', arrange);
  arrange();
}
