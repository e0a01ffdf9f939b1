/** The database file: how it is opened, read and written. `schema.ts` says what it holds. */
import { closeSync, fsyncSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import sqlite, { type Database, type SQLiteValue, type Statement } from 'node-sqlite3-wasm'
import { lockDatabase } from './lock.ts'
import { upgradeOf } from './schema.ts'

/** A database that lives in memory only, for tests. */
export const IN_MEMORY = ':memory:'
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
      this.database.exec('PRAGMA locking_mode = EXCLUSIVE')
      // Asked before anything is written: a file of somebody else stays as it is.
      const upgrade = this.upgrade(file)
      this.database.exec('PRAGMA journal_mode = WAL')
      this.database.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`)
      if (upgrade !== undefined) this.transaction(() => this.database.exec(upgrade))
      if (durable && file !== IN_MEMORY) syncFolderOf(file)
    } catch (error) {
      this.close()
      throw error
    }
  }

  run(sql: string, values: SQLiteValue[]): number {
    return this.using(sql, (statement) => statement.run(values).changes)
  }

  /** All rows, read to the end: a statement left half-way would pin the write-ahead log. */
  all(sql: string, values: SQLiteValue[]): Row[] {
    return this.using(sql, (statement) => statement.all(values) as Row[])
  }

  first(sql: string, values: SQLiteValue[]): Row | undefined {
    return this.all(sql, values)[0]
  }

  /** As `all`, for statements that come once: nothing of them is kept. */
  once(sql: string, values: SQLiteValue[]): Row[] {
    const statement = this.database.prepare(sql)
    try {
      return statement.all(values) as Row[]
    } finally {
      statement.finalize()
    }
  }

  /** Several statements of our own, without values. */
  script(sql: string): void {
    this.database.exec(sql)
  }

  /** Makes `work` a function of SQL; what it throws ends the statement that calls it. */
  teach(name: string, work: (value: SQLiteValue) => number): void {
    this.database.function(name, work)
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

  /**
   * A part of a transaction: all of `work`, or, when it throws, nothing of it, and the rest of the
   * transaction goes on. A fault of the disk may end the whole of it: see `inTransaction`.
   */
  part<T>(work: () => T): T {
    this.database.exec('SAVEPOINT part')
    try {
      const result = work()
      this.database.exec('RELEASE part')
      return result
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK TO part; RELEASE part')
      throw error
    }
  }

  get inTransaction(): boolean {
    return this.database.inTransaction
  }

  close(): void {
    for (const statement of this.statements.values()) statement.finalize()
    this.statements.clear()
    this.database.close()
    this.unlock()
  }

  private open(file: string): Database {
    try {
      if (file !== IN_MEMORY) refuseLoneLog(file)
      return new sqlite.Database(file)
    } catch (error) {
      this.unlock()
      throw error
    }
  }

  /** A statement that failed cannot be bound again in this library, so it is made anew. */
  private using<T>(sql: string, work: (statement: Statement) => T): T {
    const statement = this.statements.get(sql) ?? this.database.prepare(sql)
    this.statements.set(sql, statement)
    try {
      return work(statement)
    } catch (error) {
      this.statements.delete(sql)
      statement.finalize()
      throw error
    }
  }

  private upgrade(file: string): string | undefined {
    const version = Number(this.database.get('PRAGMA user_version')?.['user_version'])
    const tables = Number(this.database.get('SELECT count(*) AS n FROM sqlite_master')?.['n'])
    return upgradeOf(file, version, tables)
  }
}

/** SQLite throws a write-ahead log away when its file is gone, and with it what it holds. */
function refuseLoneLog(file: string): void {
  const log = `${file}-wal`
  if (sizeOf(file) > 0 || sizeOf(log) === 0) return
  throw new Error(
    `${log} holds records, but ${file}, which it belongs to, is gone. Put that file back, or ` +
      'move the log elsewhere to begin anew.',
  )
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/**
 * Makes the names of new files last. SQLite's commit syncs the write-ahead log, but this build does
 * not sync the folder that the log's name is in; after a power cut the log could be nowhere.
 */
function syncFolderOf(file: string): void {
  // Windows cannot open a folder, and its file systems keep names by themselves.
  if (process.platform === 'win32') return
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
