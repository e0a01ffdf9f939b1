/** Makes a storm that shows something smaller: fewer kits, less time, fewer faults. */
import { runStorm } from './run-storm.ts'
import { type Excerpt, faultsOf, hoursOf, type Storm } from './storm.ts'

/** Runs that may be spent on it. */
const RUNS_MAX = 120

/** The smallest excerpt found that still fails; `onTry` hears of every smaller one. */
export async function shrink(
  storm: Storm,
  found: Excerpt,
  onTry: (excerpt: Excerpt) => void,
): Promise<Excerpt> {
  let best = found
  let runs = 0
  const fails = async (excerpt: Excerpt) => {
    if (runs++ >= RUNS_MAX) return false
    if ((await runStorm(storm, excerpt)).faults.length === 0) return false
    best = excerpt
    onTry(excerpt)
    return true
  }
  for (let kit = 0; kit < storm.kits; kit++) if (await fails({ ...best, kits: [kit] })) break
  for (let hours = hoursOf(storm, best); hours > 1; hours = hoursOf(storm, best))
    if (!(await fails({ ...best, hours: Math.ceil(hours / 2) }))) break
  await fewerFaults(storm, () => best, fails)
  for (let hours = hoursOf(storm, best); hours > 1; hours = hoursOf(storm, best))
    if (!(await fails({ ...best, hours: Math.floor(hours * 0.8) }))) break
  return best
}

/** Leaves out halves, quarters and so on, down to single faults. */
async function fewerFaults(
  storm: Storm,
  best: () => Excerpt,
  fails: (excerpt: Excerpt) => Promise<boolean>,
): Promise<void> {
  let parts = 2
  for (let left = faultsOf(storm, best()); left.length > 0 && parts <= 2 * left.length; ) {
    const size = Math.max(1, Math.ceil(left.length / parts))
    let isSmaller = false
    for (let from = 0; from < left.length; from += size) {
      const rest = left.filter((_, i) => i < from || i >= from + size)
      if (!(await fails({ ...best(), faults: rest }))) continue
      isSmaller = true
      break
    }
    left = faultsOf(storm, best())
    if (!isSmaller && size === 1) return
    if (!isSmaller) parts *= 2
  }
}
