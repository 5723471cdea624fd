import assert from "node:assert/strict";
import { test } from "node:test";

import { place } from "../src/place.ts";

test("places are spread evenly, for ids that differ in the last digits only", () => {
  const tenths = new Array<number>(10).fill(0);
  for (let n = 0; n < 20_000; n += 1) tenths[Math.floor(place("map", `9000${n}`) / 10)]! += 1;
  for (const count of tenths) assert.ok(Math.abs(count - 2000) < 200, String(tenths));
});

test("flag and id do not run into each other", () => {
  assert.notEqual(place("ab", "c"), place("a", "bc"));
});
