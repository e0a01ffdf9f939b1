/** What the hub knows of each kit. */
import { FLAGS } from '../../../device/sampling/flags.ts'
import type { Row, Sql } from './database.ts'

/** A kit's clock may be this far ahead of the hub's before its records are not called the last. */
const AHEAD_S_MAX = 3_600
/** More channels than one record can hold. */
const CHANNELS_MAX = 64

/** Times are ISO 8601 in UTC; null where nothing is known. */
export interface KitSummary {
  readonly id: string
  /** When the hub heard of the kit last, by the hub's clock. */
  readonly lastSeen: string
  /** End of the newest period that has a time. */
  readonly lastRecordEnd: string | null
  readonly batteryMv: number | null
  /** Names of what was wrong in that period. */
  readonly flags: readonly string[]
  /** Records that the kit still holds for the hub. */
  readonly backlog: number | null
  /** Records that the kit lost before it could deliver them. */
  readonly dropped: number
  /** The same for each of the kit's other targets, as far as it tells. */
  readonly droppedElsewhere: readonly number[]
  /** Numbers below the highest of a log that never came here, for whatever reason. */
  readonly missing: number
  /** Averages that wait for a clock record to get their time. */
  readonly unresolved: number
  readonly records: number
  readonly firmware: string | null
  readonly boot: number
  readonly uptimeS: number
}

/** All kits, by name. */
export function kitSummaries(sql: Sql, nowMs: number): KitSummary[] {
  return sql.all('SELECT * FROM kits ORDER BY id', []).map((row) => summary(sql, row, nowMs))
}

export function kitSummary(sql: Sql, id: string, nowMs: number): KitSummary | undefined {
  const row = sql.first('SELECT * FROM kits WHERE id = ?', [id])
  return row && summary(sql, row, nowMs)
}

/** Bits as names; a bit that this version does not know keeps its number. */
export function flagNames(flags: number): string[] {
  const names: string[] = []
  for (let bit = 0; bit < 32; bit++)
    if (((flags >>> bit) & 1) === 1) names.push(FLAGS[bit] ?? `flag-${bit}`)
  return names
}

export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}

function summary(sql: Sql, row: Row, nowMs: number): KitSummary {
  const number = Number(row['number'])
  const last = lastPeriod(sql, number, Math.floor(nowMs / 1000) + AHEAD_S_MAX)
  const waiting = sql.first(
    'SELECT count(*) AS n FROM averages WHERE kit = ? AND start_s IS NULL AND channel = 0',
    [number],
  )
  return {
    id: String(row['id']),
    lastSeen: new Date(Number(row['seen_ms'])).toISOString(),
    lastRecordEnd: last.endS === null ? null : isoTime(last.endS),
    batteryMv: numberOrNull(row['battery_mv']),
    flags: flagNames(last.flags),
    backlog: numberOrNull(row['backlog']),
    dropped: Number(row['dropped']),
    droppedElsewhere: typeof row['others'] === 'string' ? JSON.parse(row['others']) : [],
    missing: missingOf(sql, number),
    unresolved: Number(waiting?.['n']),
    records: Number(row['records']),
    firmware: versionText(numberOrNull(row['version'])),
    boot: Number(row['boot']),
    uptimeS: Number(row['uptime_s']),
  }
}

/** A log's numbers begin at 0. */
function missingOf(sql: Sql, kit: number): number {
  const row = sql.first('SELECT sum(highest + 1 - records) AS n FROM logs WHERE kit = ?', [kit])
  return Number(row?.['n'] ?? 0)
}

/** End of the newest record that does not start after `untilS`, and the flags of its channels. */
function lastPeriod(sql: Sql, kit: number, untilS: number): { endS: number | null; flags: number } {
  const rows = sql.all(
    `SELECT log, sequence, start_s + length_s AS end_s, flags FROM averages
     WHERE kit = ? AND start_s <= ? ORDER BY start_s DESC, log DESC, sequence DESC LIMIT ?`,
    [kit, untilS, CHANNELS_MAX],
  )
  const newest = rows[0]
  if (newest === undefined) return { endS: null, flags: 0 }
  let flags = 0
  for (const row of rows)
    if (row['log'] === newest['log'] && row['sequence'] === newest['sequence'])
      flags |= Number(row['flags'])
  return { endS: Number(newest['end_s']), flags: flags >>> 0 }
}

/** Inverse of the firmware's one-number version. */
function versionText(version: number | null): string | null {
  if (version === null) return null
  const minor = Math.floor(version / 100) % 100
  return `${Math.floor(version / 10_000)}.${minor}.${version % 100}`
}

function numberOrNull(value: Row[string] | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
