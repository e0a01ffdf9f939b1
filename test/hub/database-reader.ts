/** Reads a hub's file without the hub's own code, and makes its tables again from the records. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sqlite from 'node-sqlite3-wasm'
import { readBatch } from '../../host-tools/hub/batch.ts'
import { IN_MEMORY, type Row, Sql } from '../../host-tools/hub/store/database.ts'
import { storeBatches } from '../../host-tools/hub/store/ingest.ts'
import { batchBody } from './fake-kit.ts'

/** Tables that follow from the records, with the kit by name. */
const DERIVED = ['averages', 'clocks', 'logs', 'streams'].map(
  (table) => `SELECT kits.id AS name, ${table}.* FROM ${table} JOIN kits ON kits.number = kit`,
)
/** Each average names its series by number; what that number stands for must be right too. */
DERIVED.push(
  `SELECT kits.id AS name, averages.log, sequence, channel, streams.quantity, streams.part, ordinal
   FROM averages JOIN streams ON streams.number = stream JOIN kits ON kits.number = streams.kit`,
)
const GROUP = 200

export interface FoundRecord {
  readonly kit: string
  readonly log: number
  readonly sequence: number
  /** Type, then payload. */
  readonly bytes: Buffer
}

export interface Found {
  readonly integrity: unknown
  readonly records: readonly FoundRecord[]
  /** Rows of the derived tables as text, in one order. */
  readonly derived: readonly string[]
  /** What the kits' own rows count. */
  readonly counted: Readonly<Record<string, number>>
}

/** Of a hub that no longer runs. Looks at a copy, since whoever opens a file may mend it. */
export function readDatabase(file: string): Found {
  const folder = mkdtempSync(join(tmpdir(), 'meetkit-copy-'))
  const copy = join(folder, 'copy.sqlite')
  for (const ending of ['', '-wal'])
    if (existsSync(file + ending)) copyFileSync(file + ending, copy + ending)
  const database = new sqlite.Database(copy, { fileMustExist: true })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    const all = (sql: string) => database.all(sql) as Row[]
    return {
      integrity: Object.values(all('PRAGMA integrity_check')[0]!)[0],
      records: all('SELECT id, records.* FROM records JOIN kits ON number = kit').map(foundRecord),
      derived: derivedRows(all),
      counted: Object.fromEntries(
        all('SELECT id, records FROM kits').map(({ id, records }) => [id, Number(records)]),
      ),
    }
  } finally {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The derived tables as the hub makes them from nothing but these records, last one first. */
export function rebuilt(records: readonly FoundRecord[]): readonly string[] {
  const sql = new Sql(IN_MEMORY, false)
  const arrivals = records
    .map(({ kit, log, sequence, bytes }) => readBatch(batchBody(sequence, [bytes], { kit, log })))
    .map((batch) => ({ batch, receivedMs: 0 }))
    .reverse()
  for (let i = 0; i < arrivals.length; i += GROUP) storeBatches(sql, arrivals.slice(i, i + GROUP))
  const rows = derivedRows((select) => sql.all(select, []))
  sql.close()
  return rows
}

function foundRecord(row: Row): FoundRecord {
  return {
    kit: String(row['id']),
    log: Number(row['log']),
    sequence: Number(row['sequence']),
    bytes: Buffer.concat([Uint8Array.of(Number(row['type'])), row['payload'] as Uint8Array]),
  }
}

/** Numbers of kits, logs and series are by arrival, and mean nothing. */
export function derivedRows(all: (sql: string) => Row[]): string[] {
  return DERIVED.flatMap((select) => all(select))
    .map((row) => JSON.stringify({ ...row, kit: 0, number: 0, stream: 0 }))
    .sort()
}
