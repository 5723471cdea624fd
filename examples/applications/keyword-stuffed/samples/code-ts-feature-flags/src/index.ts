export { Flags, type User } from "./flags.ts";
export { parseRules, type Rule, type Rules } from "./rules.ts";
