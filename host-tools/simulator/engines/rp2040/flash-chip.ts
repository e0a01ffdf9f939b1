/**
 * The flash chip beside an RP2040 (W25Q16JV datasheet, revision H: 2 MB, NOR): programming only
 * clears bits, erasing takes whole sectors, and both take their time. Its content is the emulated
 * chip's XIP memory.
 */

export const FLASH_LENGTH = 2 * 1024 * 1024
const PAGE_LENGTH = 256
const SECTOR_LENGTH = 4096
const BLOCK_LENGTH = 65_536
/** DS 9.6, typical: page program, sector erase, block erase. */
const PROGRAM_NANOS = 400_000
const ERASE_SECTOR_NANOS = 45_000_000
const ERASE_BLOCK_NANOS = 150_000_000

/** Hears what is done to the flash. */
export interface FlashWatch {
  /** `changed`: how many of the bytes from `offset` on are now others than before. */
  programmed(offset: number, changed: number): void
  erased(offset: number, length: number): void
}

export class FlashChip {
  private readonly memory: Uint8Array
  private readonly watch: FlashWatch
  private readonly stall: (nanos: number) => void

  /** `stall` makes the core wait. */
  constructor(memory: Uint8Array, watch: FlashWatch, stall: (nanos: number) => void) {
    this.memory = memory
    this.watch = watch
    this.stall = stall
  }

  /** Throws for what is no whole sector: then the firmware has a bug. */
  erase(offset: number, length: number): void {
    check('erase', offset, length, SECTOR_LENGTH)
    this.memory.fill(0xff, offset, offset + length)
    this.watch.erased(offset, length)
    const blocks = Math.floor(length / BLOCK_LENGTH)
    const sectors = (length % BLOCK_LENGTH) / SECTOR_LENGTH
    this.stall(blocks * ERASE_BLOCK_NANOS + sectors * ERASE_SECTOR_NANOS)
  }

  /** Throws for what is no whole page, likewise. */
  program(offset: number, bytes: Uint8Array): void {
    check('program', offset, bytes.length, PAGE_LENGTH)
    if (bytes.length === 0) return
    let changed = 0
    for (let i = 0; i < bytes.length; i++) {
      const before = this.memory[offset + i]!
      const after = before & bytes[i]!
      if (after !== before) changed++
      this.memory[offset + i] = after
    }
    this.watch.programmed(offset, changed)
    this.stall((bytes.length / PAGE_LENGTH) * PROGRAM_NANOS)
  }
}

function check(what: string, offset: number, length: number, unit: number): void {
  if (offset % unit !== 0 || length % unit !== 0 || offset + length > FLASH_LENGTH)
    throw new Error(`flash: ${what} of ${length} bytes at 0x${offset.toString(16)}`)
}
