import assert from "node:assert/strict";
import { test } from "node:test";

import { RouteTable } from "../src/index.ts";

test("fixed paths", () => {
  const table = new RouteTable();
  table.add("/depots", "depots");
  assert.equal(table.find("/depots"), "depots");
});
