/**
 * The judge: holds what a witness saw of a kit against what the hub's file holds, bit for bit. It
 * shares no code with journal, delivery or hub.
 *
 * - I1 a record that was called durable is at the hub; it may be missing only where newer records
 *   had filled the log
 * - I2 the hub holds nothing that was not appended; an append that power ended may be there whole
 * - I3 each record once, also in the tables that are made from it
 * - I4 numbers rise in the order of appending, and boots with them
 * - I5 recovery reads little, and a reading follows a boot within seconds
 * - I6 when faults have stopped, all is delivered within a bound (`run-storm.ts` waits for it)
 * - I7 no byte is written twice (the simulated flash throws); blocks wear alike
 * - I8 what is missing is the oldest, and the hub knows how much it is
 */
import { readRecord } from '../../device/payload/record-reader.ts'
import type { HubRow, HubTables } from './hub-file.ts'
import type { LogShape } from './storm.ts'
import { judgeTimes } from './verdict-times.ts'
import type { Append, Witness } from './witness.ts'

/** Longest way from a boot to the first result that leaves a chip. */
const FIRST_READING_MS_MAX = 3_000
/** Header reads, of up to this length each, a block; and the head's block, read twice over. */
const HEADER_BYTES_MAX = 128
/** Least bytes of a record in flash besides its payload: type, length, checksum. */
const FRAME_BYTES_MIN = 6
/** A log is called full from this share of its bytes on: sectors have headers and torn ends. */
const FULL = 0.6

/** All that is known of one kit when a storm is over. */
export interface Evidence {
  readonly id: string
  readonly log: LogShape
  readonly witness: Witness
  readonly wear: readonly number[]
  readonly powerLosses: number
  /** Milliseconds of the scenario at the hub's first second. */
  readonly startUtcMs: number
}

export function judge(evidence: Evidence, hub: HubTables): string[] {
  const rows = hub.records.filter(({ kit }) => kit === evidence.id)
  const { witness } = evidence
  const faults = [
    ...judgeContent(witness.appends, rows),
    ...judgeOrder(witness.appends),
    ...judgeBootIds(witness.appends),
    ...judgeBoots(evidence),
    ...judgeWear(evidence),
    ...judgeTimes(evidence, hub),
  ]
  if (witness.refused > 0) faults.push(`I1: ${witness.refused} appends refused without a power cut`)
  for (const log of new Set(witness.appends.map((append) => append.log)))
    faults.push(...judgeLog(evidence, log, rows, hub))
  return faults.map((fault) => `${evidence.id}: ${fault}`)
}

function isSame(row: HubRow, append: Append): boolean {
  return row.type === append.type && Buffer.compare(row.payload, append.payload) === 0
}

function judgeContent(appends: readonly Append[], rows: readonly HubRow[]): string[] {
  const byKey = new Map<string, Append[]>()
  for (const append of appends) {
    const key = `${append.log} ${append.number}`
    byKey.set(key, [...(byKey.get(key) ?? []), append])
  }
  return rows.flatMap((row) => {
    const tried = byKey.get(`${row.log} ${row.sequence}`) ?? []
    const durable = tried.find(({ isDurable }) => isDurable)
    if (durable !== undefined)
      return isSame(row, durable) ? [] : [`I2: record ${row.sequence} is not what was appended`]
    return tried.some((append) => isSame(row, append))
      ? []
      : [`I2: record ${row.sequence} of log ${row.log} was never appended`]
  })
}

function judgeOrder(appends: readonly Append[]): string[] {
  const faults: string[] = []
  const last = new Map<number, Append>()
  for (const append of appends) {
    if (!append.isDurable) continue
    const before = last.get(append.log)
    if (before !== undefined && append.number <= before.number)
      faults.push(`I4: number ${append.number} came after ${before.number}`)
    last.set(append.log, append)
  }
  return faults
}

