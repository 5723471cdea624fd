import assert from "node:assert/strict";
import { test } from "node:test";

import { RouteTable } from "../src/index.ts";

test("a parameter", () => {
  const table = new RouteTable();
  table.add("/depots/{id}", "depot");
  assert.equal(table.@@method@@("/depots/7")?.params["id"], "7");
});
