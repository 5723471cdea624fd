import { place } from "./place.ts";
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
    return rule !== undefined && applies(flag, rule, user);
  }

  enabledFor(user: User): string[] {
    const on: string[] = [];
    for (const [flag, rule] of this.#rules) {
      if (applies(flag, rule, user)) on.push(flag);
    }
    return on.sort();
  }
}

function applies(flag: string, rule: Rule, user: User): boolean {
  return rule.on && inGroups(rule, user) && reached(flag, rule.percent ?? 100, user.id);
}

function reached(flag: string, percent: number, id: string): boolean {
  if (id === "") return percent === 100;
  return place(flag, id) < percent;
}

function inGroups(rule: Rule, user: User): boolean {
  if (rule.groups === undefined) return true;
  const groups = user.groups ?? [];
  return rule.groups.some((name) => groups.includes(name));
}