/** Boots are told apart by their numbers, whatever their clocks say. */
function judgeBootIds(appends: readonly Append[]): string[] {
  let before = -1
  let log = -1
  return appends.flatMap((append) => {
    const content = readRecord(append.type, append.payload)
    if (typeof content === 'string' || content.kind !== 'boot' || !append.isDurable) return []
    const isNew = append.log !== log || content.bootId > before
    log = append.log
    before = content.bootId
    return isNew ? [] : [`I4: boot ${append.boot} has the number ${content.bootId} again`]
  })
}

function judgeBoots({ witness, log }: Evidence): string[] {
  const bytesMax = log.blocks * HEADER_BYTES_MAX + 2 * log.blockLength
  return witness.boots.flatMap(({ boot, atMs, endMs, recoveryBytes, firstReadingMs }) => {
    const faults: string[] = []
    if (recoveryBytes > bytesMax) faults.push(`I5: boot ${boot} read ${recoveryBytes} bytes`)
    const isLong = endMs - atMs > FIRST_READING_MS_MAX + 1_000
    if (isLong && (firstReadingMs < 0 || firstReadingMs - atMs > FIRST_READING_MS_MAX))
      faults.push(`I5: boot ${boot} at ${atMs} ms had its first reading at ${firstReadingMs}`)
    return faults
  })
}

function judgeWear({ wear, powerLosses }: Evidence): string[] {
  const spread = Math.max(...wear) - Math.min(...wear)
  // An erase that was cut short is done again.
  return spread > 1 + powerLosses ? [`I7: erases of blocks differ by ${spread}`] : []
}

/** I1, I3 and I8 for one log of a kit. */
function judgeLog(evidence: Evidence, log: number, all: readonly HubRow[], hub: HubTables) {
  const faults: string[] = []
  const rows = all.filter((row) => row.log === log)
  const appends = evidence.witness.appends.filter((append) => append.log === log)
  const durable = appends.filter(({ isDurable }) => isDurable)
  const here = new Set(rows.map(({ sequence }) => sequence))
  if (here.size !== rows.length) faults.push(`I3: ${rows.length - here.size} records twice`)
  const missing = durable.filter(({ number }) => !here.has(number))
  for (const append of missing)
    if (!wasFull(evidence, append, rows, durable))
      faults.push(`I1: record ${append.number} of ${append.atMs} ms is lost`)
  faults.push(...judgeDropped(evidence, log, rows, hub))
  return faults
}

/**
 * Whether the log was full when the record went: by then, the hub had got a newer one in its
 * stead. Each loss of power may have closed a sector early, or left one to be erased again.
 */
function wasFull(
  { log, witness, startUtcMs }: Evidence,
  gone: Append,
  rows: readonly HubRow[],
  durable: readonly Append[],
): boolean {
  const newer = rows.filter(({ sequence }) => sequence > gone.number)
  const goneMs = Math.min(...newer.map(({ receivedMs }) => receivedMs)) - startUtcMs
  if (goneMs === Infinity) return false
  const between = durable.filter(({ number, atMs }) => number >= gone.number && atMs <= goneMs)
  const bytes = between.reduce((sum, { payload }) => sum + payload.length + FRAME_BYTES_MIN, 0)
  const boots = witness.boots.filter(({ atMs }) => atMs > gone.atMs && atMs <= goneMs).length
  return bytes >= (log.blocks - 2 - boots) * log.blockLength * FULL
}

/** What the hub lacks of the newest log is what it was told that it lacks. */
function judgeDropped(evidence: Evidence, log: number, rows: readonly HubRow[], hub: HubTables) {
  const kit = hub.kits.find(({ id }) => id === evidence.id)
  if (kit === undefined) return ['I6: the hub never heard of this kit']
  if (kit.log !== log || rows.length === 0) return []
  const missing = Math.max(...rows.map(({ sequence }) => sequence)) + 1 - rows.length
  // A record that arrived unknown to the kit, or whose arrival it forgot, may be counted as well.
  const unknown = rows.filter(({ sequence }) => !evidence.witness.known.has(sequence)).length
  return kit.dropped >= missing && kit.dropped <= missing + unknown
    ? []
    : [`I8: ${missing} are missing, ${kit.dropped} are counted, ${unknown} came unknown to the kit`]
}
