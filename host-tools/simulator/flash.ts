/**
 * NOR flash that holds the firmware to its word: a byte is written once between erases, writes
 * keep to the alignment, nothing leaves the region. Breaking these throws, for it is a bug of the
 * firmware. Every operation is counted.
 *
 * A byte that reads 0xff need not be erased: it may have been written as 0xff, or its write or its
 * erase may have been cut short. So a store remembers what was touched since the last whole erase.
 */
import type { Flash, FlashStatus } from '../../device/platform/io.ts'

/** Where the bytes stand: in memory, or in the flash of the engine that runs the kit. */
export interface FlashStore {
  readonly blocks: number
  readonly blockLength: number
  read(into: Uint8Array, length: number, offset: number): void
  /** Whether these bytes may be written there, as far as this store can know. */
  accepts(bytes: Uint8Array, length: number, offset: number): boolean
  program(bytes: Uint8Array, length: number, offset: number): void
  erase(block: number): void
}

/** Blocks come into being when they are first written, so that an idle kit costs little. */
export class MemoryStore implements FlashStore {
  readonly blocks: number
  readonly blockLength: number
  private readonly contents: (Uint8Array | undefined)[] = []
  /** One bit a byte. */
  private readonly marks: (Uint8Array | undefined)[] = []

  constructor(blocks: number, blockLength: number) {
    this.blocks = blocks
    this.blockLength = blockLength
    for (let i = 0; i < blocks; i++) {
      this.contents.push(undefined)
      this.marks.push(undefined)
    }
  }

  /** Makes all blocks now, so that memory that grows later is not flash. */
  reserve(): void {
    for (let i = 0; i < this.blocks; i++) this.blank(i)
  }

  read(into: Uint8Array, length: number, offset: number): void {
    const content = this.contents[Math.floor(offset / this.blockLength)]
    const at = offset % this.blockLength
    for (let i = 0; i < length; i++) into[i] = content === undefined ? 0xff : content[at + i]!
  }

  accepts(_bytes: Uint8Array, length: number, offset: number): boolean {
    for (let i = 0; i < length; i++) if (this.isTouched(offset + i)) return false
    return true
  }

  isTouched(offset: number): boolean {
    const marks = this.marks[Math.floor(offset / this.blockLength)]
    const at = offset % this.blockLength
    return marks !== undefined && (marks[at >> 3]! & (1 << (at & 7))) !== 0
  }

  program(bytes: Uint8Array, length: number, offset: number): void {
    const block = Math.floor(offset / this.blockLength)
    const from = offset % this.blockLength
    const content = this.contents[block] ?? this.blank(block)
    const marks = this.marks[block]!
    for (let i = 0; i < length; i++) {
      const at = from + i
      content[at] = bytes[i]!
      marks[at >> 3]! |= 1 << (at & 7)
    }
  }

  erase(block: number): void {
    this.contents[block]?.fill(0xff)
    this.marks[block]?.fill(0)
  }

  private blank(block: number): Uint8Array {
    const content = new Uint8Array(this.blockLength)
    content.fill(0xff)
    this.contents[block] = content
    this.marks[block] = new Uint8Array(this.blockLength >> 3)
    return content
  }
}

export class SimFlash implements Flash {
  writes = 0
  bytesWritten = 0
  erases = 0
  private readonly store: FlashStore
  private readonly writeAlign: number

  constructor(store: FlashStore, writeAlign: number) {
    this.store = store
    this.writeAlign = writeAlign
  }

  status(): FlashStatus {
    return {
      blocks: this.store.blocks,
      blockLength: this.store.blockLength,
      writeAlign: this.writeAlign,
    }
  }

  read(into: Uint8Array, length: number, byteOffset: number): void {
    this.inside(length, byteOffset)
    this.store.read(into, length, byteOffset)
  }

  write(bytes: Uint8Array, length: number, byteOffset: number): void {
    this.inside(length, byteOffset)
    if (byteOffset % this.writeAlign !== 0 || length % this.writeAlign !== 0)
      throw new Error('flash: unaligned write')
    if (!this.store.accepts(bytes, length, byteOffset)) throw new Error('flash: byte written twice')
    this.writes++
    this.bytesWritten += length
    this.store.program(bytes, length, byteOffset)
  }

  eraseBlock(block: number): void {
    if (!(block >= 0 && block < this.store.blocks)) throw new Error('flash: no such block')
    this.erases++
    this.store.erase(block)
  }

  private inside(length: number, byteOffset: number): void {
    const blockLength = this.store.blockLength
    const block = Math.floor(byteOffset / blockLength)
    if (
      byteOffset < 0 ||
      block >= this.store.blocks ||
      (byteOffset % blockLength) + length > blockLength
    )
      throw new Error('flash: outside of a block')
  }
}
