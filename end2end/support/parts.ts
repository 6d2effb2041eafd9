import { Rule } from './faults';

/**
 * The language of parts. What is said to be in a language is one that exists; and what is written in one of ours, as its small
 * words show, is said to be. It runs in the browser and may use nothing but itself.
 */
export function parts(): string[] {
  const rule: Rule = 'language';
  const faults: string[] = [];
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const exists = (tag: string): boolean => {
    try {
      // What follows "x" is ours alone.
      return names.of(tag.replace(/-x-.*/, '')) !== undefined;
    } catch {
      return false;
    }
  };
  for (const element of document.querySelectorAll<HTMLElement>('[lang]')) {
    if (!exists(element.lang)) faults.push(`${rule}: there is no language "${element.lang}": ${element.outerHTML.slice(0, 80)}`);
  }

  // Words that stand in one of these languages alone.
  const small: Record<string, Set<string>> = {
    sv: new Set('och att det inte är för på av med till du kan när ett som har från eller vill någon vi den om dig din ditt dina ska'.split(' ')),
    fi: new Set('ja ei että voit kun sinun tai mutta olet hän ovat ole jos sinulle sinua tämä mitä haluat kanssa myös vain ennen'.split(' ')),
    en: new Set('the and you is to of not with are when your or it that this be we have can from who what'.split(' ')),
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || element.closest('script, style, template, noscript')) continue;
    const words = (node.textContent ?? '').replace(/\u00ad/g, '').toLowerCase().split(/[^\p{L}]+/u).filter(Boolean);
    const [[likely, most], [, second]] = Object.entries(small)
      .map(([language, known]): [string, number] => [language, words.filter((word) => known.has(word)).length])
      .sort(([, a], [, b]) => b - a);
    const said = element.closest<HTMLElement>('[lang]')?.lang.split('-')[0];
    if (most > 1 && most > 2 * second && likely !== said) {
      faults.push(`${rule}: said to be "${said}" and is "${likely}": ${words.slice(0, 12).join(' ')}`);
    }
  }
  return faults;
}
