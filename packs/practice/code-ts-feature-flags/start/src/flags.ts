import type { Rule, Rules } from "./rules.ts";

export interface User {
  /** "" for somebody who is not logged in. */
  id: string;
  groups?: string[];
}

/** Answers whether a flag is on for a user. */
export class Flags {
  readonly #rules: Rules;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  isEnabled(flag: string, user: User): boolean {
    const rule = this.#rules.get(flag);
    return rule !== undefined && rule.on && inGroups(rule, user);
  }
}

function inGroups(rule: Rule, user: User): boolean {
  if (rule.groups === undefined) return true;
  const groups = user.groups ?? [];
  return rule.groups.some((name) => groups.includes(name));
}
