import type { Job, Send, Timer } from "./types.ts";

export interface QueueOptions<T> {
  onError?: (error: unknown, job: Job<T>) => void;
}

/** Sends jobs one after the other. */
export class SaveQueue<T> {
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
    return this.#waiting.length + (this.#sending ? 1 : 0);
  }

  push(job: Job<T>): void {
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
