/** A pattern that cannot be added; the message names it. */
export class RouteError extends Error {
  override name = "RouteError";
}
