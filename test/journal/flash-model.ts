/**
 * Flash as ECMA-419 promises it and no better: a write outside, unaligned, or, but for zeros, on a
 * byte that was written since its erase is a bug and throws. Power never fails here; `test/proof`
 * is for that.
 */
import type { Flash, FlashStatus } from '../../device/platform/io.ts'

export interface Geometry {
  readonly blocks: number
  readonly blockLength: number
  readonly writeAlign: number
}

export class FlashModel implements Flash {
  readonly bytes: Uint8Array
  readonly erases: number[]
  bytesWritten = 0
  private readonly written: Uint8Array
  private readonly geometry: Geometry

  constructor(geometry: Geometry) {
    const length = geometry.blocks * geometry.blockLength
    this.geometry = geometry
    this.bytes = new Uint8Array(length).fill(0xff)
    this.written = new Uint8Array(length)
    this.erases = new Array<number>(geometry.blocks).fill(0)
  }

  status(): FlashStatus {
    return this.geometry
  }

  read(into: Uint8Array, length: number, byteOffset: number): void {
    this.inside(byteOffset, length)
    if (length > into.length) throw new Error(`${length} bytes do not fit ${into.length}`)
    for (let i = 0; i < length; i++) into[i] = this.bytes[byteOffset + i]!
  }

  write(bytes: Uint8Array, length: number, byteOffset: number): void {
    const { writeAlign, blockLength } = this.geometry
    this.inside(byteOffset, length)
    if (length > bytes.length) throw new Error('longer than its buffer')
    if (byteOffset % writeAlign !== 0 || length % writeAlign !== 0) throw new Error('unaligned')
    if (
      Math.floor(byteOffset / blockLength) !== Math.floor((byteOffset + length - 1) / blockLength)
    )
      throw new Error('across two blocks')
    for (let i = 0; i < length; i++) {
      const at = byteOffset + i
      if (this.written[at] === 1 && bytes[i] !== 0) throw new Error(`byte ${at} written twice`)
      this.written[at] = 1
      this.bytes[at] = bytes[i]!
      this.bytesWritten++
    }
  }

  eraseBlock(block: number): void {
    const { blocks, blockLength } = this.geometry
    if (!(block >= 0 && block < blocks)) throw new Error(`no block ${block}`)
    const from = block * blockLength
    this.bytes.fill(0xff, from, from + blockLength)
    this.written.fill(0, from, from + blockLength)
    this.erases[block]!++
  }

  private inside(byteOffset: number, length: number): void {
    const end = this.geometry.blocks * this.geometry.blockLength
    if (!(byteOffset >= 0 && length >= 0 && byteOffset + length <= end)) throw new Error('outside')
  }
}

/** Geometries of real boards (4 KiB sectors), and as few blocks as a log can have. */
export const GEOMETRIES: readonly (readonly [name: string, geometry: Geometry])[] = [
  ['4 KiB, align 1, 4 blocks', { blocks: 4, blockLength: 4096, writeAlign: 1 }],
  ['4 KiB, align 4, 8 blocks', { blocks: 8, blockLength: 4096, writeAlign: 4 }],
  ['4 KiB, align 16, 4 blocks', { blocks: 4, blockLength: 4096, writeAlign: 16 }],
  ['4 KiB, align 4, 2 blocks', { blocks: 2, blockLength: 4096, writeAlign: 4 }],
  ['512 bytes, align 1, 3 blocks', { blocks: 3, blockLength: 512, writeAlign: 1 }],
  ['512 bytes, align 16, 2 blocks', { blocks: 2, blockLength: 512, writeAlign: 16 }],
]
