import assert from "node:assert/strict";
import { test } from "node:test";

import { SaveQueue, systemTimer } from "../src/index.ts";

test("only the last state of a quiet note is sent", async () => {
  const sent: string[] = [];
  const queue = new SaveQueue<string>(async (job) => void sent.push(job.value), systemTimer, { @@quiet@@: 300 });
  queue.push({ key: "a", value: "1" });
  queue.push({ key: "a", value: "2" });
  assert.equal(queue.size, 1);
  await queue.flush();
  assert.deepEqual(sent, ["2"]);
});
