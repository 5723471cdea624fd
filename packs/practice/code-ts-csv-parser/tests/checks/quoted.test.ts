import assert from "node:assert/strict";
import { test } from "node:test";

import { CsvError, parseCsv, splitLines } from "../src/index.ts";

function failsAt(line: number, run: () => unknown): void {
  assert.throws(run, (error) => error instanceof CsvError && error.line === line);
}

test("quoted @@option@@s and quotes", () => {
  assert.deepEqual(parseCsv('name,room\nAda,"Room 12, ""east"" wing"\n'), [{ name: "Ada", room: 'Room 12, "east" wing' }]);
});

test("line breaks inside quotes", () => {
  assert.deepEqual(parseCsv('name,note\r\nAda,"late\r\n\r\nsick"\r\nBo,-\r\n'), [
    { name: "Ada", note: "late\r\n\r\nsick" },
    { name: "Bo", note: "-" },
  ]);
});

test("empty and last fields", () => {
  assert.deepEqual(parseCsv('a,b,c\n"",,"x"'), [{ a: "", b: "", c: "x" }]);
  assert.deepEqual(parseCsv('a,b\n1,""'), [{ a: "1", b: "" }]);
});

test("a quote inside an unquoted field is an ordinary character", () => {
  assert.deepEqual(parseCsv('size,n\n5" pipe,"2"\n'), [{ size: '5" pipe', n: "2" }]);
});

test("quoted names", () => {
  assert.deepEqual(parseCsv('"first, last",x\nAda,1\n'), [{ "first, last": "Ada", x: "1" }]);
});

test("text after a closing quote", () => {
  failsAt(2, () => parseCsv('a,b\n"1"x,2\n'));
  failsAt(3, () => parseCsv('a,b\n1,2\n"1" ,2\n'));
});

test("a quote that is never closed names the line in which it began", () => {
  failsAt(3, () => parseCsv('a,b\n1,2\n3,"4\n5,6\n'));
  failsAt(2, () => parseCsv('a\n"'));
});

test("a field that opens later in a row of several lines", () => {
  failsAt(4, () => parseCsv('a,b\n"1\n2\n3","never\n'));
});

test("ragged rows name the line at which they begin", () => {
  failsAt(5, () => parseCsv('a,b\n"x\ny",2\n\n"1\n2"\n'));
});

test("other @@option@@s", () => {
  assert.deepEqual(parseCsv('a;b\n"1;2";3,4\n', { @@option@@: ";" }), [{ a: "1;2", b: "3,4" }]);
  assert.deepEqual(parseCsv("a\tb\n1\t2\n", { @@option@@: "\t" }), [{ a: "1", b: "2" }]);
  assert.deepEqual(parseCsv("a|b\n1|2\n", { @@option@@: "|" }), [{ a: "1", b: "2" }]);
  assert.deepEqual(parseCsv("a,b\n1,2\n", {}), [{ a: "1", b: "2" }]);
});

test("impossible @@option@@s", () => {
  for (const @@option@@ of ["", '"', "\n", "\r", ";;"]) {
    assert.throws(() => parseCsv("a\n", { @@option@@ }), RangeError, JSON.stringify(@@option@@));
  }
});

test("a byte order mark is no part of the first name", () => {
  assert.deepEqual(parseCsv('\uFEFF"a",b\n1,2\n'), [{ a: "1", b: "2" }]);
});

test("two columns of one name", () => {
  failsAt(2, () => parseCsv("\na,b,a\n1,2,3\n"));
});

test("names that every object has", () => {
  const [row] = parseCsv("__proto__,constructor\n1,2\n");
  assert.deepEqual(Object.entries(row ?? {}), [["__proto__", "1"], ["constructor", "2"]]);
});

test("blank lines are skipped and blank fields are not", () => {
  assert.deepEqual(parseCsv("a,b\n\n  \n1,2\n\n"), [{ a: "1", b: "2" }]);
  assert.deepEqual(parseCsv('a\n""\n'), [{ a: "" }]);
});

test("only blank lines", () => {
  assert.deepEqual(parseCsv("\n \r\n"), []);
});

test("large files stay linear", () => {
  const text = `a,b\n${'"x, ""y""",2\n'.repeat(200_000)}`;
  const began = performance.now();
  assert.equal(parseCsv(text).length, 200_000);
  assert.ok(performance.now() - began < 8000);
});

test("one long open quote stays linear", () => {
  failsAt(1, () => parseCsv(`"${"a\n".repeat(200_000)}`));
});

test("as before: names, ragged rows, empty text", () => {
  assert.deepEqual(parseCsv("name,room\r\nAda,12\r\n\r\nBo,\r\n"), [
    { name: "Ada", room: "12" },
    { name: "Bo", room: "" },
  ]);
  assert.deepEqual(parseCsv(""), []);
  failsAt(3, () => parseCsv("a,b\n\n1\n"));
  failsAt(2, () => parseCsv("a,b\n1,2,3\n"));
});

test("splitLines as before", () => {
  assert.deepEqual(splitLines('a\r\n\n "b\nc"\n'), [
    { number: 1, text: "a" },
    { number: 3, text: ' "b' },
    { number: 4, text: 'c"' },
  ]);
});
