/** Expectations about records on their way: nothing lost, invented, uncounted or late. */
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { secondsOf, shareOf } from '../scenario/format/values.ts'
import { type Finding, failed, met, untried } from './finding.ts'
import type { KitView } from './kit-view.ts'
import { durationText, percentText, words } from './words.ts'

/** These targets want fresh values and no others; what waits too long is not for them. */
const FRESH_ONLY = ['sensor-community', 'madavi']

const NO_HUB = words('this kit has no hub', 'deze kit heeft geen hub')
const NO_NOTES = words(
  'this engine does not note what its journal was given',
  'deze engine noteert niet wat het journaal kreeg',
)

const BY_CABLE = words(
  'this kit has no network; its log was read by cable at the end',
  'deze kit heeft geen netwerk; het logboek is aan het eind per kabel uitgelezen',
)

/** Targets of the kit whose records must all arrive. */
function keepers({ kit }: KitView): { target: number; kind: string }[] {
  return kit.setup.config.targets.flatMap(({ kind }, target) =>
    FRESH_ONLY.includes(kind) ? [] : [{ target, kind }],
  )
}

const hubOf = ({ kit }: KitView) => kit.setup.config.targets.findIndex(({ kind }) => kind === 'hub')

/** Numbers that were called durable, each with its log and, where it is known, its moment. */
function durable(view: KitView): { log: number; number: number; timeMs: number | undefined }[] {
  const { notes, journal } = view.run.report
  if (notes === undefined) {
    // Without power cuts every number is a durable record.
    return Array.from({ length: journal.next }, (_, number) => ({
      log: journal.log,
      number,
      timeMs: undefined,
    }))
  }
  return notes.logs.flatMap((log, i) =>
    notes.durable[i] === 1 ? [{ log, number: notes.numbers[i]!, timeMs: notes.timesMs[i]! }] : [],
  )
}

/** Durable records that are neither at the hub nor in the log for it any more. */
export function lostRecords(view: KitView, target: number) {
  const { journal } = view.run.report
  const held = new Set(view.evidence.held.map(({ log, number }) => `${log} ${number}`))
  const waitingFrom = Math.max(journal.cursors[target]!, journal.oldest)
  return durable(view).filter(
    ({ log, number }) =>
      !held.has(`${log} ${number}`) && !(log === journal.log && number >= waitingFrom),
  )
}

export function nothingLost(view: KitView): Finding {
  const { journal } = view.run.report
  for (const { target, kind } of keepers(view)) {
    if (kind === 'hub') {
      const lost = lostRecords(view, target)
      const first = lost[0]
      if (first === undefined) continue
      const atS = first.timeMs === undefined ? undefined : first.timeMs / 1000
      return failed(
        words(
          `${lost.length} durable records never reached the hub, the first is ${first.number}`,
          `${lost.length} bewaarde records kwamen nooit bij de hub, het eerste is ${first.number}`,
        ),
        atS,
      )
    }
    const dropped = journal.dropped[target]!
    if (dropped > 0)
      return failed(
        words(
          `${dropped} records never reached ${kind}`,
          `${dropped} records hebben ${kind} nooit bereikt`,
        ),
      )
  }
  return met()
}

export function allCounted(view: KitView): Finding {
  const target = hubOf(view)
  if (target < 0) return untried(NO_HUB)
  const { evidence } = view
  const { log } = view.run.report.journal
  const lost = lostRecords(view, target).filter((one) => one.log === log).length
  const told = evidence.droppedLog === log ? evidence.dropped : 0
  if (told >= lost) return met(lost === 0 ? undefined : `${told} counted of ${lost}`)
  return failed(
    words(
      `${lost} records are missing and the hub was told of ${told}`,
      `${lost} records ontbreken en de hub weet van ${told}`,
    ),
  )
}

export function nothingInvented(view: KitView): Finding {
  const { notes } = view.run.report
  if (notes === undefined) return untried(NO_NOTES)
  const given = new Set(notes.logs.map((log, i) => `${log} ${notes.numbers[i]} ${notes.checks[i]}`))
  const wrong = view.evidence.held.find(
    ({ log, number, check, content }) =>
      typeof content === 'string' || !given.has(`${log} ${number} ${check}`),
  )
  if (wrong === undefined) return met()
  return failed(
    words(
      `record ${wrong.number} at the hub is none that the kit wrote`,
      `record ${wrong.number} op de hub is niet door de kit geschreven`,
    ),
    wrong.arrivedMs / 1000,
  )
}

/** When each average was made and when it was there, in seconds since the start. */
function ways(view: KitView): { madeS: number; arrivedS: number }[] {
  const { notes } = view.run.report
  const { scenario } = view
  const made = new Map<string, number>()
  notes?.logs.forEach((log, i) => {
    if (notes.durable[i] === 1) made.set(`${log} ${notes.numbers[i]}`, notes.timesMs[i]! / 1000)
  })
  return view.averages.flatMap(({ record, startS, lengthS }) => {
    const byContent =
      startS === undefined ? undefined : startS + lengthS - scenario.startUtcMs / 1000
    const madeS = made.get(`${record.log} ${record.number}`) ?? byContent
    return madeS === undefined ? [] : [{ madeS, arrivedS: record.arrivedMs / 1000 }]
  })
}

export function deliveredWithin(
  expectation: Extract<ExpectationFile, { expect: 'delivered-within' }>,
  view: KitView,
): Finding {
  if (hubOf(view) < 0) return untried(NO_HUB)
  if (view.run.report.readByCable !== undefined) return untried(BY_CABLE)
  const limitS = secondsOf(expectation.time)
  const share = shareOf(expectation.share)
  const all = ways(view)
  const waiting = view.run.report.journal.next - view.run.report.journal.cursors[hubOf(view)]!
  const late = all.filter(({ madeS, arrivedS }) => arrivedS - madeS > limitS)
  const worst = all.reduce((most, { madeS, arrivedS }) => Math.max(most, arrivedS - madeS), 0)
  const inTime = all.length === 0 ? 0 : (all.length - late.length) / all.length
  if (all.length > 0 && inTime >= share) return met(durationText(worst))
  if (all.length === 0)
    return failed(
      words(
        `no average arrived; ${waiting} records wait in the kit`,
        `geen enkel gemiddelde kwam aan; ${waiting} records wachten in de kit`,
      ),
    )
  const [some, last] = [percentText(inTime), durationText(worst)]
  return failed(
    words(
      `${some} came within ${expectation.time}, the latest after ${last}`,
      `${some} kwam binnen ${expectation.time}, de laatste na ${last}`,
    ),
    late[0]!.madeS,
  )
}

export function backlogBelow(
  expectation: Extract<ExpectationFile, { expect: 'backlog-below' }>,
  view: KitView,
): Finding {
  const { journal, readByCable } = view.run.report
  if (readByCable !== undefined) return untried(BY_CABLE)
  const most = Math.max(...journal.cursors.map((cursor) => journal.next - cursor))
  if (most < expectation.records) return met(String(most))
  return failed(
    words(
      `${most} records still wait in the kit at the end`,
      `aan het eind wachten nog ${most} records in de kit`,
    ),
    view.scenario.endS,
  )
}
