/**
 * The flash region as a ring of sectors: reads and writes headers and frames, knows nothing of
 * their order. One buffer serves both; what was read is gone with the next call.
 */
import { getU32, putU32 } from '../payload/bytes.ts'
import { RECORD_LENGTH_MAX } from '../payload/record.ts'
import type { Flash } from '../platform/io.ts'
import { FRAME_HEAD, FRAME_OVERHEAD, frameCrc, HEADER_LENGTH, SectorHeader } from './sector.ts'

const ALIGN_MAX = 16
const FRAME_LENGTH_MAX = RECORD_LENGTH_MAX + FRAME_OVERHEAD + ALIGN_MAX

/** A frame that was read; valid until the ring reads or writes again. */
export class Found {
  /** Number of the record; for frames that are numbered. */
  sequence = 0
  type = 0
  /** Of the payload, which begins at FRAME_HEAD of `frame`. */
  length = 0
  readonly frame = new Uint8Array(FRAME_LENGTH_MAX)
}

export class Ring {
  readonly blocks: number
  readonly blockLength: number
  readonly header = new SectorHeader()
  /** What was read last; its buffer also holds what is to be written. */
  readonly found = new Found()
  private readonly flash: Flash
  private readonly align: number

  constructor(flash: Flash) {
    const status = flash.status()
    this.flash = flash
    this.blocks = status.blocks
    this.blockLength = status.blockLength
    this.align = status.writeAlign
  }

  /** Bytes that a frame with a payload of this length takes. */
  sizeOf(length: number): number {
    return Math.floor((length + FRAME_OVERHEAD + this.align - 1) / this.align) * this.align
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

  writeHeader(block: number): void {
    this.header.encode()
    this.flash.write(this.header.bytes, HEADER_LENGTH, block * this.blockLength)
  }

  /** Reads the frame at `offset`; false when none is valid there. */
  readFrame(block: number, sectorSequence: number, offset: number): boolean {
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

  /** Writes the frame whose payload stands in `found.frame`; returns the offset after it. */
  writeFrame(
    block: number,
    sectorSequence: number,
    offset: number,
    type: number,
    length: number,
  ): number {
    const size = this.sizeOf(length)
    const frame = this.found.frame
    frame[0] = type
    frame[1] = length
    putU32(frame, FRAME_HEAD + length, frameCrc(sectorSequence, offset, frame, length))
    for (let i = length + FRAME_OVERHEAD; i < size; i++) frame[i] = 0xff
    this.flash.write(frame, size, block * this.blockLength + offset)
    return offset + size
  }

  /** Erases the block unless it is blank already, so that sectors wear alike. */
  clear(block: number): void {
    if (!this.isBlank(block, 0)) this.flash.eraseBlock(block)
  }

  /** True when nothing was written from `offset` to the block's end. */
  isBlank(block: number, offset: number): boolean {
    const chunk = this.found.frame
    for (let at = offset; at < this.blockLength; at += chunk.length) {
      const end = Math.min(chunk.length, this.blockLength - at)
      this.flash.read(chunk, end, block * this.blockLength + at)
      for (let i = 0; i < end; i++) if (chunk[i] !== 0xff) return false
    }
    return true
  }
}
