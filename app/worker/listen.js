// Reads the page aloud, where the device has a voice for its language: buttons after the heading, and nothing where there is no voice.
// Never by itself. The words come from the page (`app::shell`).

const speech = window.speechSynthesis;
const root = document.documentElement;
const main = document.querySelector('main');

/** A little slower than voices are made for. */
const RATE = 0.9;
/** A trembling hand presses twice: after less than this, in milliseconds, it is the same press. */
const TREMOR = 500;
/** What is not read: what eyes do not see, these buttons, what is typed or chosen in fields, rows of tables. */
const SILENT = '.vh, .listen, [aria-hidden=true], svg, textarea, select, tr';
/** As in `app::ui::icon`: strokes on a grid of 24. */
const SPEAKER = 'M3.5 9.5v5H7l5.5 4.5V5L7 9.5zM16 9a4.5 4.5 0 0 1 0 6M18.5 6a9 9 0 0 1 0 12';
const ICONS = { listen: SPEAKER, go_on: SPEAKER, pause: 'M8.5 5v14M15.5 5v14', stop: 'M6 6h12v12H6z' };

/** What is being read, how far, and which of it is shown; what the voice is saying, which is nothing in a pause. */
let sentences;
let at = 0;
let shown;
let utterance;

// What there is to read.

const language = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/**
 * Voices of the device alone: what stands here about people is not sent away to be read. Some of Apple's are toys, and some are not heard
 * any more: they come last.
 */
function voiceFor(tag) {
  const own = speech.getVoices().filter((voice) => voice.localService && language(voice.lang) === language(tag));
  const good = own.filter(({ voiceURI }) => !/eloquence|speech\.synthesis/.test(voiceURI));
  return good.find((voice) => voice.default) ?? good[0] ?? own[0];
}

function split(text, tag) {
  if (!Intl.Segmenter) return text.match(/.+?(?:[.!?](?=\s+\p{Lu})|$)/gsu) ?? [];
  return Array.from(new Intl.Segmenter(language(tag), { granularity: 'sentence' }).segment(text), ({ segment }) => segment);
}

/** A place in the text of several nodes, as a node and the place in it. */
function place(nodes, offset) {
  let index = 0;
  while (offset > nodes[index].length) offset -= nodes[index++].length;
  return [nodes[index], offset];
}

/** The sentences of text nodes that stand together; none where their language has no voice. */
function sentencesOf({ block, tag, nodes }) {
  const voice = voiceFor(tag);
  if (!voice) return [];
  let end = 0;
  return split(nodes.map(({ data }) => data).join(''), tag).flatMap((part) => {
    const start = end;
    end += part.length;
    // Without the marks that say where a line may break.
    const text = part.replace(/[\u00ad\u2060]/g, '').replace(/\u2011/g, '-').replace(/\s+/g, ' ').trim();
    if (!/[\p{L}\p{N}]/u.test(text)) return [];
    const range = document.createRange();
    range.setStart(...place(nodes, start + part.search(/\S/)));
    range.setEnd(...place(nodes, start + part.trimEnd().length));
    return { text, voice, block, range };
  });
}

/** All that is seen from the heading on. */
function collect() {
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => (
    node.matches?.(SILENT) || node.checkVisibility?.() === false ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  walker.currentNode = heading;
  const runs = [];
  let run;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeName === 'BR') run = undefined;
    if (node.nodeType !== Node.TEXT_NODE) continue;
    const tag = node.parentElement.closest('[lang]').lang;
    let block = node.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    if (run?.block !== block || run.tag !== tag) runs.push(run = { block, tag, nodes: [] });
    run.nodes.push(node);
  }
  return runs.flatMap(sentencesOf);
}

// Reading.

