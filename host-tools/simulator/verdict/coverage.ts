/** Whether a kit saw enough of its time, and when it saw nothing for longest. */
import { partByName } from '../../parts/parts.ts'
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { shareOf } from '../scenario/format/values.ts'
import { type Finding, failed, met, untried } from './finding.ts'
import { atOf, type KitView } from './kit-view.ts'
import { durationText, percentText, words } from './words.ts'

/** A stretch of time in seconds since the start. */
interface Stretch {
  readonly fromS: number
  readonly lengthS: number
}

export function coverageAtLeast(
  expectation: Extract<ExpectationFile, { expect: 'coverage' }>,
  view: KitView,
): Finding {
  const { config } = view.kit.setup
  const window = windowOf(view)
  let least = Number.POSITIVE_INFINITY
  let where = { name: '', code: 0 }
  for (const { part: name } of config.sensors) {
    const part = partByName(name)
    if (part === undefined)
      return untried(words(`nothing is known of ${name}`, `${name} is onbekend`))
    const share = secondsSeen(view, part.code, part.intervalMs / 1000) / window.lengthS
    if (share >= least) continue
    least = share
    where = { name, code: part.code }
  }
  const seen = percentText(Math.min(1, least))
  if (least >= shareOf(expectation.atLeast)) return met(seen)
  const gap = longestGap(view, where.code, window)
  const isGap = gap.lengthS > config.periodS
  const longest = durationText(gap.lengthS)
  const [en, nl] = isGap ? [`, and not at all for ${longest}`, `, en ${longest} helemaal niet`] : []
  return failed(
    words(
      `${where.name} was seen ${seen} of the time${en ?? ''}`,
      `${where.name} was ${seen} van de tijd te zien${nl ?? ''}`,
    ),
    isGap ? gap.fromS : undefined,
  )
}

/** From power to the end of the faults at the least; the last period may still be open there. */
function windowOf(view: KitView): Stretch {
  const { scenario, kit, averages } = view
  const fromS = kit.setup.powerOnMs / 1000
  const last = averages.reduce((most, one) => Math.max(most, atOf(view, one) + one.lengthS), 0)
  const untilS = Math.max(
    Math.min(last, scenario.endS),
    scenario.durationS - kit.setup.config.periodS,
  )
  return { fromS, lengthS: Math.max(1, untilS - fromS) }
}

function secondsSeen({ averages }: KitView, part: number, intervalS: number): number {
  const counts = averages.map(({ channels }) => channels.find((one) => one.part === part)?.count)
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) * intervalS
}

function longestGap(view: KitView, part: number, { fromS, lengthS }: Stretch): Stretch {
  const seen = view.averages
    .filter(({ channels }) => channels.some((one) => one.part === part && one.count > 0))
    .map((average) => ({ fromS: atOf(view, average), lengthS: average.lengthS }))
    .sort((a, b) => a.fromS - b.fromS)
  let longest = { fromS, lengthS: 0 }
  let endS = fromS
  for (const next of [...seen, { fromS: fromS + lengthS, lengthS: 0 }]) {
    if (next.fromS - endS > longest.lengthS) longest = { fromS: endS, lengthS: next.fromS - endS }
    endS = Math.max(endS, next.fromS + next.lengthS)
  }
  return longest
}
