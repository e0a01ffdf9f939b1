/** Whether a kit saw enough of its time, and when it saw nothing for longest. */
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { shareOf } from '../scenario/format/values.ts'
import { type Finding, failed, met } from './finding.ts'
import { atOf, type DatedAverage, type KitView } from './kit-view.ts'
import { sensorsOf } from './sensors.ts'
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
  const shares = sensorsOf(config).map(({ place, part, label }) => {
    const share = secondsSeen(view, place, part.intervalMs / 1000) / window.lengthS
    return { place, label, share }
  })
  const worst = shares.reduce((least, one) => (one.share < least.share ? one : least))
  const { place, label, share } = worst
  const seen = percentText(Math.min(1, share))
  if (share >= shareOf(expectation.atLeast)) return met(seen)
  const gap = longestGap(view, place, window)
  const isGap = gap.lengthS > config.periodS
  const longest = durationText(gap.lengthS)
  const [en, nl] = isGap ? [`, and not at all for ${longest}`, `, en ${longest} helemaal niet`] : []
  return failed(
    words(
      `${label.en} was seen ${seen} of the time${en ?? ''}`,
      `${label.nl} was ${seen} van de tijd te zien${nl ?? ''}`,
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

function secondsSeen({ averages }: KitView, sensor: number, intervalS: number): number {
  return averages.reduce((sum, average) => sum + readings(average, sensor), 0) * intervalS
}

/** Readings that counted of a sensor, whose channels are all read at once. */
function readings({ channels, sensors }: DatedAverage, sensor: number): number {
  return channels[sensors.indexOf(sensor)]?.count ?? 0
}

function longestGap(view: KitView, sensor: number, { fromS, lengthS }: Stretch): Stretch {
  const seen = view.averages
    .filter((average) => readings(average, sensor) > 0)
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
