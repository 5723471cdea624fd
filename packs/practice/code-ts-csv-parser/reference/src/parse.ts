import { CsvError } from "./errors.ts";
import { readRecords } from "./records.ts";

export type Row = Record<string, string>;

export interface CsvOptions {
  /** One character, "," unless given. */
  @@option@@?: string;
}

/** Reads a table whose first row holds the names. Raises `CsvError`, and `RangeError` for an impossible @@option@@. */
export function parseCsv(text: string, options: CsvOptions = {}): Row[] {
  const @@option@@ = checked(options.@@option@@ ?? ",");
  const [head, ...body] = readRecords(text.startsWith("\uFEFF") ? text.slice(1) : text, @@option@@);
  if (head === undefined) return [];
  if (new Set(head.fields).size !== head.fields.length) {
    throw new CsvError(head.line, "two columns have the same name");
  }
  return body.map((record) => toRow(head.fields, record.fields, record.line));
}

function checked(@@option@@: string): string {
  if (@@option@@.length !== 1 || /["\r\n]/.test(@@option@@)) {
    throw new RangeError(`the @@option@@ is one character, not ${JSON.stringify(@@option@@)}`);
  }
  return @@option@@;
}

function toRow(names: string[], fields: string[], line: number): Row {
  if (fields.length !== names.length) {
    throw new CsvError(line, `${fields.length} fields instead of ${names.length}`);
  }
  return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? ""]));
}
