/** Makes a failing history as short as it can be while it still fails. */
import type { Cut } from './cut.ts'
import type { Geometry } from './geometries.ts'
import { runHistory } from './linear.ts'
import type { Step } from './step.ts'

/** Histories that are tried at the most: a bound on time that does not depend on the machine. */
const TRIALS_MAX = 6000
/** Fewer on a large region, which takes longer to read. */
const BYTES_MAX = 1 << 25
const TELL_STRIDE = 50

interface Shortest {
  readonly steps: readonly Step[]
  /** What it breaks. */
  readonly text: string
}

/** `onTrial` is called now and then. */
export function shrink(
  geometry: Geometry,
  failing: readonly Step[],
  onTrial: () => void,
): Shortest {
  const trialsMax = Math.min(TRIALS_MAX, BYTES_MAX / (geometry.blocks * geometry.blockLength))
  let trials = 0
  let steps = failing
  const first = runHistory(geometry, failing)
  let text = first?.message ?? ''
  const take = (shorter: readonly Step[]): boolean => {
    if (trials++ >= trialsMax) return false
    if (trials % TELL_STRIDE === 0) onTrial()
    const violation = runHistory(geometry, shorter)
    if (violation?.invariant !== first?.invariant) return false
    steps = shorter
    text = violation?.message ?? ''
    return true
  }
  for (let before = ''; before !== JSON.stringify(steps) && trials < trialsMax; ) {
    before = JSON.stringify(steps)
    dropSteps(() => steps, take)
    simplifySteps(() => steps, take)
  }
  return { steps, text }
}

type Take = (shorter: readonly Step[]) => boolean

/** Leaves out ever shorter stretches. */
function dropSteps(current: () => readonly Step[], take: Take): void {
  for (let length = Math.ceil(current().length / 2); length >= 1; length = Math.floor(length / 2))
    for (let end = current().length; end > 0; end -= length) {
      const from = Math.max(0, end - length)
      take([...current().slice(0, from), ...current().slice(end)])
    }
}

/** Makes each step simpler: without its cut, with a cut at its place, with less to carry. */
function simplifySteps(current: () => readonly Step[], take: Take): void {
  for (let i = current().length - 1; i >= 0; i--)
    for (const simpler of simplerThan(current()[i]!))
      if (take(current().map((step, at) => (at === i ? simpler : step)))) break
}

function simplerThan(step: Step): Step[] {
  const { kind, count, target, cut } = step
  const plain: Step = { kind, count, target }
  const counts = [0, 1, 2, 3, count >> 1, count - 1].filter((less) => less >= 0 && less < count)
  const fewer = [...new Set(counts)].map((less) => ({ ...step, count: less }))
  if (cut === undefined) return fewer
  const cuts: Cut[] = []
  if (cut.way !== 'n') cuts.push({ ...cut, way: 'n' })
  if (cut.word > 0) cuts.push({ ...cut, word: 0 }, { ...cut, word: cut.word - 1 })
  if (cut.seed > 9) cuts.push(...[0, 1, 2, 3].map((seed) => ({ ...cut, seed })))
  return [plain, ...fewer, ...cuts.map((other) => ({ ...plain, cut: other }))]
}
