/** What a fault is about. The accessibility statement has a sentence for each (`app/wings/town/src/help_pages/audit.rs`). */
export const rules = [
  'structure', 'language', 'width', 'target', 'form', 'size', 'contrast', 'spacing', 'zoom', 'forced', 'motion', 'focus',
] as const;

export type Rule = (typeof rules)[number];

/** A fault as it is told: what it is about, and what was seen. */
export function told(rule: Rule, what: string): string {
  return `${rule}: ${what}`;
}

/** What a fault is about. */
export function ruleOf(fault: string): Rule {
  const rule = rules.find((known) => fault.startsWith(`${known}: `));
  if (!rule) throw new Error(`a fault of no rule: ${fault}`);
  return rule;
}
