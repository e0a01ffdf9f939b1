/** Reads what a hub left in its file, with SQL of its own. */
import sqlite from 'node-sqlite3-wasm'

export interface HubRow {
  readonly kit: string
  readonly log: number
  readonly sequence: number
  readonly type: number
  readonly payload: Uint8Array
  readonly receivedMs: number
}

export interface HubAverage {
  readonly kit: string
  readonly log: number
  readonly sequence: number
  readonly channel: number
  readonly startS: number | null
}

export interface HubKit {
  readonly id: string
  readonly log: number
  readonly dropped: number
  readonly records: number
}

export interface HubTables {
  readonly kits: readonly HubKit[]
  readonly records: readonly HubRow[]
  readonly averages: readonly HubAverage[]
}

export function readHubFile(file: string): HubTables {
  const database = new sqlite.Database(file, { fileMustExist: true })
  // As the hub has it: this build of SQLite has no shared memory for the write-ahead log.
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  const rows = <T>(sql: string) => database.all(sql) as unknown as T[]
  try {
    return {
      kits: rows<HubKit>('SELECT id, log, dropped, records FROM kits'),
      records: rows<HubRow>(
        `SELECT id AS kit, r.log, r.sequence, r.type, r.payload, r.received_ms AS receivedMs
         FROM records r JOIN kits k ON k.number = r.kit ORDER BY id, r.log, r.sequence`,
      ),
      averages: rows<HubAverage>(
        `SELECT id AS kit, a.log, a.sequence, a.channel, a.start_s AS startS
         FROM averages a JOIN kits k ON k.number = a.kit ORDER BY id, a.log, a.sequence, a.channel`,
      ),
    }
  } finally {
    database.close()
  }
}
