import { Rule } from './faults';

/** How big things must be in a view (design system, 1.1 and 1.4). */
export interface Bars {
  /** Smallest text, px. */
  text: number;
  /** Lowest button, px. */
  button: number;
  /** Lowest card with a radio or a tick in it, px. */
  choice: number;
  /** Lowest field, px. */
  field: number;
  /** Lowest link that stands alone, px. */
  link: number;
  /** Whether links may stand in the middle of a sentence. */
  inline: boolean;
}

export type View = 'public' | 'senior' | 'volunteer' | 'coordinator';

const large: Bars = { text: 20, button: 64, choice: 64, field: 64, link: 44, inline: false };

export const bars: Record<View, Bars> = {
  public: large,
  senior: large,
  volunteer: { text: 16, button: 56, choice: 56, field: 56, link: 44, inline: true },
  coordinator: { text: 16, button: 44, choice: 44, field: 44, link: 44, inline: true },
};

/** What a page is held to. */
export interface Expected {
  view: View;
  bars: Bars;
  language: string;
  /** "Fel:" where a form on it was refused, else nothing. */
  prefix: string;
  /** The languages that the footer offers. */
  languages: readonly string[];
}

/** What was found: faults, and numbers worth knowing. */
export interface Measured {
  faults: string[];
  words: number;
  controls: number;
}

/**
 * Measures the page that is shown. It runs in the browser, at one go (promises and timers stand still where script is off),
 * and may use nothing but its argument.
 */
