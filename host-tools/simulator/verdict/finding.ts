/** What one expectation found at one kit. */
import type { Words } from './words.ts'

export type Finding = Found & {
  /** Of a kit that is not named: it shows what is expected of others, and nothing of those. */
  readonly isOther?: true
}

type Found =
  /** As expected. `figure` is the worst that was seen, in words. */
  | { readonly kind: 'met'; readonly figure?: string }
  /** Not as expected: what, in words, and when, in seconds since the start, if it has a moment. */
  | { readonly kind: 'failed'; readonly words: Words; readonly atS?: number }
  /** This kit, engine or world cannot show it: why. */
  | { readonly kind: 'untried'; readonly words: Words }

export function met(figure?: string): Finding {
  return figure === undefined ? { kind: 'met' } : { kind: 'met', figure }
}

export function failed(words: Words, atS?: number): Finding {
  return atS === undefined ? { kind: 'failed', words } : { kind: 'failed', words, atS }
}

export function untried(words: Words): Finding {
  return { kind: 'untried', words }
}
