import assert from "node:assert/strict";
import { test } from "node:test";

import { Flags, parseRules } from "../src/index.ts";

function share(percent: number): string[] {
  const flags = new Flags(parseRules({ map: { on: true, @@field@@: percent } }));
  return Array.from({ length: 2000 }, (_one, n) => `u-${n}`).filter((id) => flags.isEnabled("map", { id }));
}

test("raising the percentage only adds users", () => {
  const [ten, twenty] = [share(10), share(20)];
  assert.ok(ten.length > 140 && ten.length < 260);
  assert.ok(ten.every((id) => twenty.includes(id)));
});

test("visitors without an id get it at 100 only", () => {
  const flags = new Flags(parseRules({ most: { on: true, @@field@@: 99 }, all: { on: true, @@field@@: 100 } }));
  assert.deepEqual(flags.enabledFor({ id: "" }), ["all"]);
});
