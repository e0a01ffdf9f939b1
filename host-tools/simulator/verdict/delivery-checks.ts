/** Expectations about records on their way: nothing lost, invented, uncounted or late. */
import type { ExpectationFile } from '../scenario/format/checks.ts'
import { type Finding, failed, met, untried } from './finding.ts'
import type { HubEvidence } from './hub-evidence.ts'
import type { KitView } from './kit-view.ts'
import { type Words, words } from './words.ts'

/** These targets want fresh values and no others; what waits too long is not for them. */
const FRESH_ONLY = ['sensor-community', 'madavi']

const NO_NOTES = words(
  'this engine does not note what its journal was given',
  'deze engine noteert niet wat het journaal kreeg',
)

export const BY_CABLE = words(
  'this kit has no network; its log was read by cable at the end',
  'deze kit heeft geen netwerk; het logboek is aan het eind per kabel uitgelezen',
)

/** Targets of the kit whose records must all arrive. */
function keepers({ kit }: KitView): { target: number; kind: string }[] {
  return kit.setup.config.targets.flatMap(({ kind }, target) =>
    FRESH_ONLY.includes(kind) ? [] : [{ target, kind }],
  )
}

/** Numbers of the kit's targets that are hubs. */
export function hubsOf({ kit }: KitView): number[] {
  return kit.setup.config.targets.flatMap(({ kind }, target) => (kind === 'hub' ? [target] : []))
}

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
  const hub = view.evidence.hub(target)
  const waitingFrom = Math.max(journal.cursors[target]!, journal.oldest)
  return durable(view).filter(
    ({ log, number }) =>
      hub?.arrivedMs(log, number) === undefined && !(log === journal.log && number >= waitingFrom),
  )
}

export function nothingLost(view: KitView): Finding {
  const { journal } = view.run.report
  for (const { target, kind } of keepers(view)) {
    if (kind === 'hub') {
      const lost = lostRecords(view, target)
      const first = lost[0]
      const records = lost.length === 1 ? 'record' : 'records'
      if (first === undefined) continue
      const atS = first.timeMs === undefined ? undefined : first.timeMs / 1000
      return failed(
        words(
          `${lost.length} durable ${records} never reached the hub, the first is ${first.number}`,
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
  const { log } = view.run.report.journal
  let figure: string | undefined
  for (const target of hubsOf(view)) {
    const lost = lostRecords(view, target).filter((one) => one.log === log).length
    const told = view.evidence.hub(target)!.dropped(log)
    if (lost > 0) figure = `${told} counted of ${lost}`
    if (told >= lost) continue
    const are = lost === 1 ? 'record is' : 'records are'
    const nl = lost === 1 ? 'record ontbreekt' : 'records ontbreken'
    return failed(
      words(
        `${lost} ${are} missing and the hub was told of ${told}`,
        `${lost} ${nl} en de hub weet van ${told}`,
      ),
    )
  }
  return met(figure)
}

export function nothingInvented(view: KitView): Finding {
  const { notes } = view.run.report
  if (notes === undefined) return untried(NO_NOTES)
  const given = new Set(notes.logs.map((log, i) => `${log} ${notes.numbers[i]} ${notes.checks[i]}`))
  for (const target of hubsOf(view)) {
    const { held, wrong } = view.evidence.hub(target)!
    if (wrong !== undefined) return failed(wrongWords(wrong), wrong.atMs / 1000)
    const strange = held.find(
      ({ log, number, check, content }) =>
        typeof content === 'string' || !given.has(`${log} ${number} ${check}`),
    )
    if (strange === undefined) continue
    return failed(
      words(
        `record ${strange.number} at the hub is none that the kit wrote`,
        `record ${strange.number} op de hub is niet door de kit geschreven`,
      ),
      strange.arrivedMs / 1000,
    )
  }
  return met()
}

function wrongWords({ what, number }: NonNullable<HubEvidence['wrong']>): Words {
  if (what === 'garbage')
    return words('sent the hub a body that is no batch', 'stuurde de hub iets dat geen batch is')
  return words(
    `record ${number} came to the hub twice and was not the same`,
    `record ${number} kwam twee keer bij de hub en was niet hetzelfde`,
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
