export { BillError } from "./errors.ts";
export type { Bill, Line, Split } from "./types.ts";
