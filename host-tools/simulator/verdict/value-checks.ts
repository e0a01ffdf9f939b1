/** Expectations about what was measured: flags, means against the truth; and about memory. */
import { QUANTITIES, type Quantity } from '../../../device/quantities.ts'
import { FLAGS } from '../../../device/sampling/flags.ts'
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { shareOf } from '../scenario/format/values.ts'
import { type Finding, failed, met, untried } from './finding.ts'
import { atOf, channelOf, type KitView } from './kit-view.ts'
import { meanOf } from './mean.ts'
import { type Sensor, sensorsFor } from './sensors.ts'
import { truthBetween } from './truth.ts'
import { FLAGS_NL, round, words } from './words.ts'

/** `isWanted`: whether this kit is one of those that shall raise it. */
export function flagRaised(
  { flag }: Extract<ExpectationFile, { expect: 'flag' }>,
  isWanted: boolean,
  view: KitView,
): Finding {
  const bit = 1 << FLAGS.indexOf(flag)
  const raised = view.averages.filter(({ channels }) =>
    channels.some(({ flags }) => (flags & bit) !== 0),
  )
  const nl = FLAGS_NL[flag]
  const first = raised[0]
  if (isWanted)
    return first === undefined
      ? failed(words(`never raised "${flag}"`, `meldde nooit "${nl}"`))
      : met(`${raised.length}`)
  return first === undefined
    ? met()
    : failed(
        words(
          `raised "${flag}" in ${raised.length} averages without a reason`,
          `meldde "${nl}" in ${raised.length} gemiddelden zonder reden`,
        ),
        atOf(view, first),
      )
}

type ExpectedMean = Extract<ExpectationFile, { expect: 'mean' }>

/** Of each sensor for the quantity; the one that is furthest off is told. */
export function meanWithin(expectation: ExpectedMean, view: KitView): Finding {
  const quantity = QUANTITIES.find(({ name }) => name === expectation.quantity)!
  const measuring = sensorsFor(view.kit.setup.config, quantity.code)
  if (measuring.length === 0) return noAverages(quantity.name)
  const found = measuring.map((sensor) => ofSensor(sensor, quantity, expectation, view))
  const { mean, truth, sensor, excess } = found.reduce((worst, one) =>
    one.excess > worst.excess ? one : worst,
  )
  const isOneOf = measuring.length > 1
  const en = isOneOf ? `${quantity.name} of ${sensor.label.en}` : quantity.name
  const nl = isOneOf ? `${quantity.name} van ${sensor.label.nl}` : quantity.name
  if (Number.isNaN(mean)) return noAverages(en, nl)
  const [seen, right] = [`${round(mean, 2)} ${quantity.unit}`, round(truth, 2)]
  if (excess <= 0) return met(`${seen}, ${right}`)
  return failed(
    words(
      `mean ${en} is ${seen}, the truth was ${right}`,
      `gemiddelde ${nl} is ${seen}, werkelijk was het ${right}`,
    ),
    spanOf(expectation, view).fromS,
  )
}

function noAverages(en: string, nl = en): Finding {
  return failed(words(`no averages of ${en} to compare`, `geen gemiddelden van ${nl}`))
}

/** What it saw, what was true in the same periods, and by how much that is more than allowed. */
function ofSensor(sensor: Sensor, quantity: Quantity, expectation: ExpectedMean, view: KitView) {
  const { scenario, kit } = view
  const { code, decimals } = quantity
  const { fromS, untilS } = spanOf(expectation, view)
  const seen: number[] = []
  const right: number[] = []
  for (const average of view.averages) {
    const { startS, lengthS } = average
    if (startS === undefined) continue
    const atS = startS - scenario.startUtcMs / 1000
    if (atS < fromS || atS + lengthS > untilS) continue
    const channel = channelOf(average, sensor.place, code)
    const true_ = truthBetween(kit.series, code, atS, atS + lengthS)
    if (channel?.statistics === undefined || true_ === undefined) continue
    seen.push(channel.statistics.mean)
    right.push(true_)
  }
  const inUnit = (steps: readonly number[]) =>
    steps.length === 0 ? Number.NaN : meanOf(quantity, steps) / 10 ** decimals
  const [mean, truth] = [inUnit(seen), inUnit(right)]
  const allowed = Math.max(expectation.orBy, Math.abs(truth) * shareOf(expectation.within))
  const excess = seen.length === 0 ? Infinity : Math.abs(mean - truth) - allowed
  return { sensor, mean, truth, excess }
}

function spanOf({ from, until }: ExpectedMean, { scenario }: KitView) {
  const fromS = from === undefined ? 0 : scenario.moment(from)
  return { fromS, untilS: until === undefined ? scenario.endS : scenario.moment(until) }
}

export function memoryBelow(
  expectation: Extract<ExpectationFile, { expect: 'memory-below' }>,
  view: KitView,
): Finding {
  const { cost } = view.run
  const figures: [string, number | undefined, number | undefined][] = [
    ['JsVars', cost.jsVarsPeak, expectation.jsVars],
    ['slots', cost.slots, expectation.xsSlots],
    ['JsVars more', cost.jsVarsGrown, expectation.growth],
    ['slots more', cost.slotsGrown, expectation.growth],
  ]
  const counted = figures.filter(([, value, limit]) => value !== undefined && limit !== undefined)
  if (counted.length === 0)
    return untried(words('this engine does not count memory', 'deze engine telt het geheugen niet'))
  const over = counted.find(([, value, limit]) => value! > limit!)
  if (over === undefined) return met(counted.map(([name, value]) => `${value} ${name}`).join(', '))
  const [name, value, limit] = over
  return failed(
    words(`took ${value} ${name}, limit ${limit}`, `gebruikte ${value} ${name}, grens ${limit}`),
  )
}
