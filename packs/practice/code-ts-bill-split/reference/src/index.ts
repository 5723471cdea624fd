export { BillError } from "./errors.ts";
export { @@fn@@ } from "./split.ts";
export type { Bill, Line, Split } from "./types.ts";
