/** Which kits a fault strikes, or an expectation speaks of. */
import * as v from 'valibot'

const NAME = '[A-Za-z][A-Za-z0-9_.-]*'
const SHARE = new RegExp(`^(\\d{1,3}(?:\\.\\d+)?) ?%(?: of (${NAME}))?$`)
const NUMBER = new RegExp(`^(\\d+) of (${NAME})$`)
const HIT = new RegExp(`^hit by (${NAME})$`)

const WORDS =
  'all, a group, a kit’s id, a number, 10 %, 3 of a group, or "hit by" and a fault’s name'

const One = v.pipe(
  v.union(
    [
      v.pipe(
        v.string(),
        v.regex(new RegExp(`^${NAME}$|${HIT.source}|${SHARE.source}|${NUMBER.source}`)),
      ),
      v.pipe(v.number(), v.integer(), v.minValue(0)),
    ],
    `kits are wanted: ${WORDS}`,
  ),
  v.description(`Kits: ${WORDS}.`),
)

export const Selection = v.union([One, v.array(One)], `kits are wanted: ${WORDS}`)
export type Selection = v.InferOutput<typeof Selection>

/** What one word of a selection means; `of` is a group. */
export type Picked =
  | { readonly kind: 'all' | 'none' }
  | { readonly kind: 'number'; readonly count: number; readonly of?: string | undefined }
  | { readonly kind: 'share'; readonly share: number; readonly of?: string | undefined }
  | { readonly kind: 'hit'; readonly fault: string }
  | { readonly kind: 'name'; readonly name: string }

export function picked(word: string | number): Picked {
  if (typeof word === 'number') return { kind: 'number', count: word }
  if (word === 'all' || word === 'none') return { kind: word }
  const share = SHARE.exec(word)
  if (share !== null) return { kind: 'share', share: Number(share[1]) / 100, of: share[2] }
  const number = NUMBER.exec(word)
  if (number !== null) return { kind: 'number', count: Number(number[1]), of: number[2] }
  const hit = HIT.exec(word)
  if (hit !== null) return { kind: 'hit', fault: hit[1]! }
  return { kind: 'name', name: word }
}

/** Whether no kit is meant, and not only none found. */
export function meansNone(selection: Selection): boolean {
  return wordsOf(selection).every((word) => picked(word).kind === 'none')
}

export function wordsOf(selection: Selection): readonly (string | number)[] {
  return Array.isArray(selection) ? selection : [selection]
}
