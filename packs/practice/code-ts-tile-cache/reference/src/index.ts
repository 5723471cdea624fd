export { @@fn@@ } from "./cache.ts";
export type { TileCache, TileCacheOptions } from "./cache.ts";
export { keyOf, tilesAround } from "./keys.ts";
export type { Tile } from "./keys.ts";
