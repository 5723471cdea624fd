import assert from "node:assert/strict";
import { test } from "node:test";

import { keyOf, tilesAround } from "../src/index.ts";

test("keys", () => {
  assert.equal(keyOf({ zoom: 3, x: 1, y: 2 }), "3/1/2");
});

test("nearest first", () => {
  assert.equal(keyOf(tilesAround({ zoom: 3, x: 4, y: 4 }, 1)[0]), "3/4/4");
});
