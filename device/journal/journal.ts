/**
 * The kit's memory: an append-only log of records in a ring of flash sectors, in their final form.
 *
 * Every byte is written once between erases. A record is durable when `append` returns. Where each
 * target stands is itself a record. `FORMAT.md` has the layout and the reasons.
 *
 *   tail ... records ... head | erased ahead | tail (oldest) ...
 */
import { getVarint } from '../payload/bytes.ts'
import { RECORD_BOOT } from '../payload/record.ts'
import type { Flash } from '../platform/io.ts'
import { CURSOR_LENGTH, Cursors } from './cursors.ts'
import { RecordReader } from './reader.ts'
import { type Found, Ring } from './ring.ts'
import { BOOKKEEPING, FRAME_HEAD, HEADER_LENGTH, RECORD_CURSOR } from './sector.ts'

export class Journal {
  /** Number of the record that `append` writes next; the first ever is 0. */
  nextSequence = 0
  /** Number of the oldest record that the log may still hold. */
  oldestSequence = 0
  logId = 0
  /** Boot that the newest header or boot record names; 0 for a new log. */
  bootId = 0
  /** What `next` and `find` found; valid until the journal is called again. */
  readonly found: Found
  private readonly ring: Ring
  private readonly cursors: Cursors
  private readonly reader: RecordReader
  private block = 0
  private sectorSequence = 0
  private offset = 0
  private aheadErased = false

  /** `targets`: how many targets have a cursor, at most four. */
  constructor(flash: Flash, targets: number) {
    this.ring = new Ring(flash)
    this.found = this.ring.found
    this.cursors = new Cursors(targets)
    this.reader = new RecordReader(this.ring)
  }

  /**
   * Finds the log as the last boot left it: one header a sector and one sector are read. A region
   * without a log becomes one named by `freshLogId`.
   */
  recover(freshLogId: number): void {
    const ring = this.ring
    const header = ring.header
    let newest = -1
    for (let block = 0; block < ring.blocks; block++) {
      if (!ring.readHeader(block)) continue
      if (newest >= 0 && header.sequence <= this.sectorSequence) continue
      newest = block
      this.sectorSequence = header.sequence
      this.logId = header.logId
    }
    if (newest < 0) {
      this.logId = freshLogId
      ring.clear(0)
      this.openSector(0)
      return
    }
    this.block = newest
    ring.readHeader(newest)
    this.bootId = header.bootId
    this.nextSequence = header.firstRecord
    this.scanHead()
    this.findTail()
  }

  /** The next record for `target`. */
  cursor(target: number): number {
    return this.cursors.next[target]!
  }

  /** Records that `target` never got: overwritten, damaged, or refused by it. */
  dropped(target: number): number {
    return this.cursors.dropped[target]!
  }

  /** Appends one record and returns its number. `payload` is at most RECORD_LENGTH_MAX long. */
  append(type: number, payload: Uint8Array, length: number): number {
    this.makeRoom(length)
    const frame = this.found.frame
    for (let i = 0; i < length; i++) frame[FRAME_HEAD + i] = payload[i]!
    this.write(type, length)
    return this.nextSequence++
  }

  /** `target` has the records from its cursor, as it was when they were sent, up to `to` - 1. */
  acknowledge(target: number, from: number, to: number): void {
    this.cursors.arrive(target, from, to)
    this.saveCursor(target)
  }

  /** `target` will not take record `sequence`, the one at its cursor when it was sent. */
  giveUp(target: number, sequence: number): void {
    this.cursors.pass(target, sequence + 1)
    this.saveCursor(target)
  }

  /** Prepares the sector after the head, off the path of an append. True if it did anything. */
  tidy(): boolean {
    if (this.aheadErased) return false
    this.eraseAhead()
    return true
  }

  /**
   * Finds the first readable record at or after the target's cursor; false when there is none.
   * Damaged places are passed over and counted as dropped.
   */
  next(target: number): boolean {
    const wanted = this.cursor(target)
    const found = this.find(wanted)
    if (found) this.cursors.pass(target, this.found.sequence)
    else if (wanted < this.nextSequence) this.cursors.pass(target, this.nextSequence)
    return found
  }

  /** Finds the first readable record from number `sequence` on. */
  find(sequence: number): boolean {
    if (sequence < this.oldestSequence) sequence = this.oldestSequence
    return sequence < this.nextSequence && this.reader.find(sequence, this.block)
  }

  /** Opens the next sector when a frame of this payload length does not fit any more. */
  private makeRoom(length: number): void {
    const ring = this.ring
    if (this.offset + ring.sizeOf(length) <= ring.blockLength) return
    if (!this.aheadErased) this.eraseAhead()
    this.openSector(ring.after(this.block))
  }

  /** Writes the frame whose payload stands in the ring's buffer; room has been made. */
  private write(type: number, length: number): void {
    this.offset = this.ring.writeFrame(this.block, this.sectorSequence, this.offset, type, length)
  }

  /**
   * Begins an erased sector: all cursors, so that recovery needs no other sector, and the header
   * last, so that a sector counts only when it is complete.
   */
  private openSector(block: number): void {
    this.block = block
    this.sectorSequence++
    this.offset = HEADER_LENGTH
    this.aheadErased = false
    for (let target = 0; target < this.cursors.targets; target++)
      if (this.cursor(target) !== 0) this.writeCursor(target)
    const header = this.ring.header
    header.sequence = this.sectorSequence
    header.logId = this.logId
    header.firstRecord = this.nextSequence
    header.bootId = this.bootId
    this.ring.writeHeader(block)
  }

  private saveCursor(target: number): void {
    if (!this.cursors.isDue(target)) return
    this.makeRoom(CURSOR_LENGTH)
    this.writeCursor(target)
  }

  private writeCursor(target: number): void {
    this.cursors.encode(target, this.found.frame)
    this.write(RECORD_CURSOR, CURSOR_LENGTH)
  }

  /** Clears the oldest sector, and counts what a target lacked of it. */
  private eraseAhead(): void {
    const block = this.ring.after(this.block)
    this.ring.clear(block)
    this.aheadErased = true
    this.reader.forget(block)
    this.findTail()
  }

  /** Reads the head sector to its end; a torn end closes the sector. */
  private scanHead(): void {
    const ring = this.ring
    const found = this.found
    this.offset = HEADER_LENGTH
    while (ring.readFrame(this.block, this.sectorSequence, this.offset)) {
      this.offset += ring.sizeOf(found.length)
      if (found.type === RECORD_CURSOR) this.cursors.decode(found.frame)
      if (found.type >= BOOKKEEPING) continue
      this.nextSequence++
      if (found.type === RECORD_BOOT) this.bootId = getVarint(found.frame, FRAME_HEAD)
    }
    if (!ring.isBlank(this.block, this.offset)) this.offset = ring.blockLength
  }

  /** The oldest record is the first of the first valid sector after the head, going round. */
  private findTail(): void {
    const ring = this.ring
    for (let step = 1; step <= ring.blocks; step++) {
      if (!ring.readHeader((this.block + step) % ring.blocks)) continue
      if (ring.header.logId !== this.logId) continue
      this.oldestSequence = ring.header.firstRecord
      break
    }
    for (let target = 0; target < this.cursors.targets; target++)
      this.cursors.pass(target, this.oldestSequence)
  }
}