export function measure(expected: Expected): Measured {
  const faults: string[] = [];
  const fault = (rule: Rule, what: string): void => { faults.push(`${rule}: ${what}`); };
  const all = (selector: string, within: ParentNode = document): HTMLElement[] =>
    Array.from(within.querySelectorAll<HTMLElement>(selector));
  const squeeze = (text: string | null): string => (text ?? '').replace(/[\s\u00a0]+/g, ' ').replace(/[\u00ad\u2060]/g, '').trim();
  const name = (element: Element): string => {
    const words = squeeze(element.textContent).slice(0, 40);
    const field = element.getAttribute('name') ?? element.id;
    return `<${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? ` class="${element.className}"` : ''}`
      + `${field ? ` name="${field}"` : ''}>${words ? ` "${words}"` : ''}`;
  };
  const near = 0.5;
  const shown = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  // For screen readers alone.
  const hiddenToEyes = (element: Element): boolean => element.closest('.vh') !== null;
  const scrolls = (element: Element): boolean => element.closest('.scroll, .chart') !== null;

  // Document
  const headings = all('h1').filter(shown);
  if (all('h1').length !== 1 || headings.length !== 1) fault('structure', `h1: ${all('h1').length} of them, ${headings.length} shown`);
  const title = `${expected.prefix ? `${expected.prefix} ` : ''}${squeeze(headings[0]?.textContent ?? '')} – Handslag`;
  if (squeeze(document.title) !== title) fault('structure', `title: "${document.title}" and not "${title}"`);
  const root = document.documentElement;
  if (root.lang !== expected.language) fault('language', `lang: "${root.lang}" and not "${expected.language}"`);
  if (root.dataset.view !== expected.view) fault('structure', `data-view: "${root.dataset.view}" and not "${expected.view}"`);
  const ids = new Map<string, number>();
  for (const element of all('[id]')) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
  for (const [id, count] of ids) if (count > 1) fault('structure', `id "${id}" stands ${count} times`);
  if (all('main .btn-primary').filter(shown).length > 1) fault('structure', 'more than one main button');
  let level = 1;
  for (const heading of all('main :is(h1,h2,h3,h4,h5,h6)')) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) fault('structure', `heading: h${own} after h${level}: ${name(heading)}`);
    level = own;
  }

  // Width
  const width = root.clientWidth;
  if (root.scrollWidth > width) fault('width', `horizontal scroll: ${root.scrollWidth} in ${width}`);
  for (const element of all('body *')) {
    const box = element.getBoundingClientRect();
    const out = (one: DOMRect): boolean => one.right > width + 1 || one.left < -1;
    if (out(box) && box.width > 1 && shown(element) && !scrolls(element) && !hiddenToEyes(element)
      && !out(element.parentElement?.getBoundingClientRect() ?? new DOMRect())) {
      fault('width', `stands from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}: ${name(element)}`);
    }
    const style = getComputedStyle(element);
    if (hiddenToEyes(element) || element.matches('svg *, input, textarea, select')) continue;
    // Words that a box cuts off.
    const cut = (overflow: string, inner: number, own: number): boolean => /hidden|clip/.test(overflow) && own > 1 && inner > own + 1;
    if (cut(style.overflowX, element.scrollWidth, element.clientWidth) || cut(style.overflowY, element.scrollHeight, element.clientHeight)) {
      fault('width', `cuts off what is in it: ${name(element)}`);
    }
    // What stands still while one scrolls takes the room of those who read large.
    if (/fixed|sticky/.test(style.position) && shown(element) && box.height > 1) fault('width', `stands still: ${name(element)}`);
  }
  // Targets
  const inSentence = (link: Element): boolean => {
    if (getComputedStyle(link).display !== 'inline') return false;
    const parent = link.parentElement;
    return parent !== null && Array.from(parent.childNodes).some((node) => node !== link && node.nodeType === Node.TEXT_NODE && squeeze(node.textContent) !== '');
  };
  const targetOf = (element: HTMLElement): Element =>
    element.closest('.card-link') ?? (element.matches('input[type=radio], input[type=checkbox]') ? element.closest('label') ?? element : element);
  for (const element of all('a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button]')) {
    if (!shown(element) || hiddenToEyes(element)) continue;
    const target = targetOf(element);
    const box = target.getBoundingClientRect();
    // The skip link, until it has the focus.
    if (box.bottom <= 0) continue;
    let bar: number;
    if (element.matches('input[type=radio], input[type=checkbox]')) {
      bar = target.matches('.hit') ? 44 : expected.bars.choice;
    } else if (element.matches('select, textarea, input')) {
      bar = expected.bars.field;
    } else if (element.matches('button, .btn, summary, [role=button]')) {
      bar = expected.bars.button;
    } else {
      if (expected.bars.inline && inSentence(element)) continue;
      bar = expected.bars.link;
    }
    if (box.height < bar - near) fault('target', `${Math.round(box.height * 10) / 10} px high and not ${bar}: ${name(element)}`);
    if (box.width < 44 - near) fault('target', `${Math.round(box.width * 10) / 10} px wide and not 44: ${name(element)}`);
  }

  // Controls
  for (const element of all('input:not([type=hidden]), select, textarea') as HTMLInputElement[]) {
    if (!shown(element)) continue;
    const labels = Array.from(element.labels ?? []);
    if (!labels.some((label) => squeeze(label.textContent) !== '')) fault('form', `no label: ${name(element)}`);
    else if (!labels.some((label) => label.matches('.hit') || squeeze(visibleText(label)) !== '')) fault('form', `no label to see: ${name(element)}`);
    for (const attribute of ['placeholder', 'disabled', 'required', 'maxlength']) {
      if (element.hasAttribute(attribute)) fault('form', `${attribute}: ${name(element)}`);
    }
  }
  function visibleText(element: Element): string {
    return Array.from(element.childNodes).map((node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
      return node instanceof Element && !node.matches('.vh') ? visibleText(node) : '';
    }).join('');
  }
  for (const element of all('[tabindex]')) if (element.tabIndex > 0) fault('focus', `tabindex ${element.tabIndex}: ${name(element)}`);
  for (const element of all('button[disabled]')) fault('form', `disabled: ${name(element)}`);

  // Errors and hints are tied to their fields
  const described = new Set<string>();
  for (const element of all('[aria-describedby], [aria-labelledby]')) {
    for (const id of `${element.getAttribute('aria-describedby') ?? ''} ${element.getAttribute('aria-labelledby') ?? ''}`.split(/\s+/).filter(Boolean)) {
      described.add(id);
      if (!document.getElementById(id)) fault('form', `there is no "${id}" for ${name(element)}`);
    }
  }
  const errors = all('main .error').filter(shown);
  for (const error of errors) if (!described.has(error.id)) fault('form', `tied to no field: ${name(error)}`);
  for (const hint of all('.field > .hint').filter(shown)) if (!described.has(hint.id)) fault('form', `tied to no field: ${name(hint)}`);
  const summary = all('main .summary').filter(shown);
  if (expected.prefix !== '' && summary.length !== 1) fault('form', `${summary.length} error summaries`);
  if (expected.prefix === '' && summary.length > 0) fault('form', 'an error summary without "Fel:" in the title');
  for (const link of summary.flatMap((box) => all('a', box)) as HTMLAnchorElement[]) {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) fault('form', `the error leads nowhere: ${name(link)} ${link.hash}`);
    else if (!field.matches('input, select, textarea, [tabindex]')) fault('form', `the error leads to what cannot have the focus: ${name(link)}`);
    const message = squeeze(link.textContent);
    if (!errors.some((error) => squeeze(error.textContent).includes(message))) fault('form', `not said at its field: ${name(link)}`);
  }

  // Text: size and contrast
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const colours = new Map<string, number[]>();
  const colour = (css: string): number[] => {
    const known = colours.get(css);
    if (known || !pen) return known ?? [0, 0, 0, 1];
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = css;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    const read = [red, green, blue, alpha / 255];
    colours.set(css, read);
    return read;
  };
  const over = (top: number[], below: number[]): number[] =>
    [0, 1, 2].map((part) => top[part] * top[3] + below[part] * (1 - top[3])).concat(1);
  const light = (rgb: number[]): number => {
    const [red, green, blue] = rgb.map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  /** What lies behind an element; nothing where that is a picture. */
  const behind = (element: Element): number[] | undefined => {
    const layers: number[][] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      // The line under where one is does not lie behind its words.
      if (style.backgroundImage !== 'none' && !at.matches('[aria-current]')) return undefined;
      const own = colour(style.backgroundColor);
      if (own[3] > 0) layers.push(own);
      if (own[3] === 1) break;
    }
    const canvasColour = root.style.colorScheme === 'dark' ? [0, 0, 0, 1] : [255, 255, 255, 1];
    return layers.reverse().reduce((below, top) => over(top, below), canvasColour);
  };
  /** The box that something stands in, as eyes see it. */
  const boxOf = (element: Element): Element | undefined => {
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display !== 'inline' && (parseFloat(style.borderBlockEndWidth) > 0 || colour(style.backgroundColor)[3] > 0)) return at;
      if (style.position === 'absolute') return undefined;
    }
    return undefined;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const told = new Set<Element>();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || told.has(element) || squeeze(node.textContent) === '' || element.closest('script, style, template, noscript, option')) continue;
    range.selectNodeContents(node);
    if (range.getClientRects().length === 0 || !shown(element) || hiddenToEyes(element)) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    if (!element.closest('svg') && size < expected.bars.text - 0.05) {
      fault('size', `text of ${size} px: ${name(element)}`);
      told.add(element);
    }
    const around = boxOf(element)?.getBoundingClientRect();
    const words = range.getBoundingClientRect();
    if (around && (words.bottom > around.bottom + size / 2 || words.right > around.right + 2 || words.left < around.left - 2) && !scrolls(element)) {
      fault('width', `words run out of their box: ${name(element)}`);
      told.add(element);
    }
    const ground = behind(element);
    if (!ground) continue;
    const ink = over(colour(element.closest('svg') ? style.fill : style.color), ground);
    const [lighter, darker] = [light(ink), light(ground)].sort((a, b) => b - a);
    const contrast = (lighter + 0.05) / (darker + 0.05);
    if (contrast < 7) {
      fault('contrast', `contrast ${contrast.toFixed(2)}: ${name(element)}`);
      told.add(element);
    }
  }

  // The same help at the same place
  if (all('footer a[href^="tel:"]').filter(shown).length !== 1) fault('structure', 'no telephone number in the footer');
  const languages = (all('footer form[action="/language"] button') as HTMLButtonElement[]).filter(shown);
  const tags = (buttons: HTMLButtonElement[]): string => buttons.map((button) => button.value).join(' ');
  const current = expected.languages.filter((tag) => tag === expected.language).join();
  if (tags(languages) !== expected.languages.join(' ') || tags(languages.filter((button) => button.hasAttribute('aria-current'))) !== current) {
    fault('language', `not ${expected.languages.length} languages in the footer, one of them current`);
  }

  const main = document.querySelector('main');
  return {
    faults,
    words: squeeze(main?.innerText ?? '').split(' ').filter(Boolean).length,
    controls: main ? all('a[href], button, select, textarea, input:not([type=hidden])', main).filter(shown).length : 0,
  };
}
