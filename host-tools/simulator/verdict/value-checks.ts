/** Expectations about what was measured: flags, means against the truth; and about memory. */
import { QUANTITIES } from '../../../device/quantities.ts'
import { FLAGS } from '../../../device/sampling/flags.ts'
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { shareOf } from '../scenario/format/values.ts'
import { type Finding, failed, met, untried } from './finding.ts'
import { atOf, type KitView } from './kit-view.ts'
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

export function meanWithin(
  expectation: Extract<ExpectationFile, { expect: 'mean' }>,
  view: KitView,
): Finding {
  const quantity = QUANTITIES.find(({ name }) => name === expectation.quantity)!
  const steps = 10 ** quantity.decimals
  const { scenario, kit } = view
  const fromS = expectation.from === undefined ? 0 : scenario.moment(expectation.from)
  const untilS =
    expectation.until === undefined ? scenario.endS : scenario.moment(expectation.until)
  let seen = 0
  let truth = 0
  let count = 0
  for (const { startS, lengthS, channels } of view.averages) {
    if (startS === undefined) continue
    const atS = startS - scenario.startUtcMs / 1000
    if (atS < fromS || atS + lengthS > untilS) continue
    const channel = channels.find((one) => one.quantity === quantity.code)
    const true_ = truthBetween(kit.series, quantity.code, atS, atS + lengthS)
    if (channel?.statistics === undefined || true_ === undefined) continue
    seen += channel.statistics.mean / steps
    truth += true_ / steps
    count++
  }
  const name = quantity.name
  if (count === 0)
    return failed(words(`no averages of ${name} to compare`, `geen gemiddelden van ${name}`))
  const [mean, right] = [seen / count, truth / count]
  const allowed = Math.max(expectation.orBy, Math.abs(right) * shareOf(expectation.within))
  const unit = quantity.unit
  const figure = `${round(mean, 2)} ${unit}, ${round(right, 2)}`
  if (Math.abs(mean - right) <= allowed) return met(figure)
  return failed(
    words(
      `mean ${name} is ${round(mean, 2)} ${unit}, the truth was ${round(right, 2)}`,
      `gemiddelde ${name} is ${round(mean, 2)} ${unit}, werkelijk was het ${round(right, 2)}`,
    ),
    fromS,
  )
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
