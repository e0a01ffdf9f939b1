/** Classic faults of a log in flash, each of which the checker must find. */
export interface Plant {
  readonly name: string
  /** The source that it is planted in, and the text there, exactly once. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

export const PLANTS: readonly Plant[] = []
