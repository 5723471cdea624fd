import assert from "node:assert/strict";
import { test } from "node:test";

import { Flags, parseRules } from "../src/index.ts";

const USERS = Array.from({ length: 20_000 }, (_one, index) => ({ id: `u-${index}` }));

function chosen(flag: string, percent: number, users = USERS): Set<string> {
  const flags = new Flags(parseRules({ [flag]: { on: true, @@field@@: percent } }));
  return new Set(users.filter((user) => flags.isEnabled(flag, user)).map((user) => user.id));
}

test("shares are right", () => {
  for (const percent of [0, 0.5, 10, 33, 50, 99.5, 100]) {
    const share = (chosen("seat-map", percent).size / USERS.length) * 100;
    assert.ok(Math.abs(share - percent) < 1, `${share} instead of ${percent}`);
  }
});

test("nobody at 0 and everybody at 100", () => {
  assert.equal(chosen("seat-map", 0).size, 0);
  assert.equal(chosen("seat-map", 100).size, USERS.length);
});

test("shares are right for numeric ids and other flags", () => {
  const users = Array.from({ length: 20_000 }, (_one, index) => ({ id: String(1_000_000 + index) }));
  for (const flag of ["a", "b", "a-very-long-flag-name", "flagge-für-züge"]) {
    const share = (chosen(flag, 20, users).size / users.length) * 100;
    assert.ok(Math.abs(share - 20) < 1.2, `${flag}: ${share}`);
  }
});

test("the same answer again and in another instance", () => {
  assert.deepEqual(chosen("seat-map", 25), chosen("seat-map", 25));
});

test("raising the percentage only adds", () => {
  let before = new Set<string>();
  for (const percent of [0, 1, 10, 11, 50, 90, 100]) {
    const now = chosen("seat-map", percent);
    for (const id of before) assert.ok(now.has(id), `${id} lost it at ${percent}`);
    before = now;
  }
});

test("two flags choose independently", () => {
  for (const [one, other] of [["seat-map", "checkout"], ["test1", "test2"], ["a", "b"], ["ab", "ba"]] as const) {
    const first = chosen(one, 10);
    const both = [...chosen(other, 10)].filter((id) => first.has(id)).length;
    assert.ok(both > 120 && both < 290, `${one} and ${other} share ${both} of 20000`);
  }
});

test("flag and id are not simply glued together", () => {
  const users = Array.from({ length: 400 }, (_one, index) => index);
  const left = users.filter((n) => new Flags(parseRules({ ab: { on: true, @@field@@: 50 } })).isEnabled("ab", { id: `c${n}` }));
  const right = users.filter((n) => new Flags(parseRules({ a: { on: true, @@field@@: 50 } })).isEnabled("a", { id: `bc${n}` }));
  assert.notDeepEqual(left, right);
});

test("visitors without an id", () => {
  for (const percent of [1, 50, 99.9]) assert.equal(chosen("seat-map", percent, [{ id: "" }]).size, 0);
  assert.equal(chosen("seat-map", 100, [{ id: "" }]).size, 1);
});

test("other conditions go first", () => {
  const flags = new Flags(
    parseRules({ off: { on: false, @@field@@: 100 }, staff: { on: true, groups: ["staff"], @@field@@: 100 } }),
  );
  assert.equal(flags.isEnabled("off", { id: "u-1" }), false);
  assert.equal(flags.isEnabled("staff", { id: "u-1" }), false);
  assert.equal(flags.isEnabled("staff", { id: "u-1", groups: ["staff"] }), true);
});

test("wrong percentages are told at the start", () => {
  for (const percent of [-1, 100.5, Number.NaN, Infinity, "10", null, true, [10]]) {
    assert.throws(() => parseRules({ odd: { on: true, @@field@@: percent } }), (error) => error instanceof TypeError && /odd/.test(error.message));
  }
});

test("enabledFor", () => {
  const rules = { b: { on: true }, Z: { on: true, @@field@@: 100 }, a: { on: true, groups: ["x"] }, é: { on: true }, c: { on: false } };
  const flags = new Flags(parseRules(rules));
  assert.deepEqual(flags.enabledFor({ id: "u-1" }), ["Z", "b", "é"]);
  assert.deepEqual(flags.enabledFor({ id: "u-1", groups: ["x"] }), ["Z", "a", "b", "é"]);
  assert.deepEqual(new Flags(parseRules({})).enabledFor({ id: "" }), []);
});

test("as before: on, off, unknown, groups, wrong rules", () => {
  const flags = new Flags(parseRules({ open: { on: true }, closed: { on: false }, staff: { on: true, groups: ["staff"] } }));
  assert.deepEqual(["open", "closed", "typo"].map((flag) => flags.isEnabled(flag, { id: "" })), [true, false, false]);
  assert.equal(flags.isEnabled("staff", { id: "u-1", groups: ["staff"] }), true);
  assert.equal(flags.isEnabled("staff", { id: "u-3" }), false);
  for (const rule of [null, [], {}, { on: "yes" }, { on: true, groups: "staff" }]) {
    assert.throws(() => parseRules({ odd: rule }), /odd/);
  }
});
