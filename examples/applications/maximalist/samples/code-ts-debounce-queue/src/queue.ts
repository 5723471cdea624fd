import type { Job, Send, Timer } from "./types.ts";

export interface QueueOptions<T> {
  onError?: (error: unknown, job: Job<T>) => void;
  /** How long a key must be quiet before its last job is sent. */
  quietMs?: number;
  /** How long a key may wait at most, counted from the push that began the wait. */
  maxWaitMs?: number;
}

/** A key between its first push and the moment it is due. */
class Wait<T> {
  job: Job<T>;
  #stopQuiet: () => void = () => {};
  readonly #stopMax: () => void;

  constructor(job: Job<T>, stopMax: () => void) {
    this.job = job;
    this.#stopMax = stopMax;
  }

  /** Takes a newer job and starts the quiet time again. */
  renew(job: Job<T>, startQuiet: () => () => void): void {
    this.#stopQuiet();
    this.job = job;
    this.#stopQuiet = startQuiet();
  }

  stop(): void {
    this.#stopQuiet();
    this.#stopMax();
  }
}

/** Sends jobs one after the other. */
export class SaveQueue<T> {
  readonly #waits = new Map<string, Wait<T>>();
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
    return this.#waits.size + this.#waiting.length + (this.#sending ? 1 : 0);
  }

  push(job: Job<T>): void {
    const { quietMs, maxWaitMs } = this.#options;
    if (quietMs === undefined) return this.#line(job);
    const due = () => this.#due(job.key);
    let wait = this.#waits.get(job.key);
    if (wait === undefined) {
      wait = new Wait(job, maxWaitMs === undefined ? () => {} : this.#timer.after(maxWaitMs, due));
      this.#waits.set(job.key, wait);
    }
    wait.renew(job, () => this.#timer.after(quietMs, due));
  }

  /** Sends what waits without waiting longer. A Map remembers the order in which keys were first set. */
  flush(): Promise<void> {
    for (const key of Array.from(this.#waits.keys())) this.#due(key);
    return this.idle();
  }

  #due(key: string): void {
    const wait = this.#waits.get(key);
    if (wait === undefined) return;
    this.#waits.delete(key);
    wait.stop();
    this.#line(wait.job);
  }

  #line(job: Job<T>): void {
    this.#waiting.push(job);
    void this.#drain();
  }

  /** Resolves when nothing is left to send. */
  idle(): Promise<void> {
    if (this.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
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
    if (this.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #sendOne(job: Job<T>): Promise<void> {
    try {
      await this.#send(job);
    } catch (error) {
      this.#options.onError?.(error, job);
    }
  }
}
