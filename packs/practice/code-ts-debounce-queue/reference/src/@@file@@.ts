import type { Job, Send, Timer } from "./types.ts";

export interface QueueOptions<T> {
  onError?: (error: unknown, job: Job<T>) => void;
  /** A job waits until its key has been quiet for so long; without it every push is sent. */
  @@quiet@@?: number;
  /** A key is due at the latest so long after its wait began. */
  maxWaitMs?: number;
}

/** A key that waits: its newest job, and what cancels its two timers. */
interface Wait<T> {
  job: Job<T>;
  cancelQuiet: () => void;
  cancelMax: () => void;
}

/** Sends jobs one after the other, each as soon as its key has been quiet. */
export class SaveQueue<T> {
  /** In the order in which the keys began to wait: a Map keeps a key's place when its value is replaced. */
  #quiet = new Map<string, Wait<T>>();
  #waiting: Job<T>[] = [];
  #sending = false;
  #idle: (() => void)[] = [];
  readonly #send: Send<T>;
  readonly #timer: Timer;
  readonly #options: QueueOptions<T>;

  constructor(send: Send<T>, timer: Timer, options: QueueOptions<T> = {}) {
    this.#send = send;
    this.#timer = timer;
    this.#options = options;
  }

  /** How many jobs have not been sent yet. */
  get size(): number {
    return this.#quiet.size + this.#waiting.length + (this.#sending ? 1 : 0);
  }

  push(job: Job<T>): void {
    const { @@quiet@@ } = this.#options;
    if (@@quiet@@ === undefined) this.#enqueue(job);
    else this.#wait(job, @@quiet@@);
  }

  /** Makes everything that waits due; resolves when nothing is left to send. */
  flush(): Promise<void> {
    for (const key of [...this.#quiet.keys()]) this.#due(key);
    return this.idle();
  }

  /** Resolves when nothing is left to send. */
  idle(): Promise<void> {
    if (this.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #wait(job: Job<T>, @@quiet@@: number): void {
    const { key } = job;
    const before = this.#quiet.get(key);
    before?.cancelQuiet();
    this.#quiet.set(key, {
      job,
      cancelQuiet: this.#timer.after(@@quiet@@, () => this.#due(key)),
      cancelMax: before?.cancelMax ?? this.#startMax(key),
    });
  }

  #startMax(key: string): () => void {
    const { maxWaitMs } = this.#options;
    return maxWaitMs === undefined ? () => {} : this.#timer.after(maxWaitMs, () => this.#due(key));
  }

  #due(key: string): void {
    const wait = this.#quiet.get(key);
    if (wait === undefined) return;
    wait.cancelQuiet();
    wait.cancelMax();
    this.#quiet.delete(key);
    this.#enqueue(wait.job);
  }

  #enqueue(job: Job<T>): void {
    this.#waiting.push(job);
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#sending) return;
    let job = this.#waiting.shift();
    while (job !== undefined) {
      this.#sending = true;
      await this.#sendOne(job);
      job = this.#waiting.shift();
    }
    this.#sending = false;
    if (this.size > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #sendOne(job: Job<T>): Promise<void> {
    try {
      await this.#send(job);
    } catch (error) {
      this.#options.onError?.(error, job);
    }
  }
}
