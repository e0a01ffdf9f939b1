/** What the checker found: which promise was broken, and how. */
export class Violation extends Error {
  readonly invariant: string

  /** `invariant`: I1 to I8, as the README of this folder's checker, `world.ts`, lists them. */
  constructor(invariant: string, message: string) {
    super(`${invariant}: ${message}`)
    this.invariant = invariant
  }
}
