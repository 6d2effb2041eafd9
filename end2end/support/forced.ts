import { Page } from '@playwright/test';
import { Rule } from './faults';

/** What shows itself by a ground of its own. It runs in the browser and may use nothing but itself. */
function fills(): HTMLElement[] {
  const ground = (element: Element | null): string => {
    for (let at = element; at; at = at.parentElement) {
      const own = getComputedStyle(at).backgroundColor;
      if (!/^rgba\(.*, 0\)$/.test(own)) return own;
    }
    return '';
  };
  return Array.from(document.querySelectorAll<HTMLElement>('body *:not(main, svg, svg *)'))
    .filter((element) => element.getBoundingClientRect().height > 0 && element.checkVisibility() && ground(element) !== ground(element.parentElement));
}

/**
 * What is lost where all colours are the reader's own: a ground needs an edge, the main button and what is chosen need another than
 * the rest. It runs in the browser and may use nothing but its argument.
 */
function lost(filled: HTMLElement[]): string[] {
  const rule: Rule = 'forced';
  const faults: string[] = [];
  const name = (element: Element): string => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent?.trim().slice(0, 40)}`;
  const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;
  const edge = (style: CSSStyleDeclaration): number =>
    Math.max(...sides.map((side) => (style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]))));
  for (const element of filled) {
    const style = getComputedStyle(element);
    if (edge(style) === 0 && style.forcedColorAdjust === 'auto') faults.push(`${rule}: without an edge: ${name(element)}`);
  }

  const shown = (selector: string): HTMLElement[] =>
    Array.from(document.querySelectorAll<HTMLElement>(selector)).filter((element) => element.checkVisibility() && element.getBoundingClientRect().height > 0);
  const others = shown('main .btn:not(.btn-primary, .btn-link)').map((button) => edge(getComputedStyle(button)));
  for (const button of shown('main .btn-primary')) {
    if (others.some((other) => other >= edge(getComputedStyle(button)))) faults.push(`${rule}: the main button is as the others: ${name(button)}`);
  }

  const drawn = (choice: Element): string => {
    const style = getComputedStyle(choice);
    return [style.borderTopColor, style.borderTopWidth, style.outlineStyle, style.outlineWidth].join(' ');
  };
  for (const choice of shown('main .choice')) {
    const input = choice.querySelector<HTMLInputElement>('input');
    if (!input || input.checked) continue;
    const before = drawn(choice);
    const chosen = Array.from(document.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(input.name)}"]:checked`));
    input.checked = true;
    if (drawn(choice) === before) faults.push(`${rule}: chosen or not, it is the same: ${name(choice)}`);
    input.checked = false;
    chosen.forEach((one) => { one.checked = true; });
  }
  return faults;
}

/** Looks at the page in forced colours (a contrast theme of Windows), where it is measured again too. */
export async function forced(page: Page, measured: () => Promise<string[]>): Promise<string[]> {
  const filled = await page.evaluateHandle(fills);
  // What changes slowly would be looked at half-way.
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  try {
    return [...await page.evaluate(lost, filled), ...await measured()];
  } finally {
    await page.emulateMedia({ forcedColors: null, reducedMotion: null });
    await filled.dispose();
  }
}
