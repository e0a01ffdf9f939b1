/**
 * The kit's memory: an append-only log of records in a ring of flash sectors, in their final form.
 *
 * Every byte is written once between erases. A record is durable when `append` returns. Where each
 * target stands is itself a record. `FORMAT.md` has the layout and the reasons.
 *
 *   tail ... records ... head | erased ahead | tail (oldest) ...
 */
import type { Flash } from '../platform/io.ts'
import { CURSOR_LENGTH, CURSOR_STRIDE, Cursors } from './cursors.ts'
import { RecordReader } from './reader.ts'
import { LogState, recover } from './recovery.ts'
import { type Found, GAP_LENGTH, Ring } from './ring.ts'
import { HEADER_LENGTH, MARK_ERASED, MARK_LEAVING, RECORD_CURSOR } from './sector.ts'

/** What the flash does not keep is written again, further on, so often in all. */
const TRIES = 3

export class Journal extends LogState {
  /** What `next` and `find` found; valid until the journal is called again. */
  readonly found: Found
  private readonly ring: Ring
  private readonly cursors: Cursors
  private readonly readers: RecordReader[] = []

  /** `targets`: how many targets have a cursor, at most four. */
  constructor(flash: Flash, targets: number) {
    super()
    this.ring = new Ring(flash)
    this.found = this.ring.found
    this.cursors = new Cursors(targets)
  }

  /**
   * Finds the log as the last boot left it: one header a sector and one sector are read, nothing is
   * written. A region without a log becomes one named by `freshLogId` with the first append.
   */
  recover(freshLogId: number): void {
    recover(this.ring, this.cursors, this, freshLogId)
  }

  /** The next record for `target`. */
  cursor(target: number): number {
    return this.cursors.next[target]!
  }

  /** Records that `target` never got: overwritten, damaged, or refused by it. */
  dropped(target: number): number {
    return this.cursors.dropped[target]!
  }

  /**
   * Appends one record and returns its number, or -1 when the flash does not keep it, which is then
   * counted for every target. `payload` is at most RECORD_LENGTH_MAX long.
   */
  append(type: number, payload: Uint8Array, length: number): number {
    for (let tries = TRIES; tries > 0 && this.makeRoom(length); tries--) {
      for (let i = 0; i < length; i++) this.found.payload[i] = payload[i]!
      if (!this.write(type, length)) continue
      this.begun = true
      return this.nextSequence++
    }
    this.cursors.loseOne()
    return -1
  }

  /**
   * `target` has the records from its cursor, as it was when they were sent, up to `to` - 1, except
   * `missed` of them, which it will never get.
   */
  acknowledge(target: number, from: number, to: number, missed = 0): void {
    this.cursors.arrive(target, from, to, missed)
    this.keepCursor(target, CURSOR_STRIDE)
  }

  /** Makes the cursor durable now, for a target where sending again does harm. */
  saveCursor(target: number): void {
    this.keepCursor(target, 1)
  }

  /** Prepares the sector after the head, off the path of an append. True if it did anything. */
  tidy(): boolean {
    if (this.ring.blocks === 1) return this.begun && this.tidyOnlySector()
    const marksFit = this.offset + this.reserve() <= this.ring.blockLength
    if (!this.begun || (this.aheadErased && (this.aheadMarked || !marksFit))) return false
    if (!this.aheadErased) this.eraseAhead()
    if (marksFit) this.aheadMarked = this.write(MARK_ERASED, 0)
    return true
  }

  /**
   * Finds the first readable record at or after the target's cursor; false when there is none, or
   * before this boot's first append. Damaged places are passed over and counted as dropped.
   */
  next(target: number): boolean {
    if (!this.begun) return false
    const found = this.find(target, this.cursor(target))
    this.cursors.pass(target, found ? this.found.sequence : this.nextSequence)
    return found
  }

  /**
   * Finds the first readable record from number `sequence` on, as `next` does. Every target reads
   * at a place of its own; one more `reader`, numbered like the count of targets, is for searches.
   */
  find(reader: number, sequence: number): boolean {
    const wanted = Math.max(sequence, this.oldestSequence)
    if (!this.begun || wanted >= this.nextSequence) return false
    // Most kits never search, so a reader is made when it is first needed.
    while (this.readers.length <= reader) this.readers.push(new RecordReader(this.ring))
    return this.readers[reader]!.find(wanted, this.block, this.offset)
  }

