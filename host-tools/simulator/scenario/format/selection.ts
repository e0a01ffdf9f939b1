/** Which kits a fault strikes, or an expectation speaks of. */
import * as v from 'valibot'

const SHARE = /^(\d{1,3}(?:\.\d+)?) ?%$/
const HIT = /^hit by ([A-Za-z][A-Za-z0-9_.-]*)$/

const One = v.pipe(
  v.union(
    [v.pipe(v.string(), v.minLength(1)), v.pipe(v.number(), v.integer(), v.minValue(0))],
    'kits are wanted: all, a group, an id, a number of them, 10 %, or "hit by" a fault’s name',
  ),
  v.description('all, a group, a kit’s id, a number of kits, 10 %, or "hit by" a fault’s name.'),
)

export const Selection = v.union([One, v.array(One)])
export type Selection = v.InferOutput<typeof Selection>

/** What one word of a selection means. */
export type Picked =
  | { readonly kind: 'all' | 'none' }
  | { readonly kind: 'number'; readonly count: number }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'hit'; readonly fault: string }
  | { readonly kind: 'name'; readonly name: string }

export function picked(word: string | number): Picked {
  if (typeof word === 'number') return { kind: 'number', count: word }
  if (word === 'all' || word === 'none') return { kind: word }
  const share = SHARE.exec(word)
  if (share !== null) return { kind: 'share', share: Number(share[1]) / 100 }
  const hit = HIT.exec(word)
  if (hit !== null) return { kind: 'hit', fault: hit[1]! }
  return { kind: 'name', name: word }
}

export function wordsOf(selection: Selection): readonly (string | number)[] {
  return Array.isArray(selection) ? selection : [selection]
}
