export { SaveQueue, type QueueOptions } from "./@@file@@.ts";
export { systemTimer } from "./timer.ts";
export type { Job, Send, Timer } from "./types.ts";
