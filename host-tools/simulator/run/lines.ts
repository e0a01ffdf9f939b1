/** Which kits have a line of their own in the charts: some of the fleet, and some that failed. */
import type { KitLine } from '../verdict/bins.ts'
import type { KitSummary } from './result.ts'

const SPREAD_MAX = 40
const FAILED_MAX = 20

/**
 * Those of `lines` that are shown of a fleet of so many kits. What is chosen of the parts of a run,
 * and then of all these together, is the same as what is chosen of all at once.
 */
export function chosenLines(
  fleet: number,
  kits: readonly KitSummary[],
  lines: readonly KitLine[],
): KitLine[] {
  const stride = Math.ceil(fleet / SPREAD_MAX)
  const byId = new Map(kits.map((kit) => [kit.id, kit]))
  const numbered = lines
    .map((line) => ({ line, kit: byId.get(line.kit) }))
    .sort((a, b) => (a.kit?.number ?? 0) - (b.kit?.number ?? 0))
  let failed = 0
  const chosen = numbered.filter(({ kit }) => {
    if (kit === undefined) return false
    return kit.number % stride === 0 || (hasFailed(kit) && failed++ < FAILED_MAX)
  })
  return chosen.map(({ line }) => line)
}

function hasFailed({ findings }: KitSummary): boolean {
  return findings.some((finding) => finding?.kind === 'failed')
}
