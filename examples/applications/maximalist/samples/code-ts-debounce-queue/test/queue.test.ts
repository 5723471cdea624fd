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

/** Timers that ring when the test says so. */
function handTimer() {
  const running = new Map<number, () => void>();
  let id = 0;
  return {
    running,
    after(_ms: number, run: () => void) {
      const mine = (id += 1);
      running.set(mine, run);
      return () => void running.delete(mine);
    },
  };
}

test("the last letter wins and no timer is left", async () => {
  const timer = handTimer();
  const sent: string[] = [];
  const queue = new SaveQueue<string>(async (job) => void sent.push(job.value), timer, { quietMs: 300, maxWaitMs: 900 });
  for (const value of ["h", "he", "hey"]) queue.push({ key: "note", value });
  assert.deepEqual([queue.size, timer.running.size], [1, 2]);
  await queue.flush();
  assert.deepEqual([sent, timer.running.size], [["hey"], 0]);
});

test("idle waits for the quiet time", async () => {
  const timer = handTimer();
  const queue = new SaveQueue<string>(async () => {}, timer, { quietMs: 300 });
  queue.push({ key: "note", value: "x" });
  let idle = false;
  const done = queue.idle().then(() => (idle = true));
  await Promise.resolve();
  assert.equal(idle, false);
  for (const ring of [...timer.running.values()]) ring();
  await done;
  assert.equal(queue.size, 0);
});
