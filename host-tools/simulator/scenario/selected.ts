/** Which kits a selection of a scenario file means. */
import { Random } from '../random.ts'
import { picked, type Selection, wordsOf } from './format/selection.ts'

/** Streams of the draws of selections, one for each fault. */
const SELECTIONS = 3_000

export interface Chooser {
  /** Ids of all kits, by number. */
  readonly ids: readonly string[]
  /** Names of their groups. */
  readonly groups: readonly string[]
  readonly seed: number
  /** Kits that a fault of this name strikes. */
  hitBy(fault: string): ReadonlySet<number>
}

/**
 * Numbers of kits. Shares and numbers are drawn: `draw` tells one selection's draws from another's,
 * and which kits of a fleet are chosen first does not depend on how many are.
 */
export function select(
  chooser: Chooser,
  kits: Selection,
  except: Selection,
  draw: number,
): ReadonlySet<number> {
  const without = union(chooser, except, draw, new Set())
  return union(chooser, kits, draw, without)
}

function union(
  chooser: Chooser,
  selection: Selection,
  draw: number,
  without: ReadonlySet<number>,
): Set<number> {
  const chosen = new Set<number>()
  for (const word of wordsOf(selection))
    for (const number of one(chooser, word, draw, without))
      if (!without.has(number)) chosen.add(number)
  return chosen
}

function one(
  chooser: Chooser,
  word: string | number,
  draw: number,
  without: ReadonlySet<number>,
): Iterable<number> {
  const { ids, groups, seed } = chooser
  const pick = picked(word)
  const all = ids.map((_, number) => number)
  switch (pick.kind) {
    case 'all':
      return all
    case 'none':
      return []
    case 'hit':
      return chooser.hitBy(pick.fault)
    case 'name':
      return all.filter((number) => ids[number] === pick.name || groups[number] === pick.name)
    default: {
      const among = all.filter(
        (number) => !without.has(number) && (pick.of === undefined || groups[number] === pick.of),
      )
      const count = pick.kind === 'number' ? pick.count : Math.round(pick.share * among.length)
      return drawn(among, count, seed, draw)
    }
  }
}

function drawn(among: readonly number[], count: number, seed: number, draw: number): number[] {
  const lots = among.map((number) => ({
    number,
    lot: new Random(seed, number, SELECTIONS + draw).next(),
  }))
  lots.sort((a, b) => a.lot - b.lot || a.number - b.number)
  return lots.slice(0, count).map(({ number }) => number)
}
