/**
 * Gives a user a place from 0 up to 100 in the line for a flag. The same names, the same place, in every process.
 *
 * FNV-1a over UTF-16 code units, then the finisher of MurmurHash3: FNV alone leaves ids that differ in the last digit close
 * to each other, and in my measurement 10 percent became 14.
 */
export function place(flag: string, id: string): number {
  let hash = 0x811c9dc5;
  for (const unit of units(flag, id)) hash = Math.imul(hash ^ unit, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return ((hash >>> 0) / 2 ** 32) * 100;
}

/** 0xffff is no character, so it cannot stand in a name and keeps flag and id apart. */
function* units(flag: string, id: string): Generator<number> {
  for (let at = 0; at < flag.length; at += 1) yield flag.charCodeAt(at);
  yield 0xffff;
  for (let at = 0; at < id.length; at += 1) yield id.charCodeAt(at);
}
