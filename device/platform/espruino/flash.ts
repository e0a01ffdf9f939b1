/**
 * The journal's flash: a region that Espruino leaves free, or the first file of Storage where all
 * free flash belongs to Storage. Nothing outside of it is ever written or erased.
 */
import type { Board } from '../../boards/board.ts'
import type { Flash, FlashStatus } from '../io.ts'
import type { FlashModule, StorageModule } from './modules.ts'

/** Espruino writes words and reads back what it must keep; whole words need no reading. */
const WRITE_ALIGN = 4
const ERASED = '\xff\xff\xff\xff\xff\xff\xff\xff'
const LOG_FILE = 'log'
/** Length of a Storage file's header: 24 bits of length, flags, then the name. */
const FILE_HEADER_LENGTH = 32

export class EspruinoFlash implements Flash {
  private readonly flash: FlashModule
  private readonly shape: FlashStatus
  private readonly start: number

  /** Throws when the region is not there to be used. */
  constructor(region: Board['espruinoJournal']) {
    this.flash = require('Flash') as FlashModule
    this.shape = { blocks: region.blocks, blockLength: region.blockLength, writeAlign: WRITE_ALIGN }
    this.start = region.byteOffset
    if (region.inStorage) {
      this.claimFile(region.byteOffset)
      this.start += region.blockLength
    }
  }

  status(): FlashStatus {
    return this.shape
  }

  read(into: Uint8Array, length: number, byteOffset: number): void {
    into.set(this.flash.read(length, this.address(byteOffset, length)))
  }

  write(bytes: Uint8Array, length: number, byteOffset: number): void {
    const data = length === bytes.length ? bytes : bytes.subarray(0, length)
    this.flash.write(data, this.address(byteOffset, length))
  }

  eraseBlock(block: number): void {
    const blockLength = this.shape.blockLength
    const address = this.address(block * blockLength, blockLength)
    this.flash.erasePage(address)
    // Builds on IDF 5 erase another page than they are told to.
    if (E.toString(this.flash.read(ERASED.length, address)) !== ERASED)
      throw new Error('flash: a block did not erase')
  }

  private address(byteOffset: number, length: number): number {
    if (byteOffset < 0 || byteOffset + length > this.shape.blocks * this.shape.blockLength)
      throw new Error('flash: outside of the journal')
    return this.start + byteOffset
  }

  /**
   * Whole pages inside the first file can be erased and written behind Storage's back: Storage
   * follows the chain of file headers, and its compaction never moves a file with no trash before
   * it. The file ends exactly at a page's end.
   */
  private claimFile(address: number): void {
    const blockLength = this.shape.blockLength
    const length = (this.shape.blocks + 1) * blockLength - FILE_HEADER_LENGTH
    if (E.toString(this.flash.read(ERASED.length, address)) === ERASED) {
      const storage = require('Storage') as StorageModule
      storage.write(LOG_FILE, 'K', 0, length)
    }
    const header = this.flash.read(FILE_HEADER_LENGTH, address)
    const found = header[0]! + header[1]! * 256 + header[2]! * 65_536
    if (found !== length || E.toString(header.subarray(4, 8)) !== `${LOG_FILE}\0`)
      throw new Error(`flash: ${LOG_FILE} must be the first file of an empty Storage`)
  }
}
