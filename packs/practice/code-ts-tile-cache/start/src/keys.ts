/** Column and row of a tile at a zoom level. */
export interface Tile {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

/** How a tile is called in the cache and on the server. */
export function keyOf(tile: Tile): string {
  return `${tile.zoom}/${tile.x}/${tile.y}`;
}

/** The tiles of a view: those within `reach` columns and rows, nearest first. */
export function tilesAround(centre: Tile, reach: number): Tile[] {
  const found: Tile[] = [];
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      found.push({ zoom: centre.zoom, x: centre.x + dx, y: centre.y + dy });
    }
  }
  const far = (tile: Tile) => Math.abs(tile.x - centre.x) + Math.abs(tile.y - centre.y);
  return found.sort((a, b) => far(a) - far(b));
}
