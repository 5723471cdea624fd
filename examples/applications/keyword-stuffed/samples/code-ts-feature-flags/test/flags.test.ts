import assert from "node:assert/strict";
import { test } from "node:test";

import { Flags, parseRules } from "../src/index.ts";

const flags = new Flags(parseRules({ open: { on: true }, closed: { on: false }, staff: { on: true, groups: ["staff"] } }));

test("on, off and unknown", () => {
  const user = { id: "u-1" };
  assert.deepEqual(["open", "closed", "typo"].map((flag) => flags.isEnabled(flag, user)), [true, false, false]);
});

test("groups", () => {
  assert.equal(flags.isEnabled("staff", { id: "u-1", groups: ["staff", "press"] }), true);
  assert.equal(flags.isEnabled("staff", { id: "u-2", groups: ["press"] }), false);
  assert.equal(flags.isEnabled("staff", { id: "u-3" }), false);
});

test("wrong rules are told at the start", () => {
  for (const rule of [null, [], {}, { on: "yes" }, { on: true, groups: "staff" }]) {
    assert.throws(() => parseRules({ odd: rule }), /odd/);
  }
});
