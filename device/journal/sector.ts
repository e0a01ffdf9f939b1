/** Forms of what stands in flash; `FORMAT.md` draws them. */
import { getU32, putU32 } from '../payload/bytes.ts'
import { CRC32_BEGIN, crc32, crc32End } from '../payload/crc32.ts'
import type { Cursors } from './cursors.ts'

/** "MKJ2", little-endian. */
const MAGIC = 0x324a4b4d
export const HEADER_LENGTH = 64
const CURSORS_AT = 20
const CHECK_AT = 60

/** Type and length before a frame's payload. */
export const FRAME_HEAD = 2
/** The same, and the check after it. */
export const FRAME_OVERHEAD = 6

/** Types from here on are the journal's own: they take no number and are not delivered. */
export const BOOKKEEPING = 0x80
/** Where one target stands. */
export const RECORD_CURSOR = 0x80
/** The sector ahead has been erased. */
export const MARK_ERASED = 0x81
/** The sector ahead is about to be written. */
export const MARK_LEAVING = 0x82

/** The header of one sector, as read or to be written. */
export class SectorHeader {
  readonly bytes = new Uint8Array(HEADER_LENGTH)
  /** 1 for the first sector ever written, then one more for each. */
  sequence = 0
  /** Random name of this log; a log that was wiped gets another. */
  logId = 0
  /** Number of the first record in the sector. */
  firstRecord = 0
  /** The boot during which the sector was opened. */
  bootId = 0

  encode(cursors: Cursors): void {
    const bytes = this.bytes
    bytes.fill(0)
    putU32(bytes, 0, MAGIC)
    putU32(bytes, 4, this.sequence)
    putU32(bytes, 8, this.logId)
    putU32(bytes, 12, this.firstRecord)
    putU32(bytes, 16, this.bootId)
    cursors.encodeAll(bytes, CURSORS_AT)
    putU32(bytes, CHECK_AT, crc32End(crc32(CRC32_BEGIN, bytes, 0, CHECK_AT)))
  }

  /** False when `bytes` are no valid header; the other fields are then unchanged. */
  decode(): boolean {
    const bytes = this.bytes
    if (getU32(bytes, 0) !== MAGIC) return false
    if (getU32(bytes, CHECK_AT) !== crc32End(crc32(CRC32_BEGIN, bytes, 0, CHECK_AT))) return false
    this.sequence = getU32(bytes, 4)
    this.logId = getU32(bytes, 8)
    this.firstRecord = getU32(bytes, 12)
    this.bootId = getU32(bytes, 16)
    return true
  }

  /** Takes over the cursors as they were when the sector was opened. */
  decodeCursors(cursors: Cursors): void {
    cursors.decodeAll(this.bytes, CURSORS_AT)
  }
}

const place = /* @__PURE__ */ new Uint8Array(10)

/**
 * CRC-32 of a frame up to its number: over the sector's sequence, the frame's place in it, type,
 * length and payload, so that nothing of an earlier lap or another place can ever pass.
 */
export function frameCrc(
  sectorSequence: number,
  offset: number,
  type: number,
  payload: Uint8Array,
  length: number,
): number {
  putU32(place, 0, sectorSequence)
  putU32(place, 4, offset)
  place[8] = type
  place[9] = length
  return crc32(crc32(CRC32_BEGIN, place, 0, place.length), payload, 0, length)
}

/** The check of a frame, given its `frameCrc`, if its number is this one. */
export function frameCheck(crc: number, number: number): number {
  putU32(place, 0, number)
  return crc32End(crc32(crc, place, 0, 4))
}
