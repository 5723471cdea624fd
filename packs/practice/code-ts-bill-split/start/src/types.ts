/** One line of a bill. Without `for` it is everybody's. */
export interface Line {
  readonly text: string;
  readonly amount: string;
  readonly for?: readonly string[];
}

export interface Bill {
  readonly lines: readonly Line[];
  readonly tip?: string;
  readonly people: readonly string[];
}

/** Shares in the order of the bill's people. */
export interface Split {
  readonly shares: ReadonlyMap<string, string>;
  readonly total: string;
}
