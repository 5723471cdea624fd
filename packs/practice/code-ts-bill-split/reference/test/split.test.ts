import assert from "node:assert/strict";
import { test } from "node:test";

import { @@fn@@ } from "../src/index.ts";

test("three ways", () => {
  const bill = { lines: [{ text: "tea", amount: "10.00" }], people: ["ada", "bo", "cy"] };
  assert.deepEqual([...@@fn@@(bill).shares.values()], ["3.34", "3.33", "3.33"]);
});
