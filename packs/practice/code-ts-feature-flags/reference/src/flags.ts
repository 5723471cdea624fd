import { bucket } from "./bucket.ts";
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
    return rule !== undefined && rule.on && inGroups(rule, user) && inShare(flag, rule, user);
  }

  /** Returns the names of all flags that are on for a user, sorted by code unit. */
  enabledFor(user: User): string[] {
    return [...this.#rules.keys()].filter((flag) => this.isEnabled(flag, user)).sort();
  }
}

function inGroups(rule: Rule, user: User): boolean {
  if (rule.groups === undefined) return true;
  const groups = user.groups ?? [];
  return rule.groups.some((name) => groups.includes(name));
}

function inShare(flag: string, rule: Rule, user: User): boolean {
  if (rule.@@field@@ === undefined || rule.@@field@@ === 100) return true;
  return user.id !== "" && bucket(flag, user.id) < rule.@@field@@;
}
