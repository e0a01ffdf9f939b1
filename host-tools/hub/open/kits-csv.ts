/** Where the kits of a campaign stood, and when, as far as their owners want it known. */
import { csvOf } from '../sensorthings/formats.ts'
import type { Row, Sql } from '../store/database.ts'
import { isoTime } from '../store/kits.ts'

const COLUMNS = 'kit name since_utc longitude latitude blurred_m'.split(' ')

/** One line a place; a kit whose place is not told has one line without. */
export function kitsCsv(sql: Sql, kits: readonly string[] | undefined): string {
  const rows = sql.all(
    `SELECT kits.id AS kit, things.name AS name, features.since_s AS since_s, longitude,
       latitude, json_extract(features.properties, '$.blurredM') AS blurred_m
     FROM main.kits JOIN things ON things.number = kits.number
       JOIN features ON features.thing = kits.number
     WHERE ?1 IS NULL OR kits.id IN (SELECT value FROM json_each(?1))
     ORDER BY kits.id, features.since_s`,
    [kits === undefined ? null : JSON.stringify(kits)],
  )
  const lines = rows.map(({ since_s: since, ...told }) => {
    const fields: Row = { ...told, since_utc: since === 0 ? null : isoTime(Number(since)) }
    return Object.fromEntries(COLUMNS.map((name) => [name, fields[name] ?? null]))
  })
  return csvOf(lines, COLUMNS)
}
