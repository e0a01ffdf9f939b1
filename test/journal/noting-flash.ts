/** Flash whose operations are noted, and what stands in a block of it, read without the journal. */
import { FlashModel } from './flash-model.ts'

export class NotingFlash extends FlashModel {
  /** `write 64+20`, `zeros 84+16`, `erase 1`, in order. */
  operations: string[] = []
  /** Places and lengths of what was read. */
  reads: [at: number, length: number][] = []

  override read(into: Uint8Array, length: number, byteOffset: number): void {
    this.reads.push([byteOffset, length])
    super.read(into, length, byteOffset)
  }

  override write(bytes: Uint8Array, length: number, byteOffset: number): void {
    super.write(bytes, length, byteOffset)
    const isZeros = bytes.subarray(0, length).every((byte) => byte === 0)
    this.operations.push(`${isZeros ? 'zeros' : 'write'} ${byteOffset}+${length}`)
  }

  override eraseBlock(block: number): void {
    super.eraseBlock(block)
    this.operations.push(`erase ${block}`)
  }

  /** The operations since the last call. */
  take(): string[] {
    const { operations } = this
    this.operations = []
    return operations
  }
}

/** `R9 E L C` for the frames of a block, with `0×32` for zeros between; ends where it is erased. */
export function layoutOf(flash: FlashModel, block: number): string {
  const { blockLength, writeAlign } = flash.status()
  const bytes = flash.bytes.subarray(block * blockLength, (block + 1) * blockLength)
  const names: Record<number, string> = { 128: 'C', 129: 'E', 130: 'L' }
  const parts: string[] = []
  for (let at = 64; at < blockLength && bytes[at] !== 0xff; ) {
    const type = bytes[at]!
    if (type === 0) {
      const from = at
      while (at < blockLength && bytes[at] === 0) at++
      parts.push(`0×${at - from}`)
      continue
    }
    const length = bytes[at + 1]!
    parts.push(names[type] ?? `R${length}`)
    at += Math.ceil((length + 6) / writeAlign) * writeAlign
  }
  return parts.join(' ')
}
