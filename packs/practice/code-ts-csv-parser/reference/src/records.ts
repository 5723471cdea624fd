import { CsvError } from "./errors.ts";

/** The fields of one row and the line at which it begins, counted from 1. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

/** Where reading stands: `at` counts characters, `line` from 1. */
interface Cursor {
  text: string;
  at: number;
  line: number;
}

/** Yields the rows of a text; blank lines between them are skipped. Each character is looked at a fixed number of times. */
export function* readRecords(text: string, @@option@@: string): Generator<CsvRecord> {
  const cursor: Cursor = { text, at: 0, line: 1 };
  while (cursor.at < text.length) {
    const { line } = cursor;
    const fields = readFields(cursor, @@option@@);
    if (fields !== undefined) yield { line, fields };
  }
}

/** Reads up to the end of the row; undefined for a blank line. */
function readFields(cursor: Cursor, @@option@@: string): string[] | undefined {
  if (skipBlank(cursor)) return undefined;
  const fields: string[] = [];
  for (;;) {
    const quoted = cursor.text[cursor.at] === '"';
    fields.push(quoted ? readQuoted(cursor, @@option@@) : readPlain(cursor, @@option@@));
    if (cursor.text[cursor.at] !== @@option@@) break;
    cursor.at += 1;
  }
  skipBreak(cursor);
  return fields;
}

function skipBlank(cursor: Cursor): boolean {
  const found = cursor.text.indexOf("\n", cursor.at);
  const end = found < 0 ? cursor.text.length : found;
  for (let at = cursor.at; at < end; at += 1) {
    if (cursor.text.charAt(at).trim() !== "") return false;
  }
  cursor.at = end;
  skipBreak(cursor);
  return true;
}

function skipBreak(cursor: Cursor): void {
  const length = breakLength(cursor.text, cursor.at);
  cursor.at += length;
  if (length > 0) cursor.line += 1;
}

/** Returns the length of the line break at a place, 0 for none. */
function breakLength(text: string, at: number): number {
  if (text[at] === "\n") return 1;
  return text[at] === "\r" && text[at + 1] === "\n" ? 2 : 0;
}

function readPlain(cursor: Cursor, @@option@@: string): string {
  const { text, at: start } = cursor;
  let at = start;
  while (at < text.length && text[at] !== @@option@@ && breakLength(text, at) === 0) at += 1;
  cursor.at = at;
  return text.slice(start, at);
}

function readQuoted(cursor: Cursor, @@option@@: string): string {
  const { text, line: began } = cursor;
  const parts: string[] = [];
  let from = cursor.at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new CsvError(began, "a quoted field is never closed");
    parts.push(text.slice(from, quote));
    from = quote + 1;
    if (text[from] !== '"') break;
    parts.push('"');
    from += 1;
  }
  const value = parts.join("");
  cursor.line += value.split("\n").length - 1;
  cursor.at = from;
  const closed = from >= text.length || text[from] === @@option@@ || breakLength(text, from) > 0;
  if (!closed) throw new CsvError(cursor.line, "text after a closing quote");
  return value;
}
