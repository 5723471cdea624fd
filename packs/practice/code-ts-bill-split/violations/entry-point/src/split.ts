import { BillError } from "./errors.ts";
import type { Bill, Line, Split } from "./types.ts";

const AMOUNT = /^(-?)(0|[1-9][0-9]*)\.([0-9]{2})$/;
const PERCENTAGE = /^(0|[1-9][0-9]?|100)%$/;

interface Part {
  readonly cents: bigint;
  readonly people: readonly string[];
}

/** Split a bill: every cent is somebody's, and the shares add up to the total. */
export function split(bill: Bill): Split {
  const { people } = bill;
  if (people.length === 0 || isRepeated(people)) {
    throw new BillError("people", "somebody, each once");
  }
  const parts = bill.lines.map((one, at) => partOf(one, people, `lines[${at}]`));
  const sum = parts.reduce((so, part) => so + part.cents, 0n);
  const tip = tipOf(bill.tip, sum);
  const sums = new Map<string, bigint>(people.map((name) => [name, 0n]));
  for (const part of parts) divide(part, sums);
  addTip(tip, sums, sum);
  const shares = new Map([...sums].map(([name, cents]) => [name, written(cents)]));
  return { shares, total: written(sum + tip) };
}

function isRepeated(names: readonly string[]): boolean {
  return new Set(names).size < names.length;
}

function partOf(line: Line, people: readonly string[], field: string): Part {
  const cents = centsOf(line.amount, `${field}.amount`);
  const names = line.for ?? people;
  const known = names.every((name) => people.includes(name));
  if (names.length === 0 || isRepeated(names) || !known) {
    throw new BillError(`${field}.for`, "people of the bill, each once");
  }
  return { cents, people: people.filter((name) => names.includes(name)) };
}

function centsOf(text: string, field: string): bigint {
  const match = AMOUNT.exec(text);
  if (match === null || text === "-0.00") {
    throw new BillError(field, `${text} is no amount`);
  }
  const cents = BigInt(match[2] + match[3]);
  return match[1] === "-" ? -cents : cents;
}

function tipOf(text: string | undefined, sum: bigint): bigint {
  if (text === undefined) return 0n;
  const match = PERCENTAGE.exec(text);
  if (match !== null) {
    const tip = halvesUp(sum * BigInt(match[1]), 100n);
    return tip < 0n ? 0n : tip;
  }
  const cents = centsOf(text, "tip");
  if (cents < 0n) throw new BillError("tip", "is never negative");
  return cents;
}

function halvesUp(cents: bigint, by: bigint): bigint {
  return floored(2n * cents + by, 2n * by);
}

function floored(cents: bigint, by: bigint): bigint {
  const quotient = cents / by;
  return cents % by < 0n ? quotient - 1n : quotient;
}

/** Add a line: spare cents to the smallest sums, those of a discount to the largest. */
function divide(part: Part, sums: Map<string, bigint>): void {
  const count = BigInt(part.people.length);
  const even = part.cents / count;
  const spare = part.cents % count;
  const step = spare < 0n ? -1n : 1n;
  const direction = spare < 0n ? -1 : 1;
  const order = [...part.people];
  order.sort((a, b) => compared(of(sums, a), of(sums, b)) * direction);
  for (const [number, name] of order.entries()) {
    const more = BigInt(number) < spare * step ? step : 0n;
    sums.set(name, of(sums, name) + even + more);
  }
}

/** Add the tip in proportion to the sums, by largest remainder. */
function addTip(tip: bigint, sums: Map<string, bigint>, sum: bigint): void {
  const names = [...sums.keys()];
  const weights = names.map((name) => (sum === 0n ? 1n : of(sums, name)));
  const whole = sum === 0n ? BigInt(names.length) : sum;
  const rests: [string, bigint][] = [];
  let left = tip;
  for (const [number, name] of names.entries()) {
    const share = floored(tip * weights[number], whole);
    rests.push([name, tip * weights[number] - share * whole]);
    sums.set(name, of(sums, name) + share);
    left -= share;
  }
  rests.sort((a, b) => compared(b[1], a[1]));
  for (const [name] of rests) {
    if (left === 0n) break;
    sums.set(name, of(sums, name) + 1n);
    left -= 1n;
  }
}

function of(sums: Map<string, bigint>, name: string): bigint {
  return sums.get(name) ?? 0n;
}

function compared(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function written(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
