import { Rule } from './faults';

/** What moves although the reader has asked for less. It runs in the browser and may use nothing but itself. */
export function moving(): string[] {
  const rule: Rule = 'motion';
  const faults = document.getAnimations().filter((one) => one.playState === 'running').map(() => `${rule}: an animation runs`);
  const name = (element: Element): string => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;
  for (const element of document.querySelectorAll('*')) {
    if (element.matches('animate, animateMotion, animateTransform, marquee, video[autoplay]')) faults.push(`${rule}: ${name(element)}`);
    if (getComputedStyle(element).scrollBehavior === 'smooth') faults.push(`${rule}: glides as it scrolls: ${name(element)}`);
    for (const part of [undefined, '::before', '::after']) {
      const style = getComputedStyle(element, part);
      const lasts = (times: string): boolean => times.split(',').some((time) => parseFloat(time) > 0);
      if (lasts(style.transitionDuration)) faults.push(`${rule}: changes slowly: ${name(element)}${part ?? ''}`);
      if (style.animationName !== 'none' && lasts(style.animationDuration)) faults.push(`${rule}: is animated: ${name(element)}${part ?? ''}`);
    }
  }
  return faults;
}
