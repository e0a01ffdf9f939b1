/**
 * Dates records that were taken before the clock was known, for targets that want UTC: by the
 * first clock record of the same boot, which stands further on in the log, as the hub does.
 */
import type { Journal } from '../../journal/journal.ts'
import type { AverageReader } from '../../payload/average-reader.ts'
import { getVarint } from '../../payload/bytes.ts'
import { RECORD_CLOCK } from '../../payload/record.ts'

/** The boot ended without having known the time. */
export const NEVER_KNOWN = -1
/** The clock may still become known. */
export const NOT_YET = -2
/** Not found so far; ask again in the next turn. */
const STILL_SEARCHING = -3

/** Records that are looked at in one turn. */
const SEARCH_MAX = 32

export class Dating {
  private readonly journal: Journal
  private readonly reader: AverageReader
  /** The journal's reader for searches. */
  private readonly searcher: number
  /** The boot that was asked for last, and what is known of it. */
  private bootId = -1
  private result = STILL_SEARCHING
  /** Record where the search goes on. */
  private upcoming = 0

  constructor(journal: Journal, reader: AverageReader, searcher: number) {
    this.journal = journal
    this.reader = reader
    this.searcher = searcher
  }

  /**
   * UTC in seconds at tick 0 of a boot that a record before number `after` names, or one of the
   * values above. What the journal and the reader had is gone afterwards.
   */
  bootUtcS(bootId: number, after: number): number {
    if (this.bootId !== bootId) {
      this.bootId = bootId
      this.result = STILL_SEARCHING
      this.upcoming = after
    }
    const { journal, reader } = this
    for (let looked = 0; this.result === STILL_SEARCHING && looked < SEARCH_MAX; looked++) {
      if (!journal.find(this.searcher, this.upcoming)) return NOT_YET
      const { type, payload, sequence } = journal.found
      this.upcoming = sequence + 1
      // What newer firmware wrote may begin with anything.
      if (type > RECORD_CLOCK) continue
      // Records of all types begin with the boot.
      if (getVarint(payload, 0) !== bootId) this.result = NEVER_KNOWN
      else if (type === RECORD_CLOCK) this.result = reader.bootUtcS(payload)
    }
    return this.result
  }
}
