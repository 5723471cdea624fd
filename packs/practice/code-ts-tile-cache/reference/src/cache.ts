/** `@@option@@` in bytes; tiles older than `maxAgeMs` are as good as absent; `now` in milliseconds. */
export interface TileCacheOptions {
  readonly @@option@@: number;
  readonly maxAgeMs?: number;
  readonly now: () => number;
}

export interface TileCache {
  readonly size: number;
  readonly bytes: number;
  get(key: string): Uint8Array | undefined;
  put(key: string, bytes: Uint8Array): void;
  delete(key: string): boolean;
  load(key: string, fetchTile: (key: string) => Promise<Uint8Array>): Promise<Uint8Array>;
}

interface Held {
  readonly bytes: Uint8Array;
  readonly since: number;
}

/** Keep tiles within a number of bytes. Both maps are in order: `held` of use, `ages` of storing. */
export function @@fn@@(options: TileCacheOptions): TileCache {
  const { @@option@@: most, maxAgeMs = Infinity, now } = options;
  if (!Number.isInteger(most) || most < 1) throw new RangeError("the budget is a positive integer");
  if (!(maxAgeMs >= 0)) throw new RangeError("the age is not negative");
  const held = new Map<string, Held>();
  const ages = new Map<string, number>();
  const fetches = new Map<string, Promise<Uint8Array>>();
  let total = 0;

  const isAged = (since: number) => now() - since > maxAgeMs;

  function drop(key: string): boolean {
    const one = held.get(key);
    if (one === undefined) return false;
    held.delete(key);
    ages.delete(key);
    total -= one.bytes.length;
    return true;
  }

  function makeRoom(bytes: number): void {
    if (total + bytes <= most) return;
    for (const [key, since] of ages) {
      if (!isAged(since)) break;
      drop(key);
    }
    for (const key of held.keys()) {
      if (total + bytes <= most) break;
      drop(key);
    }
  }

  function store(key: string, bytes: Uint8Array): void {
    drop(key);
    if (bytes.length > most) return;
    makeRoom(bytes.length);
    const since = now();
    held.set(key, { bytes, since });
    ages.set(key, since);
    total += bytes.length;
  }

  function get(key: string): Uint8Array | undefined {
    const one = held.get(key);
    if (one === undefined) return undefined;
    if (isAged(one.since)) {
      drop(key);
      return undefined;
    }
    held.delete(key);
    held.set(key, one);
    return one.bytes;
  }

  async function fetched(key: string, fetchTile: (key: string) => Promise<Uint8Array>): Promise<Uint8Array> {
    const mine = (async () => fetchTile(key))();
    fetches.set(key, mine);
    try {
      const bytes = await mine;
      if (fetches.get(key) === mine) store(key, bytes);
      return bytes;
    } finally {
      if (fetches.get(key) === mine) fetches.delete(key);
    }
  }

  return {
    get size() {
      return held.size;
    },
    get bytes() {
      return total;
    },
    get,
    put(key, bytes) {
      fetches.delete(key);
      store(key, bytes);
    },
    delete(key) {
      fetches.delete(key);
      return drop(key);
    },
    load(key, fetchTile) {
      const there = get(key);
      if (there !== undefined) return Promise.resolve(there);
      return fetches.get(key) ?? fetched(key, fetchTile);
    },
  };
}
