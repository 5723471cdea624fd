export { keyOf, tilesAround } from "./keys.ts";
export type { Tile } from "./keys.ts";
