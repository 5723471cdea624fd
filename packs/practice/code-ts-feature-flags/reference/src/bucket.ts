import { createHash } from "node:crypto";

/**
 * Returns where a user stands in the rollout of a flag: 0 up to, not including, 100.
 *
 * It follows from the two names alone, and is as good as independent from one flag to the next.
 */
export function bucket(flag: string, id: string): number {
  // JSON keeps ("ab", "c") and ("a", "bc") apart.
  const digest = createHash("sha256").update(JSON.stringify([flag, id])).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * 100;
}
