import assert from "node:assert/strict";
import { test } from "node:test";

import { @@fn@@, BillError } from "../src/index.ts";
import type { Line } from "../src/index.ts";

const line = (amount: string, ...names: string[]): Line =>
  names.length ? { text: "x", amount, for: names } : { text: "x", amount };

function shares(lines: Line[], tip?: string, people = ["ada", "bo", "cy"]): string[] {
  const split = @@fn@@({ lines, tip, people });
  assert.deepEqual([...split.shares.keys()], people);
  return [...split.shares.values(), split.total];
}

test("evenly", () => {
  assert.deepEqual(shares([line("9.00")]), ["3.00", "3.00", "3.00", "9.00"]);
  assert.deepEqual(shares([]), ["0.00", "0.00", "0.00", "0.00"]);
});

test("cents left over go to the smallest sum so far, then to the first", () => {
  assert.deepEqual(shares([line("10.00")]), ["3.34", "3.33", "3.33", "10.00"]);
  assert.deepEqual(shares([line("0.02")]), ["0.01", "0.01", "0.00", "0.02"]);
  assert.deepEqual(shares([line("1.00", "ada"), line("0.01")]), ["1.00", "0.01", "0.00", "1.01"]);
  assert.deepEqual(shares([line("0.01"), line("0.01"), line("0.01")]), ["0.01", "0.01", "0.01", "0.03"]);
});

test("lines for some", () => {
  assert.deepEqual(shares([line("5.01", "cy", "bo"), line("2.00", "ada")]), ["2.00", "2.51", "2.50", "7.01"]);
});

test("discounts take from the largest", () => {
  assert.deepEqual(shares([line("1.00", "bo"), line("-0.01")]), ["0.00", "0.99", "0.00", "0.99"]);
  assert.deepEqual(shares([line("-0.02")]), ["-0.01", "-0.01", "0.00", "-0.02"]);
  assert.deepEqual(shares([line("-3.01")]), ["-1.01", "-1.00", "-1.00", "-3.01"]);
});

test("a tip in proportion", () => {
  assert.deepEqual(shares([line("10.00", "ada"), line("30.00", "bo")], "4.00"), ["11.00", "33.00", "0.00", "44.00"]);
  assert.deepEqual(shares([line("10.00", "ada"), line("30.00", "bo")], "10%"), ["11.00", "33.00", "0.00", "44.00"]);
});

test("a percentage is rounded with halves up", () => {
  assert.equal(shares([line("0.05", "ada")], "10%")[3], "0.06");
  assert.equal(shares([line("0.04", "ada")], "10%")[3], "0.04");
});

test("largest remainder, then the first", () => {
  assert.deepEqual(shares([line("1.00", "ada"), line("2.00", "bo")], "0.01"), ["1.00", "2.01", "0.00", "3.01"]);
  assert.deepEqual(shares([line("3.00")], "0.02"), ["1.01", "1.01", "1.00", "3.02"]);
});

test("a tip on nothing is split evenly", () => {
  assert.deepEqual(shares([], "1.00"), ["0.34", "0.33", "0.33", "1.00"]);
});

test("a sultan's wedding", () => {
  assert.deepEqual(shares([line("90071992547409.93", "ada"), line("0.01", "bo")]), [
    "90071992547409.93",
    "0.01",
    "0.00",
    "90071992547409.94",
  ]);
});

test("what cannot be split", () => {
  const bad: [Line[], string | undefined, string[], string][] = [
    ...["12.5", "1e3", "+1.00", ".50", "01.00", "-0.00", "", "1.000", " 1.00", "1,00"].map(
      (amount) => [[line("1.00"), line(amount)], undefined, ["a"], "lines[1].amount"] as [Line[], undefined, string[], string],
    ),
    ...["-1.00", "1.5%", "101%", "x", "%", "-1%"].map(
      (tip) => [[line("1.00")], tip, ["a"], "tip"] as [Line[], string, string[], string],
    ),
    [[], undefined, [], "people"],
    [[line("x")], undefined, ["a", "a"], "people"],
    [[line("1.00", "b")], undefined, ["a"], "lines[0].for"],
    [[line("1.00", "a", "a")], undefined, ["a"], "lines[0].for"],
    [[{ text: "x", amount: "1.00", for: [] }], undefined, ["a"], "lines[0].for"],
    [[line("1.00", "b"), line("x")], "x", ["a"], "lines[0].for"],
    [[line("x", "b")], undefined, ["a"], "lines[0].amount"],
  ];
  for (const [lines, tip, people, field] of bad) {
    assert.throws(
      () => @@fn@@({ lines, tip, people }),
      (error: unknown) => error instanceof BillError && error.field === field,
      JSON.stringify([lines, tip, people]),
    );
  }
});

test("shares always add up", () => {
  const cents = (text: string) => BigInt(text.replace(".", ""));
  for (let number = 1; number < 300; number += 1) {
    const lines = [line(`${number}.0${number % 10}`), line(`0.${10 + (number % 89)}`, "bo", "cy"), line("-0.07")];
    const split = @@fn@@({ lines, tip: `${number % 30}%`, people: ["ada", "bo", "cy"] });
    let sum = 0n;
    for (const share of split.shares.values()) sum += cents(share);
    assert.equal(sum, cents(split.total));
  }
});
