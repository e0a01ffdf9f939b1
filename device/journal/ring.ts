/**
 * The flash region as a ring of sectors: reads and writes headers and frames, knows nothing of
 * their order. One buffer serves both; what was read is gone with the next call.
 */
import { getU32, putU32 } from '../payload/bytes.ts'
import { RECORD_LENGTH_MAX } from '../payload/record.ts'
import type { Flash } from '../platform/io.ts'
import type { Cursors } from './cursors.ts'
import {
  FRAME_HEAD,
  FRAME_OVERHEAD,
  frameCheck,
  frameCrc,
  HEADER_LENGTH,
  MARK_LEAVING,
  SectorHeader,
} from './sector.ts'

const ALIGN_MAX = 16
/**
 * The first write of a frame is no longer than this: a torn one of which nothing shows has touched
 * no more.
 */
const LEAD_LENGTH = 16
/** Bytes that are searched at a time. */
const EXCERPT_LENGTH = 64
/**
 * A boot moves on by so many zeros at the least: a short frame that reads well today and as erased
 * tomorrow, and the first zeros behind it.
 */
export const GAP_LENGTH = 32
const PAYLOAD_ROOM = RECORD_LENGTH_MAX + FRAME_OVERHEAD - FRAME_HEAD + ALIGN_MAX

/** A frame that was read; valid until the ring reads or writes again. */
export class Found {
  /** Number of the record; of a frame of the journal's own, that of the next record. */
  sequence = 0
  type = 0
  /** Of the payload. */
  length = 0
  /** CRC-32 of all but the number, and the check as it stands there. */
  crc = 0
  check = 0
  readonly payload = new Uint8Array(PAYLOAD_ROOM)
}

export class Ring {
  readonly blocks: number
  readonly blockLength: number
  readonly header = new SectorHeader()
  /** What was read last; its buffer also holds what is to be written. */
  readonly found = new Found()
  private readonly flash: Flash
  readonly align: number
  private readonly lead = new Uint8Array(LEAD_LENGTH)
  /** A few bytes as they stand in flash: where one searches, or what was just written. */
  readonly excerpt = new Uint8Array(EXCERPT_LENGTH)

  constructor(flash: Flash) {
    const status = flash.status()
    this.flash = flash
    this.blocks = status.blocks
    this.blockLength = status.blockLength
    this.align = status.writeAlign
  }

  /** Bytes that a frame with a payload of this length takes. */
  sizeOf(length: number): number {
    return this.aligned(length + FRAME_OVERHEAD)
  }

  /** The least place at or after `offset` where a write may begin. */
  aligned(offset: number): number {
    return Math.floor((offset + this.align - 1) / this.align) * this.align
  }

  /** The block after this one, going round. */
  after(block: number): number {
    return (block + 1) % this.blocks
  }

  /** Reads the header of `block` into `header`; false when it has none. */
  readHeader(block: number): boolean {
    this.flash.read(this.header.bytes, HEADER_LENGTH, block * this.blockLength)
    return this.header.decode()
  }

  /** True when the flash kept it. */
  writeHeader(block: number, cursors: Cursors): boolean {
    const header = this.header.bytes
    this.header.encode(cursors)
    for (let i = 0; i < LEAD_LENGTH; i++) this.lead[i] = header[i]!
    for (let i = LEAD_LENGTH; i < HEADER_LENGTH; i++)
      this.found.payload[i - LEAD_LENGTH] = header[i]!
    return this.program(block * this.blockLength, HEADER_LENGTH)
  }

  /**
   * Reads what may be a frame at `offset`; false when none can be there. It is one if `isNumber`
   * agrees. Type and length are set either way.
   */
  readFrame(block: number, sectorSequence: number, offset: number): boolean {
    const found = this.found
    const payload = found.payload
    const base = block * this.blockLength + offset
    this.flash.read(this.lead, FRAME_HEAD, base)
    const type = this.lead[0]!
    const length = this.lead[1]!
    found.type = type
    found.length = length
    if (type === 0 || type > MARK_LEAVING || length > RECORD_LENGTH_MAX) return false
    if (offset + length + FRAME_OVERHEAD > this.blockLength) return false
    this.flash.read(payload, length + FRAME_OVERHEAD - FRAME_HEAD, base + FRAME_HEAD)
    found.crc = frameCrc(sectorSequence, offset, type, payload, length)
    found.check = getU32(payload, length)
    return true
  }

  /** True when what `readFrame` read is a frame, and this its number. */
  isNumber(number: number): boolean {
    const found = this.found
    found.sequence = number
    return found.check === frameCheck(found.crc, number)
  }

  /**
   * Writes the frame whose payload stands in `found.payload`, which is then used up; true when the
   * flash kept it.
   */
  writeFrame(
    block: number,
    sectorSequence: number,
    offset: number,
    type: number,
    length: number,
    number: number,
  ): boolean {
    const payload = this.found.payload
    const lead = this.lead
    const crc = frameCrc(sectorSequence, offset, type, payload, length)
    putU32(payload, length, frameCheck(crc, number))
    const size = this.sizeOf(length)
    for (let i = length + FRAME_OVERHEAD - FRAME_HEAD; i < size; i++) payload[i] = 0xff
    lead[0] = type
    lead[1] = length
    const moved = LEAD_LENGTH - FRAME_HEAD
    for (let i = 0; i < moved; i++) lead[FRAME_HEAD + i] = payload[i]!
    for (let i = 0; i < size - LEAD_LENGTH; i++) payload[i] = payload[i + moved]!
    return this.program(block * this.blockLength + offset, size)
  }

  /** Reads `length` bytes, whatever they are, into the excerpt, which frames leave as it is. */
  readExcerpt(block: number, offset: number, length: number): void {
    this.flash.read(this.excerpt, length, block * this.blockLength + offset)
  }

  erase(block: number): void {
    this.flash.eraseBlock(block)
  }

  /**
   * Makes `from` to `to` - 1 all zeros, little by little: whatever a write that was cut left there
   * is settled then. Zeros may be written over it, and once more if this is cut, too.
   */
  zero(block: number, from: number, to: number): void {
    this.lead.fill(0)
    for (let at = from; at < to; at += LEAD_LENGTH)
      this.flash.write(this.lead, Math.min(LEAD_LENGTH, to - at), block * this.blockLength + at)
  }

  /** Writes what stands in lead and payload, `size` bytes in all, and reads it back. */
  private program(base: number, size: number): boolean {
    const flash = this.flash
    const lead = this.lead
    const rest = this.found.payload
    const first = Math.min(size, LEAD_LENGTH)
    flash.write(lead, first, base)
    if (size > first) flash.write(rest, size - first, base + first)
    let kept = this.holds(lead, 0, first, base)
    for (let at = first; kept && at < size; at += LEAD_LENGTH)
      kept = this.holds(rest, at - first, Math.min(LEAD_LENGTH, size - at), base + at)
    return kept
  }

  /** True when the flash at `base` reads as `length` bytes from `from` on, at most LEAD_LENGTH. */
  private holds(bytes: Uint8Array, from: number, length: number, base: number): boolean {
    const excerpt = this.excerpt
    this.flash.read(excerpt, length, base)
    for (let i = 0; i < length; i++) if (excerpt[i] !== bytes[from + i]) return false
    return true
  }
}
