/** A journal next to the plainest model of it, each step checked against the other. */
import { CURSOR_STRIDE } from '../../device/journal/cursors.ts'
import { Journal } from '../../device/journal/journal.ts'
import { FlashModel, type Geometry } from './flash-model.ts'

export const TARGETS = 2

export class JournalModel {
  readonly flash: FlashModel
  journal: Journal
  /** Every record ever appended, by its number. */
  readonly records: string[] = []
  /** What each target acknowledged, at the utmost. */
  readonly acknowledged = [0, 0]
  /** Records that each target really never had, at this moment. */
  private readonly lost = [0, 0]
  private reboots = 0
  private logId = 0

  constructor(geometry: Geometry) {
    this.flash = new FlashModel(geometry)
    this.journal = new Journal(this.flash, TARGETS)
    this.journal.recover(4711)
  }

  append(length: number): void {
    const number = this.records.length
    const payload = Uint8Array.from({ length }, (_, i) => (number * 7 + i * 13) & 0xff)
    const type = 1 + (number % 3)
    const text = `${type}:${Buffer.from(payload).toString('hex')}`
    const sequence = this.journal.append(type, payload, length)
    this.records.push(text)
    this.logId = this.journal.logId
    if (sequence !== number) throw new Error(`record ${number} got number ${sequence}`)
    this.countLost()
  }

  /** Delivers up to `count` records to `target`, as a delivery would. */
  deliver(target: number, count: number): void {
    const journal = this.journal
    if (!journal.next(target)) {
      if (journal.cursor(target) !== this.records.length) throw new Error('records withheld')
      return
    }
    const first = journal.found.sequence
    let upTo = first
    while (upTo < first + count && journal.find(target, upTo)) {
      // A batch holds records without a gap.
      if (journal.found.sequence !== upTo) break
      this.compare(upTo++)
    }
    journal.acknowledge(target, first, upTo)
    this.acknowledged[target] = Math.max(this.acknowledged[target]!, upTo)
    // A cursor that was saved may have opened a sector.
    this.countLost()
  }

  tidy(): void {
    this.journal.tidy()
    this.countLost()
    if (this.journal.tidy()) throw new Error('tidied twice')
  }

  /** Starts anew on the same flash. */
  reboot(): void {
    const before = this.journal
    this.reboots++
    this.journal = new Journal(this.flash, TARGETS)
    this.journal.recover(815)
    const { nextSequence, logId } = this.journal
    if (this.journal.nextSequence !== this.records.length)
      throw new Error(`next ${nextSequence}, not ${this.records.length}`)
    if (logId !== this.logId && this.records.length > 0) throw new Error('another log')
    if (this.journal.oldestSequence !== before.oldestSequence) throw new Error('other tail')
    if (this.journal.find(TARGETS, 0)) throw new Error('read before the first append')
    this.countLost()
    for (let target = 0; target < TARGETS; target++) {
      const cursor = this.journal.cursor(target)
      const known = Math.max(this.acknowledged[target]!, this.journal.oldestSequence)
      if (cursor > known) throw new Error('cursor beyond what was acknowledged')
      if (known - cursor >= CURSOR_STRIDE) throw new Error(`cursor ${known - cursor} behind`)
    }
    // As a kit does, before anything else.
    this.append(4)
  }

  /** Everything that the log still holds is what was written. */
  checkAll(): void {
    const { oldestSequence, nextSequence } = this.journal
    if (nextSequence !== this.records.length) throw new Error('numbers differ')
    for (let sequence = oldestSequence; sequence < nextSequence; sequence++) {
      const found = this.journal.find(TARGETS, sequence)
      const number = found ? this.journal.found.sequence : nextSequence
      if (number > sequence) throw new Error(`record ${sequence} is gone`)
      this.compare(sequence)
    }
    if (this.journal.find(TARGETS, nextSequence)) throw new Error('a record from nowhere')
    for (let target = 0; target < TARGETS; target++) {
      // What was acknowledged since the last saved cursor may count as lost, once for each boot.
      const excess = this.journal.dropped(target) - this.lost[target]!
      if (excess < 0 || excess > this.reboots * CURSOR_STRIDE) throw new Error(`dropped: ${excess}`)
    }
  }

  private compare(sequence: number): void {
    const { sequence: number, type, payload, length } = this.journal.found
    const text = `${type}:${Buffer.from(payload.subarray(0, length)).toString('hex')}`
    if (number !== sequence || text !== this.records[sequence])
      throw new Error(`record ${sequence}`)
  }

  private countLost(): void {
    for (let target = 0; target < TARGETS; target++) {
      const lost = this.journal.oldestSequence - this.acknowledged[target]!
      if (lost <= 0) continue
      this.lost[target]! += lost
      this.acknowledged[target] = this.journal.oldestSequence
    }
  }
}
