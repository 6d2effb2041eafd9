import { Page } from '@playwright/test';

/** A voice of a device, as browsers tell of it. */
export interface Voice { lang: string; localService?: boolean; voiceURI?: string }

/** A device that speaks. */
export interface Device {
  voices: Voice[];
  /** How long a sentence takes, in milliseconds; where nothing is said, until the test finishes it. */
  sentence?: number;
  /** What is told of a sentence that was cut off: browsers differ. */
  cutOff?: 'error' | 'end';
  /** Whether this browser can highlight words without an element around them. */
  highlights?: boolean;
}

/** What was said. */
export interface Said { text: string; lang: string; voice: string; rate: number }

/**
 * Chromium here has no voice. This stands in for one on every page that is opened from now on, and is as difficult as the real thing:
 * voices come late, utterances stand in a row, everything is told later, and what was cut off is told too. It says nothing when asked to
 * pause: where browsers do that at all, each does something else.
 */
export async function give(page: Page, device: Device): Promise<void> {
  await page.addInitScript(standIn, device);
}

function standIn({ voices, sentence, cutOff = 'error', highlights = true }: Device): void {
  class Utterance extends EventTarget {
    lang = '';
    voice: object | null = null;
    rate = 1;
    pitch = 1;
    volume = 1;
    onstart: ((event: Event) => void) | null = null;
    onend: ((event: Event) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;

    constructor(public text = '') { super(); }
  }
  const said: { text: string; lang: string; voice: string; rate: number }[] = [];
  const known = voices.map(({ lang, localService = true, voiceURI = lang }) => ({ lang, localService, voiceURI, name: voiceURI, default: false }));
  let row: Utterance[] = [];
  let speaking: Utterance | undefined;
  let here = false;

  const tell = (utterance: Utterance, type: 'start' | 'end' | 'error', error?: string): void => {
    setTimeout(() => {
      const event = Object.assign(new Event(type), { utterance, error });
      utterance[`on${type}`]?.(event);
      utterance.dispatchEvent(event);
    }, 5);
  };
  const next = (): void => {
    speaking = row.shift();
    if (!speaking) return;
    const own = speaking;
    said.push({ text: own.text, lang: own.lang, voice: (own.voice as { voiceURI: string }).voiceURI, rate: own.rate });
    tell(own, 'start');
    if (sentence !== undefined) setTimeout(() => own === speaking && finish(), sentence);
  };
  const finish = (): void => {
    if (!speaking) throw new Error('nothing is being said');
    tell(speaking, 'end');
    next();
  };
  const speech = Object.assign(new EventTarget(), {
    onvoiceschanged: null as ((event: Event) => void) | null,
    paused: false,
    getVoices: () => (here ? known.slice() : []),
    speak: (utterance: Utterance) => {
      if (!(utterance instanceof Utterance)) throw new TypeError('not an utterance');
      if (!known.includes(utterance.voice as never)) throw new TypeError('not one of the voices');
      row.push(utterance);
      if (!speaking) setTimeout(() => speaking ?? next(), 5);
    },
    cancel: () => {
      if (speaking) tell(speaking, cutOff, 'interrupted');
      row.forEach((utterance) => tell(utterance, cutOff, 'canceled'));
      row = [];
      speaking = undefined;
    },
  });
  Object.defineProperty(speech, 'speaking', { get: () => speaking !== undefined });
  Object.defineProperty(speech, 'pending', { get: () => row.length > 0 });
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  Object.assign(window, { SpeechSynthesisUtterance: Utterance, said, finish });
  if (!highlights) Object.assign(window, { Highlight: undefined });
  addEventListener('load', () => setTimeout(() => {
    here = true;
    const event = new Event('voiceschanged');
    speech.onvoiceschanged?.(event);
    speech.dispatchEvent(event);
  }, 300));
}

/** What was said on this page so far. */
export async function said(page: Page): Promise<Said[]> {
  return page.evaluate(() => (window as unknown as { said: Said[] }).said);
}

/** Whether something is being said. */
export async function speaks(page: Page): Promise<boolean> {
  return page.evaluate(() => speechSynthesis.speaking);
}

/** The sentence that is being said comes to its end. */
export async function finish(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { finish: () => void }).finish());
}