/** Shows where the voice is. What the app owns stays as it is; only where a browser cannot highlight, the block gets a class. */
function show(sentence) {
  const before = shown?.range.getBoundingClientRect();
  window.CSS?.highlights?.delete('listen');
  shown?.block.classList.remove('is-read');
  shown = sentence;
  if (!sentence) return;
  const { block, range } = sentence;
  if (window.Highlight) CSS.highlights.set('listen', new Highlight(range));
  else block.classList.add('is-read');
  const { top, bottom } = range.getBoundingClientRect();
  // Who has scrolled elsewhere stays there.
  const left = before && (before.bottom < 0 || before.top > innerHeight);
  if (left || (top >= 0 && bottom <= innerHeight)) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  scrollBy({ top: top - innerHeight / 4, behavior: still ? 'instant' : 'smooth' });
}

/** An utterance for each sentence: browsers break off long ones. */
function say() {
  const sentence = sentences[at];
  if (!sentence) {
    stop();
    return;
  }
  show(sentence);
  const own = new SpeechSynthesisUtterance(sentence.text);
  own.voice = sentence.voice;
  own.lang = sentence.voice.lang;
  own.rate = RATE;
  own.onend = () => {
    if (own !== utterance) return;
    at += 1;
    say();
  };
  own.onerror = () => own === utterance && stop();
  utterance = own;
  speech.speak(own);
}

/** A pause: `speechSynthesis.pause` does something else in every browser. The sentence is said from its beginning afterwards. */
function hush() {
  utterance = undefined;
  speech.cancel();
}

function stop() {
  if (!sentences) return;
  hush();
  sentences = undefined;
  at = 0;
  show();
  label();
}

// The buttons.

let words;
let pressed = -TREMOR;

function button(press) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'btn btn-secondary';
  made.addEventListener('click', ({ timeStamp }) => {
    const same = timeStamp - pressed < TREMOR;
    pressed = timeStamp;
    if (!same) press();
  });
  return made;
}

const play = button(() => {
  if (utterance) {
    hush();
  } else {
    sentences ??= collect();
    say();
  }
  label();
});
const end = button(stop);
const bar = document.createElement('div');
bar.className = 'listen noprint';
bar.append(play, end);

function name(button, what) {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS(icon.namespaceURI, 'path');
  const attributes = { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' };
  for (const [key, value] of Object.entries(attributes)) icon.setAttribute(key, value);
  path.setAttribute('d', ICONS[what]);
  icon.append(path);
  button.replaceChildren(icon, words[what]);
}

function label() {
  name(play, utterance ? 'pause' : sentences ? 'go_on' : 'listen');
  // The focus does not go with the button that had it.
  if (!sentences && document.activeElement === end) play.focus({ preventScroll: true });
  end.hidden = !sentences;
}

// Where they stand.

let program;
let heading;
let address;

/** After the heading of the page that is shown now, and of another page nothing is read on. */
function arrange() {
  // The app takes the page over as it came: nothing is put into it before, or before it is known that none will.
  if (program && !root.matches('[data-hydrated], [data-plain]')) return;
  const h1 = main.querySelector('h1');
  const here = location.pathname + location.search;
  if (h1 !== heading || here !== address) stop();
  heading = h1;
  address = here;
  // A legend is the name of its group, and these are no part of it.
  const above = h1?.closest('legend') ?? h1;
  // The app takes away what it has made, and not these.
  if (!above || !voiceFor(root.lang)) bar.remove();
  else if (above.nextSibling !== bar) above.after(bar);
}

/** Begins, with what stands on the buttons; whether an app takes the page over. */
export default function listen(given, app) {
  if (!speech) return;
  words = given;
  program = app;
  name(end, 'stop');
  label();
  const changes = new MutationObserver(arrange);
  changes.observe(root, { attributeFilter: ['data-hydrated', 'data-plain'] });
  changes.observe(main, { childList: true, characterData: true, subtree: true });
  // Voices come late.
  speech.onvoiceschanged = arrange;
  addEventListener('pagehide', stop);
  addEventListener('submit', stop, true);
  arrange();
}
