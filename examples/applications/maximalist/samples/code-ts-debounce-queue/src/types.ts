/** One thing to save. Two jobs with one key concern the same note. */
export interface Job<T> {
  key: string;
  value: T;
}

export type Send<T> = (job: Job<T>) => Promise<void>;

/** A timer that can be replaced: in the desktop shell, and in tests. */
export interface Timer {
  /** Calls `run` after `ms` milliseconds; returns what cancels it. */
  after(ms: number, run: () => void): () => void;
}
