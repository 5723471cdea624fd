import assert from "node:assert/strict";
import { test } from "node:test";

import { BillError } from "../src/index.ts";

test("an error names its field", () => {
  assert.equal(new BillError("tip", "negative").field, "tip");
});
