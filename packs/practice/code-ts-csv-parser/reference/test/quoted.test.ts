import assert from "node:assert/strict";
import { test } from "node:test";

import { CsvError, parseCsv } from "../src/index.ts";

test("a note over several lines", () => {
  assert.deepEqual(parseCsv('name;note\nAda;"late; ""again""\nsick"\n', { @@option@@: ";" }), [
    { name: "Ada", note: 'late; "again"\nsick' },
  ]);
});

test("an open quote names the line in which it began", () => {
  assert.throws(() => parseCsv('a\n"1\n2\n'), (error) => error instanceof CsvError && error.line === 2);
});
