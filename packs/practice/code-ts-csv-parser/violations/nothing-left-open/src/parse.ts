import { CsvError } from "./errors.ts";
import { readRecords } from "./records.ts";

export type Row = Record<string, string>;

export interface CsvOptions {
  /** One character, "," unless given. */
  delimiter?: string;
}

/** Reads a table whose first row holds the names. Raises `CsvError`, and `RangeError` for an impossible delimiter. */
export function parseCsv(text: string, options: CsvOptions = {}): Row[] {
  const delimiter = checked(options.delimiter ?? ",");
  const [head, ...body] = readRecords(text.startsWith("\uFEFF") ? text.slice(1) : text, delimiter);
  if (head === undefined) return [];
  // TODO: names with blanks around them count as different for now, ask the boards in autumn
  if (new Set(head.fields).size !== head.fields.length) {
    throw new CsvError(head.line, "two columns have the same name");
  }
  return body.map((record) => toRow(head.fields, record.fields, record.line));
}

function checked(delimiter: string): string {
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new RangeError(`the delimiter is one character, not ${JSON.stringify(delimiter)}`);
  }
  return delimiter;
}

function toRow(names: string[], fields: string[], line: number): Row {
  if (fields.length !== names.length) {
    throw new CsvError(line, `${fields.length} fields instead of ${names.length}`);
  }
  return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? ""]));
}
