/**
 * NOR flash that holds the firmware to its word: a byte is written once between erases, writes
 * keep to the alignment, nothing leaves the region. Breaking these throws, for it is a bug of the
 * firmware. Every operation is counted.
 */
import type { Flash, FlashStatus } from '../../device/platform/io.ts'

/** Where the bytes stand: in memory, or in the flash of the engine that runs the kit. */
export interface FlashStore {
  readonly blocks: number
  readonly blockLength: number
  read(into: Uint8Array, length: number, offset: number): void
  program(bytes: Uint8Array, length: number, offset: number): void
  erase(block: number): void
}

/** Blocks come into being when they are first written, so that an idle kit costs little. */
export class MemoryStore implements FlashStore {
  readonly blocks: number
  readonly blockLength: number
  private readonly contents: (Uint8Array | undefined)[] = []

  constructor(blocks: number, blockLength: number) {
    this.blocks = blocks
    this.blockLength = blockLength
    for (let i = 0; i < blocks; i++) this.contents.push(undefined)
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

  program(bytes: Uint8Array, length: number, offset: number): void {
    const block = Math.floor(offset / this.blockLength)
    const at = offset % this.blockLength
    const content = this.contents[block] ?? this.blank(block)
    for (let i = 0; i < length; i++) content[at + i] = bytes[i]!
  }

  erase(block: number): void {
    this.contents[block]?.fill(0xff)
  }

  private blank(block: number): Uint8Array {
    const content = new Uint8Array(this.blockLength)
    content.fill(0xff)
    this.contents[block] = content
    return content
  }
}

export class SimFlash implements Flash {
  writes = 0
  bytesWritten = 0
  erases = 0
  private readonly store: FlashStore
  private readonly writeAlign: number
  private readonly check = new Uint8Array(64)

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
    for (let at = 0; at < length; at += 64) {
      const part = Math.min(64, length - at)
      this.store.read(this.check, part, byteOffset + at)
      for (let i = 0; i < part; i++)
        if (this.check[i] !== 0xff) throw new Error('flash: byte written twice')
    }
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
