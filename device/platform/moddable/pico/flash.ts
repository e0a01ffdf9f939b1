/** The journal in the flash behind Moddable's image, at the place that the board's map names. */
import type { FlashRegion } from '../../../boards/board.ts'
import type { Flash, FlashStatus } from '../../io.ts'
import { flashErase, flashRead, flashWrite } from './native.ts'

const WRITE_ALIGN = 4

export class PicoFlash implements Flash {
  private readonly start: number
  private readonly shape: FlashStatus

  constructor(region: FlashRegion) {
    this.start = region.byteOffset
    this.shape = { blocks: region.blocks, blockLength: region.blockLength, writeAlign: WRITE_ALIGN }
  }

  status(): FlashStatus {
    return this.shape
  }

  read(into: Uint8Array, length: number, byteOffset: number): void {
    flashRead(into, length, this.address(byteOffset, length))
  }

  write(bytes: Uint8Array, length: number, byteOffset: number): void {
    flashWrite(bytes, length, this.address(byteOffset, length))
  }

  eraseBlock(block: number): void {
    const blockLength = this.shape.blockLength
    flashErase(this.address(block * blockLength, blockLength))
  }

  private address(byteOffset: number, length: number): number {
    if (byteOffset < 0 || byteOffset + length > this.shape.blocks * this.shape.blockLength)
      throw new Error('flash: outside of the journal')
    return this.start + byteOffset
  }
}
