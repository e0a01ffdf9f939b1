/** Draws histories: what a kit does with its journal in its life, mixed by lot. */
import type { Random } from '../../host-tools/simulator/random.ts'
import { ERASE_WAYS, PAGE_WAYS, type Way, WORD_WAYS } from './cut.ts'
import type { Geometry } from './geometries.ts'
import { type Step, step } from './step.ts'

const WAYS: readonly Way[] = ['n', ...WORD_WAYS, ...PAGE_WAYS, ...ERASE_WAYS]

/** Bytes of a payload that suit the geometry: many fit a block, and now and then a long one. */
export function drawLength(random: Random, { blockLength, writeAlign }: Geometry): number {
  if (blockLength >= 4096)
    return random.between(0, 15) === 0 ? random.between(0, 240) : random.between(35, 75)
  const most = Math.max(Math.floor(blockLength / 10), writeAlign)
  return random.between(0, 7) === 0 ? random.between(0, most * 2) : random.between(0, most)
}

export function drawStep(random: Random, geometry: Geometry): Step {
  const lot = random.between(0, 99)
  const target = random.between(0, 1)
  const few = random.between(1, 9)
  if (lot < 52) return step('a', drawLength(random, geometry))
  if (lot < 68) return step('t')
  if (lot < 80) return step('d', few, target)
  if (lot < 84) return step('s', few, target)
  if (lot < 88) return step('k', few, target)
  if (lot < 91) return step('d', 40, target)
  if (lot < 94) return step('g', 0, target)
  return step(lot < 97 ? 'b' : 'r')
}

/** The same step with the power failing somewhere in it. */
export function withCut(random: Random, plain: Step): Step {
  const way = WAYS[random.between(0, WAYS.length - 1)]!
  const op = random.between(0, 3) === 0 ? random.between(1, 4) : 0
  return { ...plain, cut: { op, way, word: random.between(0, 20), seed: random.between(0, 9999) } }
}

/** A history of appends, each followed by what a kit does then, until the log has gone round. */
export function drawFilling(random: Random, geometry: Geometry, bytes: number): Step[] {
  const steps: Step[] = []
  for (let filled = 0; filled < bytes; ) {
    const length = drawLength(random, geometry)
    steps.push(step('a', length))
    filled += length + 8
    const lot = random.between(0, 19)
    if (lot < 12) steps.push(step('t'))
    if (lot > 15) steps.push(step('d', random.between(1, 40), lot & 1))
    // Sent, and acknowledged so much later that it may have been overwritten meanwhile.
    if (lot === 12) steps.push(step('s', random.between(1, 9), random.between(0, 1)))
    if (lot === 13) steps.push(step('k', 9, random.between(0, 1)))
    if (lot === 9) steps.push(step(random.between(0, 3) === 0 ? 'r' : 'g'))
  }
  return steps
}
