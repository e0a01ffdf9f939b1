/**
 * The kit's memory: an append-only log of records in a ring of flash sectors, in their final form.
 *
 * Every byte is written once between erases. A record is durable when `append` returns. Where each
 * target stands is itself a record. `FORMAT.md` has the layout and the reasons.
 *
 *   tail ... records ... head | erased ahead | tail (oldest) ...
 */

import { getU32, getVarint, putU32 } from '../payload/bytes.ts'
import { RECORD_BOOT, RECORD_LENGTH_MAX } from '../payload/record.ts'
import type { Flash } from '../platform/io.ts'
import {
  BOOKKEEPING,
  FRAME_HEAD,
  FRAME_OVERHEAD,
  frameCrc,
  HEADER_LENGTH,
  RECORD_CURSOR,
  SectorHeader,
} from './sector.ts'

/** Delivery targets that the log keeps a cursor for. */
const TARGETS_MAX = 4
/** A cursor is written when it moved this far: more often costs flash, less often re-sending. */
export const CURSOR_STRIDE = 32
const CURSOR_LENGTH = 9
const FRAME_LENGTH_MAX = RECORD_LENGTH_MAX + FRAME_OVERHEAD + 16

/** What `next` found; `payload` is the journal's own buffer, valid until the next call. */
export class Found {
  sequence = 0
  type = 0
  length = 0
  /** The frame: payload from FRAME_HEAD on. */
  readonly frame = new Uint8Array(FRAME_LENGTH_MAX)
}

export class Journal {
  /** Number of the record that `append` writes next; the first ever is 0. */
  nextSequence = 0
  /** Number of the oldest record that the log may still hold. */
  oldestSequence = 0
  logId = 0
  /** Boot that the newest header or boot record names; 0 for a new log. */
  bootId = 0
  readonly found = new Found()
  private readonly flash: Flash
  private readonly targets: number
  private readonly blocks: number
  private readonly blockLength: number
  private readonly align: number
  private readonly header = new SectorHeader()
  private block = 0
  private sectorSequence = 0
  private offset = 0
  private aheadErased = false
  /** Per target: next record to deliver, what flash knows of it, records it never got. */
  private readonly cursors = new Uint32Array(TARGETS_MAX)
  private readonly savedCursors = new Uint32Array(TARGETS_MAX)
  private readonly droppedRecords = new Uint32Array(TARGETS_MAX)
  /** Reading place: the frame at `readOffset` of `readBlock` is record `readSequence`. */
  private readBlock = -1
  private readOffset = 0
  private readSequence = 0
  private readSector = 0

  /** `targets`: how many targets have a cursor, at most TARGETS_MAX. */
  constructor(flash: Flash, targets: number) {
    const status = flash.status()
    this.flash = flash
    this.targets = targets
    this.blocks = status.blocks
    this.blockLength = status.blockLength
    this.align = status.writeAlign
  }

  /**
   * Finds the log as the last boot left it: one header a sector and one sector are read. A region
   * without a log becomes one named by `freshLogId`.
   */
  recover(freshLogId: number): void {
    let newest = -1
    for (let block = 0; block < this.blocks; block++) {
      if (!this.readHeader(block)) continue
      if (newest >= 0 && this.header.sequence <= this.sectorSequence) continue
      newest = block
      this.sectorSequence = this.header.sequence
      this.logId = this.header.logId
    }
    if (newest < 0) {
      this.logId = freshLogId
      if (!this.isBlank(0, 0)) this.flash.eraseBlock(0)
      this.openSector(0)
      return
    }
    this.block = newest
    this.readHeader(newest)
    this.bootId = this.header.bootId
    this.nextSequence = this.header.firstRecord
    this.scanHead()
    this.findTail()
  }

  /** The next record for `target`. */
  cursor(target: number): number {
    return this.cursors[target]!
  }

  /** Records that were overwritten, or damaged, before `target` had them. */
  dropped(target: number): number {
    return this.droppedRecords[target]!
  }

