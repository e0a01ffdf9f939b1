/** The judge's part that looks at times, and at what the hub makes of the records. */
import { type RecordContent, readRecord } from '../../device/payload/record-reader.ts'
import type { HubTables } from './hub-file.ts'
import type { Evidence } from './verdict.ts'
import type { Told } from './witness.ts'

/** A board that was told the time has noted it after this, if it still lives. */
const NOTED_MS = 1_000
/** Turns of the kit's loop come so close on each other, and times are whole seconds. */
const TURN_S = 2

export function judgeTimes(evidence: Evidence, hub: HubTables): string[] {
  return [...judgeClocks(evidence), ...judgeAverages(evidence), ...judgeTables(evidence, hub)]
}

/** What a record says; undefined where it is none. That it is the right one is judged elsewhere. */
function contentOf({ type, payload }: { type: number; payload: Uint8Array }) {
  const content = readRecord(type, payload)
  return typeof content === 'string' ? undefined : content
}

/** Every time that a kit was told is in its log, if it lived on for a moment. */
function judgeClocks({ witness }: Evidence): string[] {
  const noted = new Set(
    witness.appends.map((append) => {
      const content = contentOf(append)
      return content?.kind === 'clock' ? `${append.boot} ${content.ticksMs} ${content.utcMs}` : ''
    }),
  )
  return witness.told.flatMap((told) => {
    const boot = witness.boots[told.boot - 1]
    if (boot === undefined || boot.endMs < told.atMs + NOTED_MS || !isPlausible(told)) return []
    return noted.has(`${told.boot} ${told.ticksMs} ${told.utcMs}`)
      ? []
      : [`I1: boot ${told.boot} was told the time and did not note it`]
  })
}

/**
 * An average ends when it is appended, by a time that this boot was told, or by the board's own
 * clock while it was told none. One that a step of the clock ended early has its whole length.
 */
function judgeAverages({ witness }: Evidence): string[] {
  return witness.appends.flatMap((append) => {
    const content = contentOf(append)
    if (content?.kind !== 'average') return []
    const { startS, lengthS, clockKnown } = content
    const offsetsMs = witness.told
      .filter(({ boot, atMs }) => boot === append.boot && atMs <= append.atMs)
      .map(({ utcMs, ticksMs }) => utcMs - ticksMs)
    const isSo = (clockKnown ? offsetsMs : [0]).some((offsetMs) => {
      const lateS = (append.ticksMs + offsetMs) / 1000 - (startS + lengthS)
      return lateS > -lengthS - TURN_S && lateS < TURN_S
    })
    return isSo ? [] : [`I2: the average of ${append.atMs} ms says ${startS} s`]
  })
}

/** 2015 to 2090: outside, firmware may take a time for none. */
function isPlausible({ utcMs }: Told): boolean {
  return utcMs > 1_420_070_400_000 && utcMs < 3_786_912_000_000
}

/** Averages are in the table of averages, once, with the time that they have or get. */
function judgeTables({ id }: Evidence, hub: HubTables): string[] {
  const faults: string[] = []
  const starts = new Map(
    hub.averages
      .filter(({ kit, channel }) => kit === id && channel === 0)
      .map(({ log, sequence, startS }) => [`${log} ${sequence}`, startS]),
  )
  const records = hub.records.filter(({ kit }) => kit === id)
  const clocks = new Map<string, RecordContent & { kind: 'clock' }>()
  for (const row of records) {
    const content = contentOf(row)
    if (content?.kind !== 'clock') continue
    const key = `${row.log} ${content.bootId}`
    const before = clocks.get(key)
    if (before === undefined || content.ticksMs < before.ticksMs) clocks.set(key, content)
  }
  let averages = 0
  for (const row of records) {
    const content = contentOf(row)
    if (content?.kind !== 'average') continue
    averages++
    const clock = clocks.get(`${row.log} ${content.bootId}`)
    const dated =
      clock === undefined ? null : content.startS + Math.round((clock.utcMs - clock.ticksMs) / 1000)
    const expected = content.clockKnown ? content.startS : dated
    const startS = starts.get(`${row.log} ${row.sequence}`)
    if (startS !== expected)
      faults.push(`I2: average ${row.sequence} starts at ${startS} s, not at ${expected}`)
  }
  if (averages !== starts.size) faults.push(`I3: ${starts.size} averages of ${averages}`)
  const counted = hub.kits.find((kit) => kit.id === id)?.records
  if (counted !== records.length)
    faults.push(`I3: the hub counts ${counted} records and has ${records.length}`)
  return faults
}
