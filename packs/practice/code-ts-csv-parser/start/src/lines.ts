/** One line of a text and its number, counted from 1. */
export interface Line {
  number: number;
  text: string;
}

/** Returns the lines that are not blank. The importer relies on the numbers: blank lines count, they are only left out. */
export function splitLines(text: string): Line[] {
  return text
    .split(/\r?\n/)
    .map((one, index) => ({ number: index + 1, text: one }))
    .filter((line) => line.text.trim() !== "");
}
