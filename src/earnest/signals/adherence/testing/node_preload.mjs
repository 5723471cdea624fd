// Loaded before anything of the candidate: what judges a test can no longer be changed.
import assert from "node:assert";
import test from "node:test";

for (const judge of [assert, assert.strict, assert.AssertionError, test, JSON, Math, Reflect]) {
  Object.freeze(judge);
}
