import assert from "node:assert/strict";
import { test } from "node:test";

import { @@fn@@ } from "../src/index.ts";

const tile = (bytes: number) => new Uint8Array(bytes);

function made(budget: number, maxAgeMs?: number) {
  const clock = { ms: 1000 };
  const cache = @@fn@@({ @@option@@: budget, maxAgeMs, now: () => clock.ms });
  return { cache, clock };
}

test("what was put comes back", () => {
  const { cache } = made(100);
  const bytes = tile(10);
  cache.put("a", bytes);
  assert.equal(cache.get("a"), bytes);
  assert.equal(cache.get("b"), undefined);
  assert.deepEqual([cache.size, cache.bytes], [1, 10]);
});

test("the one unused for longest goes", () => {
  const { cache } = made(30);
  for (const key of ["a", "b", "c"]) cache.put(key, tile(10));
  cache.get("a");
  cache.put("d", tile(10));
  assert.equal(cache.get("b"), undefined);
  assert.ok(cache.get("a") && cache.get("c") && cache.get("d"));
});

test("as many go as are needed", () => {
  const { cache } = made(30);
  for (const key of ["a", "b", "c"]) cache.put(key, tile(10));
  cache.put("d", tile(25));
  assert.deepEqual([cache.size, cache.bytes], [1, 25]);
});

test("putting again replaces and counts as use", () => {
  const { cache } = made(30);
  for (const key of ["a", "b"]) cache.put(key, tile(10));
  cache.put("a", tile(15));
  assert.equal(cache.bytes, 25);
  cache.put("c", tile(10));
  assert.equal(cache.get("b"), undefined);
  assert.ok(cache.get("a"));
});

test("replacing does not push others out", () => {
  const { cache } = made(30);
  cache.put("a", tile(10));
  cache.put("b", tile(20));
  cache.put("b", tile(20));
  assert.equal(cache.size, 2);
});

test("too large for the budget", () => {
  const { cache } = made(30);
  cache.put("a", tile(10));
  cache.put("b", tile(10));
  cache.put("a", tile(31));
  assert.equal(cache.get("a"), undefined);
  assert.deepEqual([cache.size, cache.bytes], [1, 10]);
  cache.put("c", tile(30));
  assert.equal(cache.bytes, 30);
});

test("age", () => {
  const { cache, clock } = made(100, 500);
  cache.put("a", tile(10));
  clock.ms += 500;
  assert.ok(cache.get("a"));
  clock.ms += 1;
  assert.equal(cache.get("a"), undefined);
  assert.deepEqual([cache.size, cache.bytes], [0, 0]);
});

test("aged ones go first", () => {
  const { cache, clock } = made(30, 500);
  cache.put("old", tile(10));
  clock.ms += 300;
  cache.put("young", tile(10));
  cache.get("old");
  clock.ms += 300;
  cache.put("new", tile(20));
  assert.ok(cache.get("young"));
  assert.equal(cache.size, 2);
});

test("delete", () => {
  const { cache } = made(30);
  cache.put("a", tile(10));
  assert.deepEqual([cache.delete("a"), cache.delete("a"), cache.bytes], [true, false, 0]);
});

test("load fetches once for all who wait", async () => {
  const { cache } = made(30);
  let fetched = 0;
  const bytes = tile(10);
  const fetchTile = async (key: string) => {
    assert.equal(key, "a");
    fetched += 1;
    return bytes;
  };
  const both = await Promise.all([cache.load("a", fetchTile), cache.load("a", fetchTile)]);
  assert.deepEqual([both[0] === bytes, both[1] === bytes, fetched], [true, true, 1]);
  assert.equal(await cache.load("a", fetchTile), bytes);
  assert.equal(fetched, 1);
});

test("a failed fetch is told to all and forgotten", async () => {
  const { cache } = made(30);
  const fails = () => Promise.reject(new Error("no tile"));
  const results = await Promise.allSettled([cache.load("a", fails), cache.load("a", fails)]);
  assert.deepEqual(results.map((one) => one.status), ["rejected", "rejected"]);
  assert.equal(cache.size, 0);
  assert.equal((await cache.load("a", async () => tile(3))).length, 3);
});

test("a fetch that throws at once is a rejection and is forgotten", async () => {
  const { cache } = made(30);
  const throws = (): Promise<Uint8Array> => {
    throw new Error("now");
  };
  await assert.rejects(cache.load("a", throws), /now/);
  assert.equal((await cache.load("a", async () => tile(3))).length, 3);
});

test("put and delete win over a fetch", async () => {
  const { cache } = made(30);
  let finish = (_bytes: Uint8Array) => {};
  const slow = () => new Promise<Uint8Array>((resolve) => (finish = resolve));
  const first = cache.load("a", slow);
  cache.put("a", tile(5));
  finish(tile(7));
  assert.equal((await first).length, 7);
  assert.equal(cache.get("a")?.length, 5);
  const second = cache.load("b", slow);
  cache.delete("b");
  finish(tile(7));
  assert.equal((await second).length, 7);
  assert.equal(cache.get("b"), undefined);
});

test("settings that cannot be", () => {
  for (const budget of [0, -1, 1.5, NaN]) assert.throws(() => made(budget), RangeError);
  for (const age of [-1, NaN]) assert.throws(() => made(10, age), RangeError);
  assert.ok(made(10, 0));
});

test("many tiles", () => {
  const { cache } = made(2_000, 1e9);
  for (let number = 0; number < 20_000; number += 1) cache.put(`k${number}`, tile(1));
  assert.deepEqual([cache.size, cache.bytes], [2_000, 2_000]);
});
