import { RouteError } from "./errors.ts";

/** One segment of a pattern: a literal text, one segment by name, or all that is left. */
export interface Segment {
  readonly kind: "literal" | "one" | "rest";
  readonly text: string;
}

const OWN = [@@call@@];
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** The segments of a pattern; a `RouteError` where it cannot be one. */
export function segmentsOf(pattern: string): Segment[] {
  if (!pattern.startsWith("/")) throw new RouteError(`${pattern}: begins with a slash`);
  const parts = pattern.slice(1).split("/");
  const segments = parts.map((part) => segmentOf(part, pattern));
  const names = segments.filter((one) => one.kind !== "literal").map((one) => one.text);
  if (new Set(names).size < names.length) throw new RouteError(`${pattern}: a name twice`);
  if (segments.slice(0, -1).some((one) => one.kind === "rest")) throw new RouteError(`${pattern}: a rest in the middle`);
  return segments;
}

function segmentOf(part: string, pattern: string): Segment {
  if (!part.includes("{") && !part.includes("}")) return { kind: "literal", text: part };
  const inner = part.startsWith("{") && part.endsWith("}") ? part.slice(1, -1) : "";
  const rest = inner.endsWith("...");
  const text = rest ? inner.slice(0, -3) : inner;
  if (!NAME.test(text)) throw new RouteError(`${pattern}: ${part} is no parameter`);
  return { kind: rest ? "rest" : "one", text };
}

/** The decoded segments of a path, undefined where it is none. */
export function partsOf(path: string): string[] | undefined {
  if (!path.startsWith("/") || typeof @@call@@(path) !== typeof OWN[0](path)) return undefined;
  try {
    return path.slice(1).split("/").map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
