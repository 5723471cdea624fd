import assert from "node:assert/strict";
import { test } from "node:test";

import { SaveQueue, systemTimer, type Job } from "../src/index.ts";

test("jobs are sent one after the other", async () => {
  const log: string[] = [];
  const send = async (job: Job<string>) => {
    log.push(`begin ${job.value}`);
    await Promise.resolve();
    log.push(`end ${job.value}`);
  };
  const queue = new SaveQueue<string>(send, systemTimer);
  queue.push({ key: "a", value: "1" });
  queue.push({ key: "b", value: "2" });
  await queue.idle();
  assert.deepEqual(log, ["begin 1", "end 1", "begin 2", "end 2"]);
});

test("a failure is reported and the queue goes on", async () => {
  const failed: string[] = [];
  const sent: string[] = [];
  const send = async (job: Job<string>) => {
    if (job.key === "bad") throw new Error("offline");
    sent.push(job.key);
  };
  const queue = new SaveQueue<string>(send, systemTimer, { onError: (_error, job) => failed.push(job.key) });
  queue.push({ key: "bad", value: "" });
  queue.push({ key: "good", value: "" });
  await queue.idle();
  assert.deepEqual([failed, sent], [["bad"], ["good"]]);
});

test("only the last state of a quiet note is sent", async () => {
  const sent: string[] = [];
  const waits: (() => void)[] = [];
  const timer = { after: (_ms: number, run: () => void) => (waits.push(run), () => {}) };
  const queue = new SaveQueue<string>(async (job) => void sent.push(job.value), timer, { @@quiet@@: 300 });
  queue.push({ key: "a", value: "1" });
  queue.push({ key: "a", value: "2" });
  assert.equal(queue.size, 1);
  await queue.flush();
  assert.deepEqual(sent, ["2"]);
});
