export { RouteError } from "./errors.ts";
export { RouteTable } from "./table.ts";
export type { Match } from "./table.ts";