  /**
   * Opens the next sector when a frame of this payload length does not fit any more. The mark that
   * is left behind is also a good frame, should the only other one be torn.
   */
  private makeRoom(length: number): boolean {
    this.settle()
    for (let tries = TRIES; tries > 0; tries--) {
      const end = this.offset + this.ring.sizeOf(length)
      if (end + this.reserve() <= this.ring.blockLength) return true
      if (this.offset + this.ring.sizeOf(0) <= this.ring.blockLength) this.write(MARK_LEAVING, 0)
      if (!this.aheadErased) this.eraseAhead()
      this.openSector()
    }
    return false
  }

  /**
   * Bytes that are kept at a sector's end: for the mark that the next one is erased, for the zeros
   * of another boot and that mark once more, and for the mark that the sector is left.
   */
  private reserve(): number {
    if (this.ring.blocks === 1) return 0
    return GAP_LENGTH + this.ring.sizeOf(0) * (this.aheadMarked ? 2 : 3)
  }

  /** Settles what the last boot, or a write that the flash did not keep, has left. */
  private settle(): void {
    const zerosEnd = this.zerosEnd
    this.zerosEnd = 0
    if (zerosEnd <= this.offset) return
    this.ring.zero(this.block, this.offset, zerosEnd)
    this.offset = zerosEnd
    if (this.aheadErased && !this.aheadMarked) this.aheadMarked = this.write(MARK_ERASED, 0)
  }

  /** Writes the frame whose payload stands in the ring's buffer; room has been made. */
  private write(type: number, length: number): boolean {
    const ring = this.ring
    const { block, sectorSequence, offset } = this
    const kept = ring.writeFrame(block, sectorSequence, offset, type, length, this.nextSequence)
    this.offset += ring.sizeOf(length)
    // Zeros lead a reader past a frame that is none.
    if (!kept) this.zerosEnd = Math.min(this.offset + GAP_LENGTH, ring.blockLength)
    return kept
  }

  /** Begins the sector ahead, which is erased. The header holds all that recovery needs. */
  private openSector(): void {
    const ring = this.ring
    const header = ring.header
    this.block = ring.after(this.block)
    this.sectorSequence++
    this.aheadErased = false
    this.aheadMarked = false
    this.zerosEnd = 0
    header.sequence = this.sectorSequence
    header.logId = this.logId
    header.firstRecord = this.nextSequence
    header.bootId = this.bootId
    const kept = ring.writeHeader(this.block, this.cursors)
    this.offset = kept ? HEADER_LENGTH : ring.blockLength
  }

  /** Writes the target's cursor if it moved by `stride` records since flash learned of it. */
  private keepCursor(target: number, stride: number): void {
    const cursors = this.cursors
    if (!cursors.isDue(target, stride) || !this.makeRoom(CURSOR_LENGTH)) return
    // Also in a sector that was just opened: without a frame the next boot would begin it anew.
    cursors.encode(target, this.found.payload)
    this.write(RECORD_CURSOR, CURSOR_LENGTH)
  }

  /**
   * Clears the oldest sector, and counts what a target lacked of it. An erase that is cut must not
   * leave what reads well some day: a torn first frame, or the only sector as it was days ago.
   */
  private eraseAhead(): void {
    const ring = this.ring
    const block = ring.after(this.block)
    // Sectors take the blocks in turn, from the first one on.
    const wasInUse = this.sectorSequence >= ring.blocks
    if (this.aheadTorn) ring.zero(block, HEADER_LENGTH, HEADER_LENGTH + GAP_LENGTH)
    else if (ring.blocks === 1) this.farewell(wasInUse)
    this.aheadTorn = false
    ring.erase(block)
    this.aheadErased = true
    for (let i = 0; i < this.readers.length; i++) this.readers[i]!.forget(block)
    if (!wasInUse) return
    this.oldestSequence = this.nextSequence
    for (let step = 2; step <= ring.blocks; step++) {
      if (!ring.readHeader((this.block + step) % ring.blocks)) continue
      if (ring.header.sequence > this.sectorSequence) continue
      this.oldestSequence = ring.header.firstRecord
      break
    }
    this.cursors.passAll(this.oldestSequence)
  }

  /** Of the only sector, so that no boot goes on in it: no room is left, then no header. */
  private farewell(wasInUse: boolean): void {
    const ring = this.ring
    if (wasInUse) ring.zero(0, this.offset, ring.blockLength)
    ring.zero(0, 0, HEADER_LENGTH)
  }

  /**
   * With one sector there is none to prepare. It is erased when it is nearly full and nobody lacks
   * anything of it; else an append must do it, and what was not delivered is dropped.
   */
  private tidyOnlySector(): boolean {
    const nearlyFull = this.offset >= (this.ring.blockLength / 4) * 3
    if (!nearlyFull || this.cursors.slowest() < this.nextSequence) return false
    this.eraseAhead()
    this.openSector()
    return true
  }
}
