import assert from "node:assert/strict";
import { test } from "node:test";

import { @@fn@@ } from "../src/index.ts";

test("the budget holds", () => {
  const cache = @@fn@@({ @@option@@: 10, now: () => 0 });
  for (const key of ["a", "b", "c"]) cache.put(key, new Uint8Array(4));
  assert.deepEqual([cache.size, cache.bytes], [2, 8]);
});
