/** The database file: how it is opened, and what its tables hold. */
import sqlite, { type Database, type SQLiteValue, type Statement } from 'node-sqlite3-wasm'
import { lockDatabase } from './lock.ts'

/** A database that lives in memory only, for tests. */
export const IN_MEMORY = ':memory:'
const SCHEMA_VERSION = 1

/**
 * `records` is what the kits sent, byte for byte, and is never changed. The other tables can be
 * made again from it. Values are integers in the quantity's steps, times whole seconds since 1970
 * in UTC. `since_boot_s` is set for averages taken before the kit knew the time; their `start_s`
 * is null until a clock record of the same boot has come.
 */
const SCHEMA = `
CREATE TABLE kits (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, seen_ms INTEGER NOT NULL,
  log INTEGER NOT NULL, boot INTEGER NOT NULL, uptime_s INTEGER NOT NULL,
  dropped INTEGER NOT NULL, battery_mv INTEGER, backlog INTEGER,
  version INTEGER, records INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE records (
  kit INTEGER NOT NULL REFERENCES kits, log INTEGER NOT NULL, sequence INTEGER NOT NULL,
  type INTEGER NOT NULL, payload BLOB NOT NULL, received_ms INTEGER NOT NULL,
  PRIMARY KEY (kit, log, sequence)
) WITHOUT ROWID;
CREATE TABLE averages (
  kit INTEGER NOT NULL, log INTEGER NOT NULL, sequence INTEGER NOT NULL, channel INTEGER NOT NULL,
  boot INTEGER NOT NULL, since_boot_s INTEGER, start_s INTEGER, length_s INTEGER NOT NULL,
  quantity INTEGER NOT NULL, part INTEGER NOT NULL, flags INTEGER NOT NULL,
  expected INTEGER NOT NULL, count INTEGER NOT NULL, failures INTEGER NOT NULL,
  mean INTEGER, minimum INTEGER, maximum INTEGER, deviation INTEGER,
  PRIMARY KEY (kit, log, sequence, channel)
) WITHOUT ROWID;
CREATE INDEX averages_time ON averages (start_s);
CREATE INDEX averages_kit_time ON averages (kit, start_s);
CREATE INDEX averages_quantity_time ON averages (quantity, start_s);
CREATE INDEX averages_since_boot ON averages (kit, log, boot) WHERE since_boot_s IS NOT NULL;
CREATE TABLE clocks (
  kit INTEGER NOT NULL, log INTEGER NOT NULL, boot INTEGER NOT NULL,
  ticks_ms INTEGER NOT NULL, utc_ms INTEGER NOT NULL,
  PRIMARY KEY (kit, log, boot)
) WITHOUT ROWID;
`

export type Row = Record<string, SQLiteValue>

/** An open database with its prepared statements, which are made once and kept. */
export class Sql {
  private readonly database: Database
  private readonly unlock: () => void
  private readonly statements = new Map<string, Statement>()

  /**
   * Opens or makes the file. Throws when it is in use, cannot be written or is no hub's database.
   * Without `durable` a power cut may cost the latest commits, though never consistency.
   */
  constructor(file: string, durable: boolean) {
    this.unlock = file === IN_MEMORY ? () => {} : lockDatabase(file)
    this.database = this.open(file)
    try {
      // One process owns the file, so it is locked once and not at every statement; the
      // write-ahead log then needs no shared memory, which this build of SQLite lacks.
      this.database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;')
      this.database.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`)
      this.prepareSchema(file)
    } catch (error) {
      this.close()
      throw error
    }
  }

  run(sql: string, values: SQLiteValue[]): number {
    return this.statement(sql).run(values).changes
  }

  /** All rows, read to the end: a statement left half-way would pin the write-ahead log. */
  all(sql: string, values: SQLiteValue[]): Row[] {
    return this.statement(sql).all(values) as Row[]
  }

  first(sql: string, values: SQLiteValue[]): Row | undefined {
    return this.all(sql, values)[0]
  }

  /** All of `work` is stored when this returns, or, when it throws, nothing of it. */
  transaction<T>(work: () => T): T {
    this.database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.database.exec('COMMIT')
      return result
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    for (const statement of this.statements.values()) statement.finalize()
    this.statements.clear()
    this.database.close()
    this.unlock()
  }

  private open(file: string): Database {
    try {
      return new sqlite.Database(file)
    } catch (error) {
      this.unlock()
      throw error
    }
  }

  private statement(sql: string): Statement {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.database.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }

  private prepareSchema(file: string): void {
    const version = this.database.get('PRAGMA user_version')?.['user_version']
    if (version === SCHEMA_VERSION) return
    const tables = this.database.get('SELECT count(*) AS n FROM sqlite_master')?.['n']
    if (version !== 0 || tables !== 0)
      throw new Error(`${file} is a database, but not one of this version of the hub.`)
    this.transaction(() => {
      this.database.exec(SCHEMA)
      this.database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
    })
  }
}
