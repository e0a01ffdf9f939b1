/** Stores batches: every record exactly once, all of a batch or nothing of it. */
import type { AverageContent, ClockContent } from '../../../device/payload/record-reader.ts'
import type { Batch, BatchRecord } from '../batch.ts'
import type { Sql } from './database.ts'
import { storageFault } from './faults.ts'

/** Another record is stored under the same number. */
export class RecordConflict extends Error {}

export interface Stored {
  /** The hub holds every record from the batch's first to this one. */
  readonly upTo: number
  /** The records that were not here yet. */
  readonly added: readonly BatchRecord[]
  /** Averages that were stored without a time have got one, or a better one. */
  readonly dated: boolean
}

/** One record's place: kit by its number in the table, log, sequence. */
type Key = [kit: number, log: number, sequence: number]

/** A batch and when it came, in milliseconds since 1970. */
export interface Arrival {
  readonly batch: Batch
  readonly receivedMs: number
}

/** What became of one batch: stored, or why not, and then it has changed nothing. */
export type Fate = Stored | Error

/**
 * Stores several batches with one commit: waiting for the disk is dear, and many kits share it.
 * Durable when it returns. A batch that is refused leaves the others alone; when this throws,
 * nothing of any batch is stored.
 */
export function storeBatches(sql: Sql, arrivals: readonly Arrival[]): Fate[] {
  return sql.transaction(() => arrivals.map((arrival) => storePart(sql, arrival)))
}

function storePart(sql: Sql, { batch, receivedMs }: Arrival): Fate {
  try {
    return sql.part(() => storeBatch(sql, batch, receivedMs))
  } catch (error) {
    // A fault of the disk is everybody's; without a transaction the earlier batches are gone too.
    if (!sql.inTransaction || storageFault(error) !== undefined) throw error
    if (!(error instanceof Error)) throw error
    return error
  }
}

function storeBatch(sql: Sql, batch: Batch, receivedMs: number): Stored {
  const kit = noteKit(sql, batch, receivedMs)
  const added: BatchRecord[] = []
  let dated = false
  for (const record of batch.records) {
    const key: Key = [kit, batch.log, record.sequence]
    if (holds(sql, key, record)) continue
    sql.run('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)', [
      ...key,
      record.type,
      record.payload,
      receivedMs,
    ])
    added.push(record)
    if (storeContent(sql, key, record)) dated = true
  }
  const upTo = batch.first + batch.records.length - 1
  sql.run('UPDATE kits SET records = records + ? WHERE number = ?', [added.length, kit])
  sql.run(
    `INSERT INTO logs VALUES (?, ?, ?, ?, (SELECT coalesce(max(number), 0) + 1 FROM logs))
     ON CONFLICT DO UPDATE
     SET highest = max(highest, excluded.highest), records = records + excluded.records`,
    [kit, batch.log, upTo, added.length],
  )
  return { upTo, added, dated }
}

/**
 * Takes over what the kit says of itself; returns its number. A batch that was long on its way
 * must not set the kit back, so within a log only a later moment of the kit counts.
 */
function noteKit(sql: Sql, batch: Batch, receivedMs: number): number {
  const { log, boot, uptime } = batch
  const row = sql.first(
    `INSERT INTO kits (id, seen_ms, log, boot, uptime_s, dropped) VALUES (?, ?, ?, ?, ?, 0)
     ON CONFLICT (id) DO UPDATE SET seen_ms = excluded.seen_ms RETURNING number`,
    [batch.kit, receivedMs, log, boot, uptime],
  )
  const number = Number(row?.['number'])
  sql.run(
    `UPDATE kits SET log = ?1, boot = ?2, uptime_s = ?3, dropped = ?4, battery_mv = ?5,
       backlog = ?6, others = ?7
     WHERE number = ?8 AND (log <> ?1 OR (boot, uptime_s) <= (?2, ?3))`,
    [
      log,
      boot,
      uptime,
      batch.dropped,
      batch.battery ?? null,
      batch.backlog ?? null,
      batch.others === undefined ? null : JSON.stringify(batch.others),
      number,
    ],
  )
  return number
}

/** True when this very record is stored. Throws RecordConflict when another one is. */
function holds(sql: Sql, key: Key, record: BatchRecord): boolean {
  const row = sql.first(
    'SELECT type, payload FROM records WHERE kit = ? AND log = ? AND sequence = ?',
    key,
  )
  if (row === undefined) return false
  const payload = row['payload'] as Uint8Array
  if (row['type'] === record.type && Buffer.compare(payload, record.payload) === 0) return true
  throw new RecordConflict(
    `record ${record.sequence} of log ${key[1]} is stored already, with other content`,
  )
}

