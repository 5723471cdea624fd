export { SaveQueue, type QueueOptions } from "./queue.ts";
export { systemTimer } from "./timer.ts";
export type { Job, Send, Timer } from "./types.ts";
