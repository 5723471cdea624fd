export { RouteError } from "./errors.ts";
export { RouteTable } from "./table.ts";
