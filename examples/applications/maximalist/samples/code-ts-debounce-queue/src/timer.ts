import type { Timer } from "./types.ts";

/** The page's own timer. The only place that may call it. */
export const systemTimer: Timer = {
  after(ms, run) {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};
