import { CsvError } from "./errors.ts";
import { splitLines } from "./lines.ts";

export type Row = Record<string, string>;

/** Reads a table whose first row holds the names. Raises `CsvError`. */
export function parseCsv(text: string): Row[] {
  const [head, ...body] = splitLines(text);
  if (head === undefined) return [];
  const names = head.text.split(",");
  return body.map((line) => toRow(names, line.text.split(","), line.number));
}

function toRow(names: string[], fields: string[], line: number): Row {
  if (fields.length !== names.length) {
    throw new CsvError(line, `${fields.length} fields instead of ${names.length}`);
  }
  return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? ""]));
}
