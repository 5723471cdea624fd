import assert from "node:assert/strict";
import { test } from "node:test";

import { SaveQueue, systemTimer, type Job, type Timer } from "../src/index.ts";

class FakeTimer implements Timer {
  now = 0;
  #next = 1;
  #due = new Map<number, { at: number; run: () => void }>();

  after(ms: number, run: () => void): () => void {
    const id = this.#next++;
    this.#due.set(id, { at: this.now + ms, run });
    return () => void this.#due.delete(id);
  }

  get running(): number {
    return this.#due.size;
  }

  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const next = [...this.#due].filter(([, one]) => one.at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
      if (next === undefined) break;
      this.#due.delete(next[0]);
      this.now = next[1].at;
      next[1].run();
      await settle();
    }
    this.now = end;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

function setUp(options: { @@quiet@@?: number; maxWaitMs?: number } = {}) {
  const timer = new FakeTimer();
  const sent: string[] = [];
  const send = async (job: Job<string>) => void sent.push(`${job.key}=${job.value}@${timer.now}`);
  return { timer, sent, queue: new SaveQueue<string>(send, timer, options) };
}

test("only the last state of a quiet note is sent", async () => {
  const { timer, sent, queue } = setUp({ @@quiet@@: 100 });
  queue.push({ key: "a", value: "1" });
  await timer.advance(60);
  queue.push({ key: "a", value: "2" });
  await timer.advance(99);
  assert.deepEqual(sent, []);
  await timer.advance(1);
  assert.deepEqual(sent, ["a=2@160"]);
});

test("keys wait independently", async () => {
  const { timer, sent, queue } = setUp({ @@quiet@@: 100 });
  queue.push({ key: "a", value: "1" });
  await timer.advance(50);
  queue.push({ key: "b", value: "1" });
  await timer.advance(100);
  assert.deepEqual(sent, ["a=1@100", "b=1@150"]);
});

test("a busy typist is saved at the latest after maxWaitMs", async () => {
  const { timer, sent, queue } = setUp({ @@quiet@@: 100, maxWaitMs: 250 });
  for (let at = 0; at <= 450; at += 50) {
    queue.push({ key: "a", value: String(at) });
    await timer.advance(50);
  }
  assert.equal(sent[0], "a=200@250");
  assert.equal(sent[1], "a=450@500");
  await timer.advance(500);
  assert.equal(sent.length, 2);
});

test("maxWaitMs shorter than @@quiet@@ wins", async () => {
  const { timer, sent, queue } = setUp({ @@quiet@@: 100, maxWaitMs: 30 });
  queue.push({ key: "a", value: "1" });
  await timer.advance(30);
  assert.deepEqual(sent, ["a=1@30"]);
  assert.equal(timer.running, 0);
});

test("flush sends in the order in which the keys began to wait", async () => {
  const { timer, sent, queue } = setUp({ @@quiet@@: 100, maxWaitMs: 500 });
  queue.push({ key: "a", value: "1" });
  queue.push({ key: "b", value: "1" });
  queue.push({ key: "a", value: "2" });
  await queue.flush();
  assert.deepEqual(sent, ["a=2@0", "b=1@0"]);
  assert.equal(timer.running, 0);
  assert.equal(queue.size, 0);
});

test("size and idle count what waits", async () => {
  const { timer, queue } = setUp({ @@quiet@@: 100 });
  queue.push({ key: "a", value: "1" });
  queue.push({ key: "a", value: "2" });
  queue.push({ key: "b", value: "1" });
  assert.equal(queue.size, 2);
  let idle = false;
  void queue.idle().then(() => (idle = true));
  await timer.advance(99);
  assert.equal(idle, false);
  await timer.advance(1);
  assert.equal(idle, true);
  assert.equal(queue.size, 0);
});

test("a job that is due is not replaced any more", async () => {
  const timer = new FakeTimer();
  const sent: string[] = [];
  let release: () => void = () => {};
  const send = (job: Job<string>) => {
    sent.push(job.value);
    return new Promise<void>((resolve) => (release = resolve));
  };
  const queue = new SaveQueue<string>(send, timer, { @@quiet@@: 10 });
  queue.push({ key: "a", value: "1" });
  queue.push({ key: "b", value: "2" });
  await timer.advance(10);
  queue.push({ key: "b", value: "3" });
  assert.equal(queue.size, 3);
  release();
  await settle();
  assert.deepEqual(sent, ["1", "2"]);
  release();
  await timer.advance(10);
  assert.deepEqual(sent, ["1", "2", "3"]);
});

test("no timer is left running", async () => {
  const { timer, queue } = setUp({ @@quiet@@: 100, maxWaitMs: 1000 });
  for (let push = 0; push < 5; push++) queue.push({ key: "a", value: String(push) });
  assert.ok(timer.running <= 2);
  await timer.advance(100);
  assert.equal(timer.running, 0);
});

test("a failing job is reported and the rest goes on", async () => {
  const timer = new FakeTimer();
  const log: string[] = [];
  const send = async (job: Job<string>) => {
    if (job.key === "bad") throw new Error("offline");
    log.push(job.key);
  };
  const queue = new SaveQueue<string>(send, timer, { @@quiet@@: 10, onError: (_error, job) => log.push(`failed ${job.key}`) });
  queue.push({ key: "bad", value: "" });
  queue.push({ key: "good", value: "" });
  await queue.flush();
  assert.deepEqual(log, ["failed bad", "good"]);
});

test("without @@quiet@@ every push is sent at once", async () => {
  const { timer, sent, queue } = setUp({ maxWaitMs: 5 });
  queue.push({ key: "a", value: "1" });
  queue.push({ key: "a", value: "2" });
  assert.equal(queue.size, 2);
  await queue.idle();
  assert.deepEqual(sent, ["a=1@0", "a=2@0"]);
  assert.equal(timer.running, 0);
  await queue.flush();
});

test("the system timer still works", async () => {
  await new Promise<void>((resolve) => systemTimer.after(1, resolve));
  systemTimer.after(1, () => assert.fail("was cancelled"))();
});
