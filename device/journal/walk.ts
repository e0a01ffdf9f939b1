/**
 * Goes through one sector, frame after frame.
 *
 * Frames stand side by side. Where a boot began in the middle of a sector there are zeros between,
 * over whatever a cut had left. A frame that does not read well, because its write was cut or
 * because it rotted, is passed over: the one behind it tells its own number.
 */
import { RECORD_CLOCK, RECORD_LENGTH_MAX } from '../payload/record.ts'
import { GAP_LENGTH, type Ring } from './ring.ts'
import { BOOKKEEPING, FRAME_OVERHEAD, HEADER_LENGTH, MARK_LEAVING } from './sector.ts'

/** A damaged place hides no more than one number in so many bytes. */
const BYTES_PER_NUMBER = 8
/**
 * Places in a damaged region that are looked at for a frame: a frame is a checksum over a hundred
 * bytes, and small numbers, which look like types, are frequent in records.
 */
const LOOKS_MAX = 64
/** Bytes that looks may read in one sector: this, and half as many as it has. */
const LOOKED_MIN = 320

export class Walk {
  /** -1: nowhere. */
  block = -1
  sectorSequence = 0
  /** Where the next frame is looked for. */
  offset = 0
  /** Number of the next record, unless some are damaged. */
  upcoming = 0
  /** After a `step` that found nothing: the place behind the last byte that is written. */
  writtenEnd = 0
  private readonly ring: Ring
  /** Zeros in a row that the search has seen last, and places that it has looked at. */
  private zeros = 0
  private looks = 0
  /** Bytes that it has read for nothing in this sector. */
  private looked = 0
  /** Where the last step began: a record that was looked at is often asked for again. */
  private lastOffset = 0
  private lastUpcoming = 0

  constructor(ring: Ring) {
    this.ring = ring
  }

  /** Begins with the sector in `block`, the first record of which has this number. */
  begin(block: number, sectorSequence: number, firstRecord: number): void {
    this.block = block
    this.sectorSequence = sectorSequence
    this.upcoming = firstRecord
    this.offset = HEADER_LENGTH
    this.looked = 0
    this.lastUpcoming = firstRecord
    this.lastOffset = HEADER_LENGTH
  }

  /** Reads the next frame before `end` into the ring's `found`; false when there is none. */
  step(end: number): boolean {
    const offset = this.offset
    this.lastOffset = offset
    this.lastUpcoming = this.upcoming
    if (offset + FRAME_OVERHEAD > end) {
      this.writtenEnd = offset
      return false
    }
    return this.take(offset, 0) || this.search(offset, end)
  }

  /** Takes the last step back if record `wanted` is then still ahead. */
  back(wanted: number): boolean {
    if (this.lastUpcoming > wanted) return false
    this.offset = this.lastOffset
    this.upcoming = this.lastUpcoming
    return true
  }

  /** Takes the frame at `offset` if one is there that comes at most `lost` numbers late. */
  private take(offset: number, lost: number): boolean {
    const ring = this.ring
    const found = ring.found
    if (offset + FRAME_OVERHEAD > ring.blockLength) return false
    if (!ring.readFrame(this.block, this.sectorSequence, offset)) return false
    const latest = this.upcoming + lost
    for (let number = this.upcoming; number <= latest; number++) {
      if (!ring.isNumber(number)) continue
      this.offset = offset + ring.sizeOf(found.length)
      this.upcoming = found.type < BOOKKEEPING ? number + 1 : number
      return true
    }
    return false
  }

  /** Looks for a frame at every place where one may begin, as far as there are looks left. */
  private search(from: number, end: number): boolean {
    const excerpt = this.ring.excerpt
    this.writtenEnd = from
    this.zeros = 0
    this.looks = 0
    for (let at = from; at < end; at += excerpt.length) {
      const length = Math.min(excerpt.length, end - at)
      this.ring.readExcerpt(this.block, at, length)
      for (let i = 0; i < length; i++)
        if (this.mayBegin(at + i, excerpt[i]!) && this.lookAt(at + i, from)) return true
    }
    return false
  }

  /**
   * Goes on with the byte that stands at `at`; true where a frame may begin: with a type that this
   * firmware writes, or where a boot's zeros end.
   */
  private mayBegin(at: number, byte: number): boolean {
    const zeros = this.zeros
    this.zeros = byte === 0 ? zeros + 1 : 0
    if (byte === 0xff) return false
    this.writtenEnd = at + 1
    if (byte === 0 || at % this.ring.align !== 0) return false
    if (zeros >= GAP_LENGTH) return true
    const isType = byte <= RECORD_CLOCK || (byte >= BOOKKEEPING && byte <= MARK_LEAVING)
    return (
      isType && this.looked < this.ring.blockLength / 2 + LOOKED_MIN && this.looks++ < LOOKS_MAX
    )
  }

  private lookAt(at: number, from: number): boolean {
    // At its beginning the step has looked already.
    if (at === from) return false
    if (this.take(at, Math.floor((at - from) / BYTES_PER_NUMBER))) return true
    this.looked += Math.min(this.ring.found.length, RECORD_LENGTH_MAX)
    return false
  }
}
