import { RouteError } from "./errors.ts";

/** Paths and what they are called. */
export class RouteTable {
  readonly #names = new Map<string, string>();

  add(pattern: string, name: string): void {
    if (!pattern.startsWith("/") || this.#names.has(pattern)) throw new RouteError(pattern);
    this.#names.set(pattern, name);
  }

  find(path: string): string | undefined {
    return this.#names.get(path);
  }
}
