/** What the operators write for one flag. */
export interface Rule {
  on: boolean;
  /** Only users of one of these groups; everybody where it is absent. */
  groups?: string[];
  /** Share of the users, in percent. */
  percent?: number;
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
  const groups = raw["groups"];
  const percent = parsePercent(flag, raw["percent"]);
  if (groups === undefined) return { on: raw["on"], ...percent };
  if (!isStrings(groups)) throw new TypeError(`${flag}: "groups" is a list of names`);
  return { on: raw["on"], groups, ...percent };
}

function parsePercent(flag: string, raw: unknown): { percent?: number } {
  if (raw === undefined) return {};
  if (typeof raw === "number" && raw >= 0 && raw <= 100) return { percent: raw };
  throw new TypeError(`${flag}: "percent" goes from 0 to 100`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
