import { Page } from '@playwright/test';
import { devtools } from './devtools';
import { told } from './faults';

/** Where the focus is: what shows it, and how it lies in the window. */
interface Stop {
  /** The same each time one comes there. */
  key: string;
  name: string;
  /** In the window. */
  x: number;
  y: number;
  width: number;
  height: number;
  faults: string[];
}

/** So many presses are enough for every page. */
const longest = 600;

/** Where the focus is; nothing where it has left the page. It runs in the browser and may use nothing but itself. */
function where(): Stop | undefined {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return undefined;
  // Tab selects what stands in a field: that comes and goes, and is no ring.
  if (active instanceof HTMLInputElement && active.selectionStart !== null) active.setSelectionRange(0, 0);
  const shows = active.closest<HTMLElement>('.choice') ?? active;
  const box = shows.getBoundingClientRect();
  const name = `<${active.tagName.toLowerCase()}> ${(active.getAttribute('name') ?? '')} "${shows.textContent?.trim().replace(/\s+/g, ' ').slice(0, 40)}"`;
  const faults: string[] = [];
  const { clientWidth: right, clientHeight: bottom } = document.documentElement;
  // What is larger than the place that the browser brings it into is seen from its beginning.
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
  const room = bottom - (parseFloat(scrollPaddingTop) || 0) - (parseFloat(scrollPaddingBottom) || 0);
  if (box.left < 0 || box.right > right || box.top < 0 || (box.bottom > bottom && box.height < room)) {
    faults.push(`outside the window: ${name}`);
  }
  const [across, down] = [[box.left + 3, (box.left + box.right) / 2, box.right - 3], [box.top + 3, (box.top + box.bottom) / 2, box.bottom - 3]];
  const covers = across.flatMap((x) => down.map((y) => (x < right && y < bottom ? document.elementFromPoint(x, y) : null)))
    .find((on) => on && !shows.contains(on) && !on.contains(shows));
  if (covers) faults.push(`covered by <${covers.tagName.toLowerCase()} class="${covers.getAttribute('class') ?? ''}">: ${name}`);
  active.dataset.reached ??= String(document.querySelectorAll('[data-reached]').length);
  return { key: active.dataset.reached, name, x: box.x, y: box.y, width: box.width, height: box.height, faults };
}

/** What can be pressed or filled in and was not reached. It runs in the browser and may use nothing but itself. */
function missed(): string[] {
  const controls = document.querySelectorAll<HTMLElement>('a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex="0"]');
  const reached = (element: HTMLElement): boolean => {
    if ('reached' in element.dataset) return true;
    // A group of radios is one stop.
    return element instanceof HTMLInputElement && element.type === 'radio'
      && document.querySelector(`input[name="${CSS.escape(element.name)}"][data-reached]`) !== null;
  };
  return Array.from(controls)
    .filter((element) => element.getBoundingClientRect().height > 0 && element.checkVisibility() && !reached(element))
    .map((element) => `not reached by Tab: <${element.tagName.toLowerCase()}> ${element.getAttribute('name') ?? ''} "${element.textContent?.trim().slice(0, 40)}"`);
}

/** Where the focus is, once the browser has brought it into the window: it does so in a frame of its own, later on a busy machine. */
async function settled(page: Page): Promise<Stop | undefined> {
  let stop = await page.evaluate(where);
  for (let frames = 0; stop?.faults.length && frames < 20; frames += 1) {
    await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve); }); }));
    stop = await page.evaluate(where);
  }
  return stop;
}

/** Goes through the page by Tab, from its first stop to its last, and does something at each. */
async function walk(page: Page, at: (stop: Stop) => Promise<string[]>): Promise<string[]> {
  const faults: string[] = [];
  // From the skip link on: what script focuses after a key was pressed shows it, as what a key brings there does.
  await page.keyboard.press('Tab');
  await page.locator('.skip').first().focus();
  const seen = new Set<string>();
  let stop = await settled(page);
  while (stop && !seen.has(stop.key) && seen.size < longest) {
    seen.add(stop.key);
    faults.push(...await at(stop));
    const before = stop.key;
    await page.keyboard.press('Tab');
    stop = await settled(page);
    if (stop?.key === before) faults.push(`a trap: Tab does not leave ${stop.name}`);
  }
  faults.push(...await page.evaluate(missed));
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    document.querySelectorAll<HTMLElement>('[data-reached]').forEach((element) => delete element.dataset.reached);
    window.scrollTo(0, 0);
  });
  return faults.map((fault) => told('focus', fault));
}

/** Goes through the page by Tab: everything is reached and left, and lies in the window with nothing over it (WCAG 2.1.1, 2.1.2, 2.4.12). */
export function stops(page: Page): Promise<string[]> {
  return walk(page, async (stop) => stop.faults);
}

/** Round a component, what its ring may take. */
const margin = 14;

/** A picture of a part of the window, which is as high as the page. */
async function picture(page: Page, x: number, y: number, width: number, height: number): Promise<string> {
  const tools = await devtools(page);
  const { data } = await tools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, clip: { x, y, width, height, scale: 1 } });
  return data;
}

declare global {
  interface Window {
    /** Only in the page that compares. */
    before: ImageData;
  }
}

/** Draws a PNG, and keeps it to compare with or tells how much of it has another contrast than what is kept: at least 3:1 between before and after. */
async function compare({ png, x, y }: { png: string; x: number; y: number }): Promise<number> {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))]));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('nothing to draw on');
  pen.drawImage(bitmap, 0, 0);
  const now = pen.getImageData(0, 0, canvas.width, canvas.height);
  if (x < 0) {
    window.before = now;
    return 0;
  }
  const linear = Array.from({ length: 256 }, (_, value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  const light = (data: Uint8ClampedArray, at: number): number => 0.2126 * linear[data[at]] + 0.7152 * linear[data[at + 1]] + 0.0722 * linear[data[at + 2]] + 0.05;
  let changed = 0;
  for (let row = 0; row < now.height; row += 1) {
    for (let column = 0; column < now.width; column += 1) {
      const after = light(now.data, (row * now.width + column) * 4);
      const before = light(window.before.data, ((row + y) * window.before.width + column + x) * 4);
      if (Math.max(after, before) >= 3 * Math.min(after, before)) changed += 1;
    }
  }
  return changed;
}

/**
 * Goes through the page by Tab and compares pictures: what the focus changes at 3:1 or more is at least as much as a line of two
 * pixels round the component (WCAG 2.4.13). The window is as high as the page meanwhile, so that nothing scrolls.
 */
export async function rings(page: Page): Promise<string[]> {
  const size = page.viewportSize();
  if (!size) throw new Error('a window of no size');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height });
  const comparing = await page.context().newPage();
  try {
    await page.evaluate(() => document.fonts.ready);
    await comparing.evaluate(compare, { png: await picture(page, 0, 0, size.width, height), x: -1, y: 0 });
    return await walk(page, async (stop) => {
      const [x, y] = [Math.max(0, Math.floor(stop.x) - margin), Math.max(0, Math.floor(stop.y) - margin)];
      const right = Math.min(size.width, Math.ceil(stop.x + stop.width) + margin);
      const bottom = Math.min(height, Math.ceil(stop.y + stop.height) + margin);
      const changed = await comparing.evaluate(compare, { png: await picture(page, x, y, right - x, bottom - y), x, y });
      const needed = 4 * (stop.width + stop.height);
      return changed < needed ? [`a ring of ${changed} and not ${Math.ceil(needed)} pixels: ${stop.name}`] : [];
    });
  } finally {
    await comparing.close();
    await page.setViewportSize(size);
  }
}
