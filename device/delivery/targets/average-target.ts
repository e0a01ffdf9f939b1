/**
 * What targets have in common that want averages and nothing else: boot and clock records are
 * passed over, averages that cannot go there are counted.
 */
import type { Journal } from '../../journal/journal.ts'
import type { AverageReader } from '../../payload/average-reader.ts'
import { RECORD_AVERAGE } from '../../payload/record.ts'
import { IDLE, PASSED, READY, SEARCHING, type Target } from '../target.ts'
import type { TextWriter } from './text-writer.ts'

/** What became of one record. */
/** It stands in the body. */
export const TAKEN = 0
/** It holds nothing for this target. */
export const UNWANTED = 1
/** This target will never get it. */
export const MISSED = 2
/** It has to wait for the next request. */
const NEXT_TIME = 3
/** It has to wait for the next record. */
export const WAITS = 4
/** It has to wait for the next turn. */
export const NEXT_TURN = 5

/** Records that are looked at in one turn. */
const LOOKED_MAX = 32

/** What all such targets of a kit share. */
export interface Workshop {
  readonly journal: Journal
  readonly reader: AverageReader
  readonly writer: TextWriter
  /** The journal's reader for searches. */
  readonly searcher: number
}

export abstract class AverageTarget implements Target {
  url: string
  readonly headers: readonly string[]
  length = 0
  first = 0
  end = 0
  count = 0
  missed = 0
  protected readonly number: number
  protected readonly workshop: Workshop

  constructor(number: number, url: string, headers: readonly string[], workshop: Workshop) {
    this.number = number
    this.url = url
    this.headers = headers
    this.workshop = workshop
  }

  fill(recordsMax: number, nowMs: number): number {
    const { journal, writer } = this.workshop
    if (!journal.next(this.number)) return IDLE
    const found = journal.found
    this.first = found.sequence
    this.end = this.first
    this.count = 0
    this.missed = 0
    writer.length = 0
    writer.full = false
    let last = TAKEN
    for (let looked = 0; looked < LOOKED_MAX; looked++) {
      last = found.type === RECORD_AVERAGE ? this.average(recordsMax, nowMs) : UNWANTED
      if (last >= NEXT_TIME) break
      this.end++
      if (last === MISSED) this.missed++
      else if (last === TAKEN) this.count++
      // Behind a damaged place the next request begins.
      if (!journal.find(this.number, this.end) || found.sequence !== this.end) break
    }
    if (this.count > 0) {
      this.length = writer.length
      return READY
    }
    if (this.end > this.first) return PASSED
    return last === NEXT_TURN ? SEARCHING : IDLE
  }

  abstract judge(status: number, text: string): number

  /** Puts the average that the reader has taken up into the body. */
  protected abstract take(nowMs: number): number

  private average(recordsMax: number, nowMs: number): number {
    const { journal, reader, writer } = this.workshop
    if (this.count >= recordsMax) return NEXT_TIME
    reader.begin(journal.found.payload, journal.found.length)
    const before = writer.length
    const outcome = this.take(nowMs)
    if (outcome !== TAKEN || !writer.full) return outcome
    writer.full = false
    writer.length = before
    // What is too long even when it stands alone can never be sent.
    return this.count === 0 ? MISSED : NEXT_TIME
  }
}
