/** Flash in memory that insists on its rules: whole words, each byte written once. */
import type { Flash, FlashStatus } from '../../io.ts'

const SHAPE: FlashStatus = { blocks: 8, blockLength: 4096, writeAlign: 4 }

export class MemoryFlash implements Flash {
  private readonly bytes = new Uint8Array(SHAPE.blocks * SHAPE.blockLength).fill(0xff)

  status(): FlashStatus {
    return SHAPE
  }

  read(into: Uint8Array, length: number, byteOffset: number): void {
    into.set(this.bytes.subarray(byteOffset, byteOffset + length))
  }

  write(bytes: Uint8Array, length: number, byteOffset: number): void {
    if (length % SHAPE.writeAlign !== 0 || byteOffset % SHAPE.writeAlign !== 0)
      throw new Error('flash: a write is not aligned')
    for (let i = 0; i < length; i++) {
      if (this.bytes[byteOffset + i] !== 0xff) throw new Error('flash: a byte is written twice')
      this.bytes[byteOffset + i] = bytes[i]!
    }
  }

  eraseBlock(block: number): void {
    const start = block * SHAPE.blockLength
    this.bytes.fill(0xff, start, start + SHAPE.blockLength)
  }
}
