/** What the operators write for one flag. */
export interface Rule {
  on: boolean;
  /** Only users of one of these groups; everybody where it is absent. */
  groups?: string[];
  /** 0 to 100: the share of users who get it; everybody where it is absent. */
  @@field@@?: number;
}

export type Rules = Map<string, Rule>;

/** Reads rules as they stand in the JSON file; throws a `TypeError` that names the flag. */
export function parseRules(raw: unknown): Rules {
  if (!isObject(raw)) throw new TypeError("rules are an object of flags");
  return new Map(Object.entries(raw).map(([flag, rule]) => [flag, parseRule(flag, rule)]));
}

function parseRule(flag: string, raw: unknown): Rule {
  if (!isObject(raw)) throw new TypeError(`${flag}: a rule is an object`);
  if (typeof raw["on"] !== "boolean") throw new TypeError(`${flag}: "on" is true or false`);
  const rule: Rule = { on: raw["on"] };
  const { groups, @@field@@: percent } = raw;
  if (groups !== undefined) {
    if (!isStrings(groups)) throw new TypeError(`${flag}: "groups" is a list of names`);
    rule.groups = groups;
  }
  if (percent !== undefined) {
    if (!isPercentage(percent)) throw new TypeError(`${flag}: "@@field@@" is a number from 0 to 100`);
    rule.@@field@@ = percent;
  }
  return rule;
}

function isPercentage(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 100;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
