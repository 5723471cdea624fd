import assert from "node:assert/strict";
import { test } from "node:test";

import { CsvError, parseCsv, splitLines } from "../src/index.ts";

test("the first row holds the names", () => {
  assert.deepEqual(parseCsv("name,room\r\nAda,12\r\n\r\nBo,\r\n"), [
    { name: "Ada", room: "12" },
    { name: "Bo", room: "" },
  ]);
});

test("an empty text is an empty table", () => {
  assert.deepEqual(parseCsv(""), []);
});

test("a ragged row names its line", () => {
  assert.throws(() => parseCsv("a,b\n\n1\n"), (error) => error instanceof CsvError && error.line === 3);
});

test("lines keep their numbers", () => {
  assert.deepEqual(splitLines("a\n\n b\n"), [
    { number: 1, text: "a" },
    { number: 3, text: " b" },
  ]);
});
