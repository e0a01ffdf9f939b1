/**
 * Where and how the power fails: within flash operation `op` of a step of the history, in a `way`,
 * at word `word` of what is written there. `seed` draws the bits.
 */
export interface Cut {
  readonly op: number
  readonly way: Way
  readonly word: number
  readonly seed: number
}

/**
 * Ways in which one write or erase ends early.
 *
 * Words go one after the other, and the one under way tears:
 * - `n` none tears: the words before `word` are complete, the others were not touched
 * - `t` some of the bits that should fall have fallen; others are unstable
 * - `g` nothing fell that reading could show, but the word is not erased either
 * - `u` nothing fell for good; bits that should fall are unstable, so that it reads erased at times
 * - `c` everything fell, but some bits are unstable, so that it reads complete at times
 *
 * The capitals are the same for the whole operation at once, as a page is programmed, and for an
 * erase, where bits rise; there `n` with word 0 is before it, with word 1 after it. Also:
 * - `E` an erase that reads as if it were complete, and is not
 * - `P` an erase that has done one part of the block
 */
export type Way = 'n' | 't' | 'g' | 'u' | 'c' | 'T' | 'G' | 'U' | 'C' | 'E' | 'P'

/** Ways of a torn word, and of a torn operation. */
export const WORD_WAYS: readonly Way[] = ['t', 'g', 'u', 'c']
export const PAGE_WAYS: readonly Way[] = ['T', 'G', 'U', 'C']
export const ERASE_WAYS: readonly Way[] = ['T', 'T', 'G', 'U', 'C', 'C', 'E', 'P', 'P']
