export { BillError } from "./errors.ts";
export { split as @@fn@@ } from "./split.ts";
export type { Bill, Line, Split } from "./types.ts";
