export { CsvError } from "./errors.ts";
export { splitLines, type Line } from "./lines.ts";
export { parseCsv, type CsvOptions, type Row } from "./parse.ts";