  /** Appends one record and returns its number. `payload` is at most RECORD_LENGTH_MAX long. */
  append(type: number, payload: Uint8Array, length: number): number {
    this.makeRoom(length)
    const frame = this.found.frame
    for (let i = 0; i < length; i++) frame[FRAME_HEAD + i] = payload[i]!
    this.writeFrame(type, length)
    return this.nextSequence++
  }

  /** `target` has every record below `sequence`. */
  acknowledge(target: number, sequence: number): void {
    this.cursors[target] = sequence
    if (sequence - this.savedCursors[target]! >= CURSOR_STRIDE) this.saveCursor(target)
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
    return this.find(target, this.cursors[target]!)
  }

  /** As `next`, from `sequence` on. */
  find(target: number, sequence: number): boolean {
    if (sequence < this.oldestSequence) sequence = this.oldestSequence
    if (sequence >= this.nextSequence) return false
    if (this.readBlock < 0 || this.readSequence > sequence) this.locate(sequence)
    const found = this.found
    for (;;) {
      if (!this.readFrame(this.readBlock, this.readSector, this.readOffset)) {
        if (this.readNextSector()) continue
        this.passOver(target, sequence, this.nextSequence)
        return false
      }
      this.readOffset += this.aligned(found.length + FRAME_OVERHEAD)
      if (found.type >= BOOKKEEPING) continue
      found.sequence = this.readSequence++
      if (found.sequence < sequence) continue
      this.passOver(target, sequence, found.sequence)
      return true
    }
  }

  /** Records from the target's cursor `from` up to `to` cannot be read: they count as dropped. */
  private passOver(target: number, from: number, to: number): void {
    if (from === to || this.cursors[target] !== from) return
    this.droppedRecords[target]! += to - from
    this.cursors[target] = to
  }

  private aligned(length: number): number {
    return Math.floor((length + this.align - 1) / this.align) * this.align
  }

  private readHeader(block: number): boolean {
    this.flash.read(this.header.bytes, HEADER_LENGTH, block * this.blockLength)
    return this.header.decode()
  }

  /** Reads the frame at `offset` into `found`; false when none is valid there. */
  private readFrame(block: number, sectorSequence: number, offset: number): boolean {
    const found = this.found
    const frame = found.frame
    if (offset + FRAME_OVERHEAD > this.blockLength) return false
    const base = block * this.blockLength + offset
    this.flash.read(frame, FRAME_HEAD, base)
    const length = frame[1]!
    if (length > RECORD_LENGTH_MAX || offset + length + FRAME_OVERHEAD > this.blockLength)
      return false
    if (frame[0] === 0 || frame[0] === 0xff) return false
    this.flash.read(frame, length + FRAME_OVERHEAD, base)
    if (getU32(frame, FRAME_HEAD + length) !== frameCrc(sectorSequence, offset, frame, length))
      return false
    found.type = frame[0]!
    found.length = length
    return true
  }

  /** Opens the next sector when a frame of this payload length does not fit any more. */
  private makeRoom(length: number): void {
    if (this.offset + this.aligned(length + FRAME_OVERHEAD) <= this.blockLength) return
    if (!this.aheadErased) this.eraseAhead()
    this.openSector((this.block + 1) % this.blocks)
  }

  /** Writes the frame whose payload stands in `found.frame`; room has been made. */
  private writeFrame(type: number, length: number): void {
    const size = this.aligned(length + FRAME_OVERHEAD)
    const frame = this.found.frame
    frame[0] = type
    frame[1] = length
    putU32(frame, FRAME_HEAD + length, frameCrc(this.sectorSequence, this.offset, frame, length))
    for (let i = length + FRAME_OVERHEAD; i < size; i++) frame[i] = 0xff
    this.flash.write(frame, size, this.block * this.blockLength + this.offset)
    this.offset += size
  }

  /**
   * Begins an erased sector: all cursors, so that recovery needs no other sector, and the header
   * last, so that a sector counts only when it is complete.
   */
  private openSector(block: number): void {
    const header = this.header
    this.block = block
    this.sectorSequence++
    this.offset = HEADER_LENGTH
    this.aheadErased = false
    for (let target = 0; target < this.targets; target++) {
      if (this.cursors[target] !== 0) this.writeCursor(target)
    }
    header.sequence = this.sectorSequence
    header.logId = this.logId
    header.firstRecord = this.nextSequence
    header.bootId = this.bootId
    header.encode()
    this.flash.write(header.bytes, HEADER_LENGTH, block * this.blockLength)
  }

