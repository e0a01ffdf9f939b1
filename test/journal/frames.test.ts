/** Single frames, placed by hand: which are taken, and how far one looks for them. */

import { Ring } from '../../device/journal/ring.ts'
import {
  frameCheck,
  frameCrc,
  HEADER_LENGTH,
  MARK_ERASED,
  MARK_LEAVING,
  RECORD_CURSOR,
  SectorHeader,
} from '../../device/journal/sector.ts'
import { Walk } from '../../device/journal/walk.ts'
import { putU32 } from '../../device/payload/bytes.ts'
import { CRC32_BEGIN, crc32, crc32End } from '../../device/payload/crc32.ts'
import { FlashModel } from './flash-model.ts'
import { NotingFlash } from './noting-flash.ts'

const SECTOR = 5
const FIRST = 100
const OVERHEAD = 6
const LONGEST = 240

class Sector {
  readonly flash: FlashModel
  readonly ring: Ring
  readonly walk: Walk

  constructor(writeAlign = 1, blockLength = 1_024) {
    this.flash = new FlashModel({ blocks: 2, blockLength, writeAlign })
    this.ring = new Ring(this.flash)
    this.walk = new Walk(this.ring)
    this.walk.begin(0, SECTOR, FIRST)
  }

  /** A frame that is right for this place, whatever is there; returns where it ends. */
  put(offset: number, type: number, length: number, number = FIRST): number {
    const payload = new Uint8Array(length).fill(7)
    const check = new Uint8Array(4)
    putU32(check, 0, frameCheck(frameCrc(SECTOR, offset, type, payload, length), number))
    this.flash.bytes.set([type, length, ...payload, ...check], offset)
    return offset + length + OVERHEAD
  }

  fill(byte: number, from: number, to: number): void {
    this.flash.bytes.fill(byte, from, to)
  }

  /** What the next step finds: type and number, or nothing. */
  step(end = this.ring.blockLength): string {
    if (!this.walk.step(end)) return 'nothing'
    return `${this.ring.found.type} ${this.ring.found.sequence}`
  }
}

describe('a frame that is right to its last bit', () => {
  test.each([
    ['no type', 0, 4],
    ['the first type beyond the journal’s own', MARK_LEAVING + 1, 4],
    ['a payload one longer than any', 1, LONGEST + 1],
  ])('is none with %s', (_name, type, length) => {
    const sector = new Sector()
    sector.put(HEADER_LENGTH, type, length)
    expect(sector.ring.readFrame(0, SECTOR, HEADER_LENGTH)).toBe(false)
    expect(sector.step()).toBe('nothing')
  })

  test.each([[1], [RECORD_CURSOR], [MARK_ERASED], [MARK_LEAVING]])('is one of type %i', (type) => {
    const sector = new Sector()
    sector.put(HEADER_LENGTH, type, LONGEST)
    expect(sector.step()).toBe(`${type} ${FIRST}`)
  })

  test('may end with its sector, and not beyond it', () => {
    const sector = new Sector(1, 256)
    sector.put(256 - OVERHEAD, 1, 0)
    sector.walk.offset = 256 - OVERHEAD
    expect(sector.step()).toBe(`1 ${FIRST}`)
    sector.fill(0xff, HEADER_LENGTH, 256)
    sector.fill(1, 256 - OVERHEAD + 1, 256)
    sector.walk.begin(0, SECTOR, FIRST)
    expect(sector.step()).toBe('nothing')
  })

  test('counts for nothing behind the log’s end', () => {
    const sector = new Sector()
    const end = sector.put(HEADER_LENGTH, 1, 4)
    for (const short of [HEADER_LENGTH, HEADER_LENGTH + 1, HEADER_LENGTH + OVERHEAD - 1]) {
      sector.walk.begin(0, SECTOR, FIRST)
      expect(sector.step(short)).toBe('nothing')
      expect(sector.walk.writtenEnd).toBe(HEADER_LENGTH)
    }
    sector.walk.begin(0, SECTOR, FIRST)
    expect(sector.step(end)).toBe(`1 ${FIRST}`)
  })
})

