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

/**
 * A chip of one block only has no other to go on in: before the block is erased what stands in it
 * is made zeros (device/journal/FORMAT.md), which NOR flash takes over anything.
 */
export function blotsOut(blocks: number, bytes: Uint8Array, length: number): boolean {
  if (blocks > 1) return false
  for (let i = 0; i < length; i++) if (bytes[i] !== 0) return false
  return true
}

/** Bytes of one block, and which of them were touched since its last erase, a bit for each. */
class Block {
  readonly content: Uint8Array
  readonly marks: Uint8Array

  constructor(length: number) {
    this.content = new Uint8Array(length)
    this.marks = new Uint8Array(length >> 3)
    this.content.fill(0xff)
  }
}

/**
 * All kits begin with the same erased image and own a block, as a copy, once they write there; an
 * erase gives it back. So an idle kit costs little, and one with a log what the log takes.
 */
export class MemoryStore implements FlashStore {
  readonly blocks: number
  readonly blockLength: number
  private own: readonly (Block | undefined)[] = []
  private isReserved = false

  constructor(blocks: number, blockLength: number) {
    this.blocks = blocks
    this.blockLength = blockLength
  }

  /** Of the blocks that are the kit's own. */
  get bytesHeld(): number {
    const owned = this.own.filter((block) => block !== undefined).length
    return owned * (this.blockLength + (this.blockLength >> 3))
  }

  /** Makes all blocks now and keeps them, so that memory that grows later is not flash. */
  reserve(): void {
    for (let i = 0; i < this.blocks; i++) this.take(i)
    this.isReserved = true
  }

  read(into: Uint8Array, length: number, offset: number): void {
    const block = this.at(offset)
    if (block === undefined) {
      for (let i = 0; i < length; i++) into[i] = 0xff
      return
    }
    const content = block.content
    const at = offset % this.blockLength
    for (let i = 0; i < length; i++) into[i] = content[at + i]!
  }

  accepts(bytes: Uint8Array, length: number, offset: number): boolean {
    const marks = this.at(offset)?.marks
    if (marks === undefined || blotsOut(this.blocks, bytes, length)) return true
    const from = offset % this.blockLength
    for (let at = from; at < from + length; at++)
      if ((marks[at >> 3]! & (1 << (at & 7))) !== 0) return false
    return true
  }

  isTouched(offset: number): boolean {
    const block = this.at(offset)
    const at = offset % this.blockLength
    return block !== undefined && (block.marks[at >> 3]! & (1 << (at & 7))) !== 0
  }

  program(bytes: Uint8Array, length: number, offset: number): void {
    const { content, marks } = this.at(offset) ?? this.take(Math.floor(offset / this.blockLength))
    const from = offset % this.blockLength
    for (let i = 0; i < length; i++) {
      const at = from + i
      content[at] = bytes[i]!
      marks[at >> 3]! |= 1 << (at & 7)
    }
  }

  erase(block: number): void {
    if (block >= this.own.length) return
    if (this.isReserved) {
      this.own[block]!.content.fill(0xff)
      this.own[block]!.marks.fill(0)
    } else this.set(block, undefined)
  }

  /** The kit's own block, if there is one. */
  private at(offset: number): Block | undefined {
    const block = Math.floor(offset / this.blockLength)
    return block < this.own.length ? this.own[block] : undefined
  }

  private take(number: number): Block {
    const block = new Block(this.blockLength)
    this.set(number, block)
    return block
  }

  /** In a list as long as it must be: growing ones have room to spare, in each of many kits. */
  private set(number: number, block: Block | undefined): void {
    const own: (Block | undefined)[] = []
    const length = Math.max(this.own.length, number + 1)
    for (let i = 0; i < length; i++) own.push(i === number ? block : this.own[i])
    this.own = own.slice()
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
