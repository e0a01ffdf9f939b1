import fc from 'fast-check'
import { getU32, getVarint, putU32, putVarint, zigzag } from '../../device/payload/bytes.ts'
import { CRC32_BEGIN, crc32, crc32End } from '../../device/payload/crc32.ts'
import { hex } from '../support/driving.ts'

const u32 = fc.integer({ min: 0, max: 0xffffffff })

test('words are little-endian and come back, at any place', () => {
  const bytes = new Uint8Array(6)
  putU32(bytes, 1, 0x8899aabb)
  expect(hex(bytes)).toBe('00 bb aa 99 88 00')
  fc.assert(
    fc.property(u32, fc.nat(2), (value, at) => {
      putU32(bytes, at, value)
      expect(getU32(bytes, at)).toBe(value)
    }),
  )
})

describe('LEB128', () => {
  // DWARF 5, 7.6, figure 22 has the first five; the last is the largest exact integer.
  test.each([
    [2, '02'],
    [127, '7f'],
    [128, '80 01'],
    [129, '81 01'],
    [12_857, 'b9 64'],
    [0, '00'],
    [2 ** 53 - 1, 'ff ff ff ff ff ff ff 0f'],
  ])('%i', (value, expected) => {
    const bytes = new Uint8Array(10)
    const end = putVarint(bytes, 1, value)
    expect(hex(bytes.slice(1, end))).toBe(expected)
    expect(getVarint(bytes, 1)).toBe(value)
  })

  test('every exact integer comes back, in as few bytes as it needs', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const bytes = new Uint8Array(8)
        const end = putVarint(bytes, 0, value)
        expect(getVarint(bytes, 0)).toBe(value)
        expect(end).toBe(Math.max(1, Math.ceil(value.toString(2).length / 7)))
      }),
    )
  })

  test('an endless one stops after eight bytes', () => {
    expect(getVarint(new Uint8Array(20).fill(0xff), 0)).toBeLessThanOrEqual(2 ** 56)
  })
})

test('zigzag keeps small magnitudes small and takes no value twice', () => {
  const values = Array.from({ length: 401 }, (_, i) => i - 200)
  const mapped = values.map(zigzag)
  expect([...mapped].sort((a, b) => a - b)).toEqual(values.map((_, i) => i))
  for (const value of values) expect(zigzag(value)).toBeLessThanOrEqual(2 * Math.abs(value))
})

describe('CRC-32', () => {
  const crcOf = (bytes: Uint8Array) => crc32End(crc32(CRC32_BEGIN, bytes, 0, bytes.length))

  test('check value of the catalogue (CRC-32/ISO-HDLC): "123456789" gives cbf43926', () => {
    expect(crcOf(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    expect(crcOf(new Uint8Array(0))).toBe(0)
  })

  test('agrees with the definition bit by bit, fed whole or in parts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), (bytes, cut) => {
        let register = 0xffffffff
        for (const byte of bytes) {
          for (let bit = 0; bit < 8; bit++) {
            const odd = ((register ^ (byte >> bit)) & 1) === 1
            register = (register >>> 1) ^ (odd ? 0xedb88320 : 0)
          }
        }
        const middle = Math.min(cut, bytes.length)
        const parts = crc32(crc32(CRC32_BEGIN, bytes, 0, middle), bytes, middle, bytes.length)
        expect(crcOf(bytes)).toBe(~register >>> 0)
        expect(crc32End(parts)).toBe(crcOf(bytes))
      }),
    )
  })
})