describe('behind bytes that are no frame', () => {
  /** Garbage that begins no frame: 0xc0 is no type, and no gap. */
  function behindGarbage(length: number, type = 1, number = FIRST, writeAlign = 1): Sector {
    const sector = new Sector(writeAlign)
    sector.fill(0xc0, HEADER_LENGTH, HEADER_LENGTH + length)
    sector.put(HEADER_LENGTH + length, type, 4, number)
    return sector
  }

  test.each([[1], [2], [3], [RECORD_CURSOR], [MARK_ERASED], [MARK_LEAVING]])(
    'a frame of type %i is found, however long they are',
    (type) => {
      expect(behindGarbage(100, type).step()).toBe(`${type} ${FIRST}`)
    },
  )

  test('its number may be late by one for each eight of them', () => {
    expect(behindGarbage(40, 1, FIRST + 5).step()).toBe(`1 ${FIRST + 5}`)
    expect(behindGarbage(40, 1, FIRST + 6).step()).toBe('nothing')
    expect(behindGarbage(7, 1, FIRST + 1).step()).toBe('nothing')
    expect(behindGarbage(40, 1, FIRST - 1).step()).toBe('nothing')
  })

  test('it begins where a write may begin', () => {
    expect(behindGarbage(4, 1, FIRST, 4).step()).toBe(`1 ${FIRST}`)
    for (const odd of [1, 2, 3]) expect(behindGarbage(4 + odd, 1, FIRST, 4).step()).toBe('nothing')
  })

  test('sixty-four places are looked at, and no more', () => {
    const sector = new Sector()
    // Each 0x01 may begin a frame and does not.
    const looks = (count: number) => {
      sector.fill(0xff, HEADER_LENGTH, 1_024)
      sector.fill(1, HEADER_LENGTH, HEADER_LENGTH + count)
      sector.put(HEADER_LENGTH + count, 1, 4)
      sector.walk.begin(0, SECTOR, FIRST)
      return sector.step()
    }
    expect(looks(63)).toBe(`1 ${FIRST}`)
    expect(looks(64)).toBe('nothing')
  })

  test.each([512, 1_024, 4_096])(
    'in a sector of %i bytes looks read no more than is promised',
    (n) => {
      const flash = new NotingFlash({ blocks: 2, blockLength: n, writeAlign: 1 })
      const walk = new Walk(new Ring(flash))
      // Every other byte may begin a frame of 200 bytes, and none does.
      for (let at = HEADER_LENGTH; at < n; at++) flash.bytes[at] = at % 2 === 0 ? 1 : 200
      walk.begin(0, SECTOR, FIRST)
      expect(walk.step(n)).toBe(false)
      const bytes = flash.reads.reduce((sum, [, length]) => sum + length, 0)
      expect(bytes).toBeGreaterThan(n)
      expect(bytes).toBeLessThan(n + n / 2 + 320 + 2 * 250)
    },
  )

  test('behind a gap of zeros it is looked at all the same', () => {
    const sector = new Sector()
    sector.fill(1, HEADER_LENGTH, HEADER_LENGTH + 80)
    sector.fill(0, HEADER_LENGTH + 80, HEADER_LENGTH + 112)
    sector.put(HEADER_LENGTH + 112, 1, 4)
    expect(sector.step()).toBe(`1 ${FIRST}`)
  })

  test('where nothing is found, what is written ends with its last byte', () => {
    const sector = new Sector()
    sector.flash.bytes[HEADER_LENGTH + 9] = 0xc0
    expect(sector.step()).toBe('nothing')
    expect(sector.walk.writtenEnd).toBe(HEADER_LENGTH + 10)
    const empty = new Sector()
    expect(empty.step()).toBe('nothing')
    expect(empty.walk.writtenEnd).toBe(HEADER_LENGTH)
  })
})

test.each([1, 4, 16])(
  'what fills up the last word of a frame reads as erased: words of %i',
  (align) => {
    for (const length of [0, 1, 5, 9, 10, 11, 15, 26, 100, LONGEST - 1, LONGEST]) {
      const sector = new Sector(align)
      const { ring, flash } = sector
      ring.found.payload.fill(0xaa)
      ring.found.payload.fill(7, 0, length)
      expect(ring.writeFrame(0, SECTOR, HEADER_LENGTH, 1, length, FIRST)).toBe(true)
      const end = HEADER_LENGTH + length + OVERHEAD
      const size = ring.sizeOf(length)
      expect(size % align).toBe(0)
      expect(
        [...flash.bytes.subarray(end, HEADER_LENGTH + size + 32)].every((b) => b === 0xff),
      ).toBe(true)
      expect(flash.bytesWritten).toBe(size)
      expect(sector.step()).toBe(`1 ${FIRST}`)
      expect([...ring.found.payload.subarray(0, length)].every((b) => b === 7)).toBe(true)
    }
  },
)

test('a header whose checksum is right and whose first word is not is none', () => {
  const header = new SectorHeader()
  header.bytes.fill(3)
  putU32(header.bytes, 60, crc32End(crc32(CRC32_BEGIN, header.bytes, 0, 60)))
  expect(header.decode()).toBe(false)
  expect([header.sequence, header.logId, header.firstRecord]).toEqual([0, 0, 0])
})
