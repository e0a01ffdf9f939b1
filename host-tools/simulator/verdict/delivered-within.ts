/** How long records were on their way; one that never came is late. */
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { secondsOf, shareOf } from '../scenario/format/values.ts'
import { BY_CABLE, hubsOf, lostRecords } from './delivery-checks.ts'
import { type Finding, failed, met, untried } from './finding.ts'
import { keyOf } from './hub-evidence.ts'
import type { KitView } from './kit-view.ts'
import { durationText, percentText, words } from './words.ts'

type Expected = Extract<ExpectationFile, { expect: 'delivered-within' }>

/** When a record was made and when it was there, in seconds since the start. */
interface Way {
  readonly madeS: number
  /** Undefined for one that never came. */
  readonly arrivedS: number | undefined
}

export function deliveredWithin(expectation: Expected, view: KitView): Finding {
  if (view.run.report.readByCable !== undefined) return untried(BY_CABLE)
  let figure: string | undefined
  for (const target of hubsOf(view)) {
    const finding = inTimeAt(target, expectation, view)
    if (finding.kind !== 'met') return finding
    figure ??= finding.figure
  }
  return met(figure)
}

function inTimeAt(target: number, expectation: Expected, view: KitView): Finding {
  const limitS = secondsOf(expectation.time)
  const all = ways(view, target, limitS)
  const late = all.filter(({ madeS, arrivedS }) => !(arrivedS! - madeS <= limitS))
  const came = all.flatMap(({ madeS, arrivedS }) =>
    arrivedS === undefined ? [] : [arrivedS - madeS],
  )
  const worst = durationText(came.reduce((most, wayS) => Math.max(most, wayS), 0))
  const inTime = all.length === 0 ? 0 : (all.length - late.length) / all.length
  if (all.length > 0 && inTime >= shareOf(expectation.share)) return met(worst)
  if (came.length === 0) return noneCame(view, target)
  const never = all.length - came.length
  const some = percentText(inTime)
  return failed(
    words(
      `${some} came within ${expectation.time}, the latest after ${worst}` +
        (never > 0 ? `, and ${never} not at all` : ''),
      `${some} kwam binnen ${expectation.time}, de laatste na ${worst}` +
        (never > 0 ? `, en ${never} helemaal niet` : ''),
    ),
    late[0]!.madeS,
  )
}

function noneCame({ run }: KitView, target: number): Finding {
  const waiting = run.report.journal.next - run.report.journal.cursors[target]!
  return failed(
    words(
      `no record arrived; ${waiting} wait in the kit`,
      `geen enkel record kwam aan; ${waiting} wachten in de kit`,
    ),
  )
}

/** Of all durable records; without those that still wait and are not late yet. */
function ways(view: KitView, target: number, limitS: number): Way[] {
  const { notes } = view.run.report
  if (notes === undefined) return datedWays(view)
  const { endS } = view.scenario
  const hub = view.evidence.hub(target)!
  const lost = new Set(lostRecords(view, target).map(({ log, number }) => keyOf(log, number)))
  return notes.logs.flatMap((log, i): Way[] => {
    if (notes.durable[i] !== 1) return []
    const number = notes.numbers[i]!
    const madeS = notes.timesMs[i]! / 1000
    const arrivedMs = hub.arrivedMs(log, number)
    if (arrivedMs !== undefined) return [{ madeS, arrivedS: arrivedMs / 1000 }]
    const isLate = endS - madeS > limitS || lost.has(keyOf(log, number))
    return isLate ? [{ madeS, arrivedS: undefined }] : []
  })
}

/** Where the engine notes nothing: of the averages that came, by the end of their periods. */
function datedWays({ averages, scenario }: KitView): Way[] {
  return averages.flatMap(({ record, startS, lengthS }) => {
    if (startS === undefined) return []
    const madeS = startS + lengthS - scenario.startUtcMs / 1000
    return [{ madeS, arrivedS: record.arrivedMs / 1000 }]
  })
}
