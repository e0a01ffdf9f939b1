/** A case is what one seed means on one geometry: a history, and the cuts that are tried in it. */
import { Random } from '../../host-tools/simulator/random.ts'
import { Chains } from './chains.ts'
import { drawFilling, drawStep } from './draw.ts'
import { Explorer } from './explore.ts'
import type { Geometry } from './geometries.ts'
import { asViolation, runHistory } from './linear.ts'
import { type Step, step } from './step.ts'
import type { Violation } from './violation.ts'

const SMALL_MAX_BYTES = 4096
/** Steps whose cuts are tried alone, then steps whose cuts are tried in pairs. */
const SINGLE_STEPS = 12
const CHAINS = 400
/** A boot reads half a block on average, which takes its time when that is long. */
const CHAINS_OF_LONG_BLOCK = 60
const LONG_BLOCK = 65536
/** One chain in so many has all of its log read at the end. */
const DRAIN_STRIDE = 8
const REPORT_STRIDE = 1 << 14

export interface Outcome {
  readonly cuts: number
  readonly violation?: Violation
  /** What was under way when it was found. */
  readonly history?: readonly Step[]
}

/** `onCuts` hears of every few thousand cuts. */
export function runCase(
  geometry: Geometry,
  seed: number,
  onCuts: (count: number) => void = () => {},
): Outcome {
  const isSmall = geometry.blocks * geometry.blockLength <= SMALL_MAX_BYTES
  const random = new Random(seed, geometry.blockLength, geometry.writeAlign)
  const prover = isSmall ? new Explorer(geometry, 2) : new Chains(geometry)
  let reported = 0
  prover.onCut = () => {
    if (prover.cuts - reported < REPORT_STRIDE) return
    onCuts(prover.cuts - reported)
    reported = prover.cuts
  }
  try {
    if (prover instanceof Explorer) explore(prover, random, geometry)
    else chain(prover, random, geometry)
  } catch (error) {
    onCuts(prover.cuts - reported)
    return { cuts: prover.cuts, violation: asViolation(error), history: prover.history() }
  }
  onCuts(prover.cuts - reported)
  return { cuts: prover.cuts }
}

/** Sometimes the log is new, sometimes littered, mostly it has gone round already. */
function drawStart(random: Random, geometry: Geometry): Step[] {
  const lot = random.between(0, 7)
  const length = geometry.blocks * geometry.blockLength
  const litter = lot === 1 ? [step('x', random.between(0, 99))] : []
  const filling = lot < 3 ? 0 : Math.floor((length * random.between(2, 7)) / 4)
  return [...litter, step('r'), step('b'), ...drawFilling(random, geometry, filling)]
}

function explore(explorer: Explorer, random: Random, geometry: Geometry): void {
  for (const each of drawStart(random, geometry)) explorer.take(each)
  explorer.depth = 1
  for (let i = 0; i < SINGLE_STEPS; i++) explorer.explore(drawStep(random, geometry))
  explorer.depth = 2
  // One append, and what follows it in the life of a kit.
  explorer.explore(step('a', random.between(0, 6)))
  explorer.explore(random.between(0, 1) === 0 ? step('t') : drawStep(random, geometry))
}

function chain(chains: Chains, random: Random, geometry: Geometry): void {
  chains.fill(drawStart(random, geometry))
  const count = geometry.blockLength < LONG_BLOCK ? CHAINS : CHAINS_OF_LONG_BLOCK
  for (let i = 0; i < count; i++) chains.run(random, i % DRAIN_STRIDE === 0)
}

export { runHistory }
