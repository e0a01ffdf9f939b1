/** Forms of what stands in flash; `FORMAT.md` draws them. */
import { getU32, putU32 } from '../payload/bytes.ts'
import { CRC32_BEGIN, crc32, crc32End } from '../payload/crc32.ts'

/** "MKJ1", little-endian. */
const MAGIC = 0x314a4b4d
export const HEADER_LENGTH = 32
/** Type and length before a record's payload, CRC-32 after it. */
export const FRAME_HEAD = 2
export const FRAME_OVERHEAD = 6
/** Type of a cursor record: where one target stands. */
export const RECORD_CURSOR = 0x80
/** Types from here on are the journal's own: not numbered, not delivered. */
export const BOOKKEEPING = 0x80

/** The header of one sector, as read or to be written. */
export class SectorHeader {
  readonly bytes = new Uint8Array(HEADER_LENGTH)
  /** 1 for the first sector ever written, then one more for each. */
  sequence = 0
  /** Random name of this log; a log that was wiped gets another. */
  logId = 0
  /** Sequence number of the first record in the sector. */
  firstRecord = 0
  /** The boot during which the sector was opened. */
  bootId = 0

  encode(): void {
    const bytes = this.bytes
    bytes.fill(0)
    putU32(bytes, 0, MAGIC)
    putU32(bytes, 4, this.sequence)
    putU32(bytes, 8, this.logId)
    putU32(bytes, 12, this.firstRecord)
    putU32(bytes, 16, this.bootId)
    putU32(bytes, 28, crc32End(crc32(CRC32_BEGIN, bytes, 0, 28)))
  }

  /** False when `bytes` are no valid header; the other fields are then unchanged. */
  decode(): boolean {
    const bytes = this.bytes
    if (getU32(bytes, 0) !== MAGIC) return false
    if (getU32(bytes, 28) !== crc32End(crc32(CRC32_BEGIN, bytes, 0, 28))) return false
    this.sequence = getU32(bytes, 4)
    this.logId = getU32(bytes, 8)
    this.firstRecord = getU32(bytes, 12)
    this.bootId = getU32(bytes, 16)
    return true
  }
}

const place = /* @__PURE__ */ new Uint8Array(8)

/**
 * CRC-32 of a frame: over the sector's sequence, the frame's place in it, type, length and payload,
 * so that nothing of an earlier lap or another place can ever pass. `length` is the payload's.
 */
export function frameCrc(
  sectorSequence: number,
  offset: number,
  frame: Uint8Array,
  length: number,
): number {
  putU32(place, 0, sectorSequence)
  putU32(place, 4, offset)
  return crc32End(crc32(crc32(CRC32_BEGIN, place, 0, 8), frame, 0, FRAME_HEAD + length))
}
