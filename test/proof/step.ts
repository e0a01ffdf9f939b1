/**
 * Steps of a history, and how they are written in one word each:
 *
 *   a12 append 12 bytes · b begin a boot: append its record · t tidy · r boot
 *   d1.4 deliver up to 4 records to target 1 · g0 target 0 will not take its next record
 *   s0.4 send up to 4 to target 0 · k0.2 of those it acknowledges 2
 *   x7 as the first: the region is littered, not erased
 *
 * `x9` behind a step repeats it; `@1t3.77` behind one cuts the power in it: in its flash operation
 * 1, in way t at word 3, with bits drawn from seed 77. The boot after a cut goes without saying.
 */
import type { Cut, Way } from './cut.ts'

export type StepKind = 'a' | 'b' | 't' | 'r' | 'd' | 'g' | 's' | 'k' | 'x'

export interface Step {
  readonly kind: StepKind
  /** Bytes, or records, or the seed of litter. */
  readonly count: number
  readonly target: number
  readonly cut?: Cut
}

export function step(kind: StepKind, count = 0, target = 0): Step {
  return { kind, count, target }
}

const BARE = 'btr'
const OF_TARGET = 'dsk'

function formatOne({ kind, count, target, cut }: Step): string {
  let text: string = kind
  if (kind === 'g') text += target
  else if (OF_TARGET.includes(kind)) text += `${target}.${count}`
  else if (!BARE.includes(kind)) text += count
  return cut === undefined ? text : `${text}@${cut.op}${cut.way}${cut.word}.${cut.seed}`
}

export function format(steps: readonly Step[]): string {
  const words: string[] = []
  for (let i = 0; i < steps.length; ) {
    const word = formatOne(steps[i]!)
    let count = 1
    while (i + count < steps.length && formatOne(steps[i + count]!) === word) count++
    words.push(count > 1 ? `${word}x${count}` : word)
    i += count
  }
  return words.join(',')
}

const WORD = /^([abtrdgskx])(\d*)(?:\.(\d+))?(?:@(\d+)([ntgucTGUCEP])(\d+)\.(\d+))?(?:x(\d+))?$/

function parseWord(word: string): Step[] {
  const match = WORD.exec(word)
  if (match === null) throw new Error(`'${word}' is no step`)
  const [, kind, first, second, op, way, at, seed, times] = match
  const hasTarget = kind === 'g' || OF_TARGET.includes(kind!)
  const plain = step(
    kind as StepKind,
    Number((hasTarget ? second : first) ?? 0),
    hasTarget ? Number(first) & 1 : 0,
  )
  const cut =
    op === undefined
      ? undefined
      : { op: Number(op), way: way as Way, word: Number(at), seed: Number(seed) }
  const taken = cut === undefined ? plain : { ...plain, cut }
  return new Array<Step>(Number(times ?? 1)).fill(taken)
}

export function parse(text: string): Step[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .flatMap(parseWord)
}
