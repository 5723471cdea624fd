import { RouteError } from "./errors.ts";
import { partsOf, segmentsOf } from "./@@file@@.ts";

/** What a path is called, and the values of its parameters. */
export interface Match {
  readonly name: string;
  readonly params: Record<string, string>;
}

interface End {
  readonly name: string;
  readonly params: readonly string[];
}

interface Branch {
  readonly literal: Map<string, Branch>;
  one: Branch | undefined;
  rest: End | undefined;
  end: End | undefined;
}

const branch = (): Branch => ({ literal: new Map(), one: undefined, rest: undefined, end: undefined });

/** Patterns of paths and what they are called. */
export class RouteTable {
  readonly #root = branch();

  add(pattern: string, name: string): void {
    const segments = segmentsOf(pattern);
    const params = segments.filter((one) => one.kind !== "literal").map((one) => one.text);
    let at = this.#root;
    for (const { kind, text } of segments) {
      if (kind === "rest") break;
      let next = kind === "one" ? at.one : at.literal.get(text);
      if (next === undefined) {
        next = branch();
        if (kind === "one") at.one = next;
        else at.literal.set(text, next);
      }
      at = next;
    }
    const place = segments.at(-1)?.kind === "rest" ? "rest" : "end";
    if (at[place] !== undefined) throw new RouteError(`${pattern}: there already`);
    at[place] = { name, params };
  }

  find(path: string): string | undefined {
    return this.@@method@@(path)?.name;
  }

  @@method@@(path: string): Match | undefined {
    const parts = partsOf(path);
    if (parts === undefined) return undefined;
    const values: string[] = [];
    const end = descend(this.#root, parts, 0, values);
    if (end === undefined) return undefined;
    const params: Record<string, string> = Object.create(null);
    end.params.forEach((param, number) => {
      params[param] = values[number];
    });
    return { name: end.name, params };
  }
}

/** The best end below a branch; each branch is entered once, because its depth is that of the path. */
function descend(at: Branch, parts: readonly string[], depth: number, values: string[]): End | undefined {
  if (depth === parts.length) return at.end;
  const part = parts[depth];
  const literal = at.literal.get(part);
  const straight = literal && descend(literal, parts, depth + 1, values);
  if (straight !== undefined) return straight;
  if (at.one !== undefined && part !== "") {
    values.push(part);
    const found = descend(at.one, parts, depth + 1, values);
    if (found !== undefined) return found;
    values.pop();
  }
  if (at.rest !== undefined) values.push(parts.slice(depth).join("/"));
  return at.rest;
}