/** Enters what the record says into the tables that are queried; true when it dated others. */
function storeContent(sql: Sql, key: Key, record: BatchRecord): boolean {
  const content = record.content
  if (content.kind === 'average') storeAverage(sql, key, content)
  else if (content.kind === 'clock') return storeClock(sql, key, content)
  else if (content.kind === 'boot')
    sql.run('UPDATE kits SET version = ? WHERE number = ?', [content.version, key[0]])
  return false
}

function storeAverage(sql: Sql, key: Key, average: AverageContent): void {
  const startS = average.clockKnown ? average.startS : dateOf(sql, key, average)
  average.channels.forEach((channel, index) => {
    const { statistics, quantity, part } = channel
    const place = [...key, index]
    const stream = [key[0], quantity, part, ordinalOf(average.channels, index)]
    const stored = sql.first(INSERT_AVERAGE, [
      ...place,
      average.bootId,
      average.clockKnown ? null : average.startS,
      startS,
      average.lengthS,
      quantity,
      part,
      channel.flags,
      channel.expected,
      channel.count,
      channel.failures,
      statistics?.mean ?? null,
      statistics?.minimum ?? null,
      statistics?.maximum ?? null,
      statistics?.deviation ?? null,
      ...stream,
    ])
    if (stored?.['stream'] === null) beginStream(sql, stream, place)
  })
}

/** With the number of its series, if that is known already. */
const INSERT_AVERAGE = `INSERT INTO averages VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    (SELECT number FROM streams WHERE kit = ? AND quantity = ? AND part = ? AND ordinal = ?)
  ) RETURNING stream`

/** Which of the equal parts of a kit this is. */
function ordinalOf(channels: AverageContent['channels'], index: number): number {
  const { quantity, part } = channels[index]!
  let ordinal = 0
  for (let i = 0; i < index; i++)
    if (channels[i]!.quantity === quantity && channels[i]!.part === part) ordinal++
  return ordinal
}

/** A series of which this is the first average. */
function beginStream(sql: Sql, stream: number[], place: number[]): void {
  sql.run('INSERT INTO streams (kit, quantity, part, ordinal) VALUES (?, ?, ?, ?)', stream)
  sql.run(
    `UPDATE averages SET stream = (
       SELECT number FROM streams WHERE kit = ? AND quantity = ? AND part = ? AND ordinal = ?)
     WHERE kit = ? AND log = ? AND sequence = ? AND channel = ?`,
    [...stream, ...place],
  )
}

/** The UTC start of an average that only knows the time since its boot, or null. */
function dateOf(sql: Sql, [kit, log]: Key, average: AverageContent): number | null {
  const clock = sql.first(
    'SELECT ticks_ms, utc_ms FROM clocks WHERE kit = ? AND log = ? AND boot = ?',
    [kit, log, average.bootId],
  )
  if (clock === undefined) return null
  return average.startS + bootUtcS(Number(clock['ticks_ms']), Number(clock['utc_ms']))
}

/**
 * Keeps the earliest clock record of a boot, the one nearest to the averages that lack a time, and
 * dates these with it. What results does not depend on the order in which records arrive.
 */
function storeClock(sql: Sql, [kit, log]: Key, clock: ClockContent): boolean {
  const kept = sql.run(
    `INSERT INTO clocks VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET ticks_ms = excluded.ticks_ms, utc_ms = excluded.utc_ms
     WHERE (excluded.ticks_ms, excluded.utc_ms) < (ticks_ms, utc_ms)`,
    [kit, log, clock.bootId, clock.ticksMs, clock.utcMs],
  )
  if (kept === 0) return false
  const changed = sql.run(
    `UPDATE averages SET start_s = since_boot_s + ?
     WHERE kit = ? AND log = ? AND boot = ? AND since_boot_s IS NOT NULL`,
    [bootUtcS(clock.ticksMs, clock.utcMs), kit, log, clock.bootId],
  )
  return changed > 0
}

/** When the boot was, in whole seconds of UTC. */
function bootUtcS(ticksMs: number, utcMs: number): number {
  return Math.round((utcMs - ticksMs) / 1000)
}