  private saveCursor(target: number): void {
    this.makeRoom(CURSOR_LENGTH)
    this.writeCursor(target)
  }

  private writeCursor(target: number): void {
    const frame = this.found.frame
    frame[FRAME_HEAD] = target
    putU32(frame, FRAME_HEAD + 1, this.cursors[target]!)
    putU32(frame, FRAME_HEAD + 5, this.droppedRecords[target]!)
    this.writeFrame(RECORD_CURSOR, CURSOR_LENGTH)
    this.savedCursors[target] = this.cursors[target]!
  }

  /** Erases the oldest sector unless it is blank, and counts what no target had yet. */
  private eraseAhead(): void {
    const block = (this.block + 1) % this.blocks
    if (!this.isBlank(block, 0)) this.flash.eraseBlock(block)
    this.aheadErased = true
    if (this.readBlock === block) this.readBlock = -1
    this.findTail()
  }

  private isBlank(block: number, offset: number): boolean {
    const chunk = this.found.frame
    for (let at = offset; at < this.blockLength; at += chunk.length) {
      const end = Math.min(chunk.length, this.blockLength - at)
      this.flash.read(chunk, end, block * this.blockLength + at)
      for (let i = 0; i < end; i++) if (chunk[i] !== 0xff) return false
    }
    return true
  }

  /** Reads the head sector to its end; a torn end closes the sector. */
  private scanHead(): void {
    const found = this.found
    this.offset = HEADER_LENGTH
    while (this.readFrame(this.block, this.sectorSequence, this.offset)) {
      this.offset += this.aligned(found.length + FRAME_OVERHEAD)
      if (found.type === RECORD_CURSOR) this.takeCursor()
      if (found.type >= BOOKKEEPING) continue
      this.nextSequence++
      if (found.type === RECORD_BOOT) this.bootId = getVarint(found.frame, FRAME_HEAD)
    }
    if (!this.isBlank(this.block, this.offset)) this.offset = this.blockLength
  }

  private takeCursor(): void {
    const frame = this.found.frame
    const target = frame[FRAME_HEAD]!
    if (target >= this.targets) return
    this.cursors[target] = getU32(frame, FRAME_HEAD + 1)
    this.savedCursors[target] = this.cursors[target]!
    this.droppedRecords[target] = getU32(frame, FRAME_HEAD + 5)
  }

  /** The oldest record is the first of the first valid sector after the head, going round. */
  private findTail(): void {
    for (let step = 1; step <= this.blocks; step++) {
      if (this.readHeader((this.block + step) % this.blocks) && this.header.logId === this.logId) {
        this.oldestSequence = this.header.firstRecord
        break
      }
    }
    for (let target = 0; target < this.targets; target++) {
      const lost = this.oldestSequence - this.cursors[target]!
      if (lost <= 0) continue
      this.droppedRecords[target]! += lost
      this.cursors[target] = this.oldestSequence
    }
  }

  /** Sets the reading place to the start of the sector that holds record `sequence`. */
  private locate(sequence: number): void {
    for (let step = 0; step < this.blocks; step++) {
      const block = (this.block + this.blocks - step) % this.blocks
      if (!this.readHeader(block) || this.header.firstRecord > sequence) continue
      this.readFrom(block)
      return
    }
    this.readHeader(this.block)
    this.readFrom(this.block)
  }

  /** `header` holds the header of `block`. */
  private readFrom(block: number): void {
    this.readBlock = block
    this.readSector = this.header.sequence
    this.readSequence = this.header.firstRecord
    this.readOffset = HEADER_LENGTH
  }

  private readNextSector(): boolean {
    for (let block = this.readBlock; block !== this.block; ) {
      block = (block + 1) % this.blocks
      if (this.readHeader(block) && this.header.sequence > this.readSector) {
        this.readFrom(block)
        return true
      }
    }
    return false
  }
}
