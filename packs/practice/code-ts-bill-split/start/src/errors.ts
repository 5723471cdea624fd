/** A bill that cannot be split; `field` says which part of it. */
export class BillError extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.field = field;
  }
}
