/**
 * What one request may cost. SQLite answers in one go, and kits wait meanwhile; so each row that a
 * request looks at is counted, by a function in its conditions, and one too many ends it.
 */
import { RequestFault } from '../odata/fault.ts'
import type { Sql } from '../store/database.ts'

/** Rows that a request may look at, whether or not they end up in the answer. */
export const ROWS_MAX = 250_000
/** Entities in an answer, those that are expanded included. */
export const ENTITIES_MAX = 20_000

export class Budget {
  private rows = 0
  private entities = 0
  private overdrawn = false

  constructor(sql: Sql) {
    sql.teach('spend', (_row) => {
      if (--this.rows >= 0) return 1
      this.overdrawn = true
      throw new Error('too many rows')
    })
  }

  /** Runs what answers one request. */
  within<T>(work: () => T): T {
    this.rows = ROWS_MAX
    this.entities = ENTITIES_MAX
    this.overdrawn = false
    try {
      return work()
    } catch (error) {
      if (!this.overdrawn) throw error
      throw new RequestFault(
        `more than ${ROWS_MAX} rows would have to be looked at; ask of one Datastream, or of a ` +
          'shorter time with phenomenonTime',
      )
    }
  }

  /** What `work` finds if it looks at no more than so many rows; else undefined. */
  trial<T>(rows: number, work: () => T): T | undefined {
    const left = this.rows
    this.rows = Math.min(left, rows)
    const given = this.rows
    try {
      return work()
    } catch (error) {
      if (!this.overdrawn) throw error
      this.overdrawn = false
      return undefined
    } finally {
      this.rows = left - (given - Math.max(0, this.rows))
    }
  }

  /** Counts entities that go into the answer. */
  take(count: number): void {
    this.entities -= count
    if (this.entities < 0)
      throw new RequestFault(
        `more than ${ENTITIES_MAX} entities would be in one answer; ask for fewer with $top, ` +
          'also within $expand',
      )
  }
}
