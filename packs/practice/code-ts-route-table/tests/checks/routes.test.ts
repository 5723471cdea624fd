import assert from "node:assert/strict";
import { test } from "node:test";

import { RouteError, RouteTable } from "../src/index.ts";

function table(...patterns: string[]): RouteTable {
  const made = new RouteTable();
  for (const pattern of patterns) made.add(pattern, pattern);
  return made;
}

function found(routes: RouteTable, path: string): [string, Record<string, string>] | undefined {
  const match = routes.@@method@@(path);
  return match && [match.name, { ...match.params }];
}

test("parameters", () => {
  const routes = table("/depots/{id}/shelves/{shelf}", "/");
  assert.deepEqual(found(routes, "/depots/7/shelves/a-b"), ["/depots/{id}/shelves/{shelf}", { id: "7", shelf: "a-b" }]);
  assert.deepEqual(found(routes, "/"), ["/", {}]);
  for (const path of ["/depots/7", "/depots//shelves/1", "/depots/7/shelves/1/", "depots/7/shelves/1", ""]) {
    assert.equal(found(routes, path), undefined, path);
  }
});

test("find returns the name", () => {
  assert.equal(table("/a/{b}").find("/a/1"), "/a/{b}");
  assert.equal(table("/a/{b}").find("/b/1"), undefined);
});

test("a rest", () => {
  const routes = table("/files/{path...}");
  assert.deepEqual(found(routes, "/files/a/b//c"), ["/files/{path...}", { path: "a/b//c" }]);
  assert.deepEqual(found(routes, "/files/a"), ["/files/{path...}", { path: "a" }]);
  assert.deepEqual(found(routes, "/files/"), ["/files/{path...}", { path: "" }]);
  assert.equal(found(routes, "/files"), undefined);
});

test("more literal further left, in any order of adding", () => {
  const patterns = ["/{x...}", "/{x}/b", "/a/{y}", "/a/b", "/a/{z...}"];
  for (const order of [patterns, [...patterns].reverse()]) {
    const routes = table(...order);
    assert.equal(routes.find("/a/b"), "/a/b");
    assert.equal(routes.find("/a/c"), "/a/{y}");
    assert.equal(routes.find("/a/c/d"), "/a/{z...}");
    assert.equal(routes.find("/q/b"), "/{x}/b");
    assert.equal(routes.find("/q/c"), "/{x...}");
  }
});

test("the best branch may be a dead end", () => {
  const routes = table("/a/b/d", "/a/{x}/c", "/{y}/b/{z}/e");
  assert.equal(routes.find("/a/b/c"), "/a/{x}/c");
  assert.equal(routes.find("/a/b/d/e"), "/{y}/b/{z}/e");
});

test("parameters of a dead end are forgotten", () => {
  assert.deepEqual(found(table("/{a}/{b}/x", "/{c...}"), "/1/2/y"), ["/{c...}", { c: "1/2/y" }]);
});

test("patterns that cannot be", () => {
  for (const pattern of ["", "a", "/{}", "/{a", "/a}", "/x{id}", "/{id}x", "/{a}/{a}", "/{r...}/b", "/{...}", "/{1a}", "/{a-b}", "/{a}{b}"]) {
    assert.throws(() => table(pattern), RouteError, pattern);
  }
});

test("the same but for names", () => {
  assert.throws(() => table("/a/{x}", "/a/{y}"), RouteError);
  assert.throws(() => table("/{x...}", "/{y...}"), RouteError);
  assert.ok(table("/a/{x}", "/a/{y...}", "/a/{x}/b", "/a/{z}/c"));
});

test("names belong to their pattern", () => {
  const routes = table("/a/{x}/b", "/a/{z}/c");
  assert.deepEqual(found(routes, "/a/1/c"), ["/a/{z}/c", { z: "1" }]);
  assert.deepEqual(found(routes, "/a/1/b"), ["/a/{x}/b", { x: "1" }]);
});

test("decoding", () => {
  const routes = table("/f/{name}", "/g/{rest...}", "/gr\u00fcn");
  assert.deepEqual(found(routes, "/f/a%2Fb%20c+d"), ["/f/{name}", { name: "a/b c+d" }]);
  assert.deepEqual(found(routes, "/g/a%2Fb/c"), ["/g/{rest...}", { rest: "a/b/c" }]);
  assert.equal(routes.find("/gr%C3%BCn"), "/gr\u00fcn");
  assert.equal(routes.find("/f/%E0%A4%A"), undefined);
  assert.equal(routes.find("/f/%"), undefined);
});

test("no prototype", () => {
  const match = table("/{constructor}/{valueOf}").@@method@@("/a/b");
  assert.equal(Object.getPrototypeOf(match?.params), null);
  assert.equal(match?.params["constructor"], "a");
  assert.equal(match?.params["valueOf"], "b");
});

test("upper and lower case", () => {
  assert.equal(table("/A").find("/a"), undefined);
});

test("many patterns and long paths", () => {
  const routes = new RouteTable();
  for (let number = 0; number < 4000; number += 1) routes.add(`/p${number}/{id}/x`, `n${number}`);
  routes.add("/" + Array(40).fill("a").join("/"), "long");
  const start = performance.now();
  for (let number = 0; number < 4000; number += 1) assert.equal(routes.find(`/p${number}/7/x`), `n${number}`);
  for (let round = 0; round < 200; round += 1) assert.equal(routes.find("/a".repeat(2000)), undefined);
  assert.ok(performance.now() - start < 4000);
});

test("branches that multiply", () => {
  const routes = new RouteTable();
  for (let mask = 0; mask < 1024; mask += 1) {
    const parts = Array.from({ length: 10 }, (_one, at) => ((mask >> at) & 1 ? "a" : `{p${at}}`));
    routes.add(`/${parts.join("/")}/end`, String(mask));
  }
  const start = performance.now();
  for (let round = 0; round < 100; round += 1) assert.equal(routes.find("/a/a/a/a/a/a/a/a/a/a/no"), undefined);
  assert.ok(performance.now() - start < 4000);
});
