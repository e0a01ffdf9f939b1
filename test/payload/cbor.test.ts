import { decode } from 'cborg'
import fc from 'fast-check'
import { CborWriter } from '../../device/payload/cbor.ts'
import { hex } from '../support/driving.ts'
import { runs } from '../support/runs.ts'

/** What the writer knows; a byte string holds its first byte apart. */
type Item = number | string | Uint8Array | Item[] | { [key: string]: Item }

function write(cbor: CborWriter, item: Item): void {
  if (typeof item === 'number') cbor.unsigned(item)
  else if (typeof item === 'string') cbor.text(item)
  else if (item instanceof Uint8Array) cbor.prefixedBytes(item[0]!, item, 1, item.length)
  else if (Array.isArray(item)) {
    cbor.array(item.length)
    for (const inner of item) write(cbor, inner)
  } else {
    cbor.map(Object.keys(item).length)
    for (const [key, inner] of Object.entries(item)) {
      cbor.text(key)
      write(cbor, inner)
    }
  }
}

function written(item: Item): Uint8Array {
  const cbor = new CborWriter(4096)
  write(cbor, item)
  return cbor.bytes.slice(0, cbor.length)
}

// RFC 8949, appendix A: all rows of the types that the writer has.
test.each<[Item, string]>([
  [0, '00'],
  [1, '01'],
  [10, '0a'],
  [23, '17'],
  [24, '18 18'],
  [25, '18 19'],
  [100, '18 64'],
  [1000, '19 03 e8'],
  [1000000, '1a 00 0f 42 40'],
  [1000000000000, '1b 00 00 00 e8 d4 a5 10 00'],
  [Uint8Array.of(1, 2, 3, 4), '44 01 02 03 04'],
  ['', '60'],
  ['a', '61 61'],
  ['IETF', '64 49 45 54 46'],
  ['"\\', '62 22 5c'],
  [[], '80'],
  [[1, 2, 3], '83 01 02 03'],
  [[1, [2, 3], [4, 5]], '83 01 82 02 03 82 04 05'],
  [
    Array.from({ length: 25 }, (_, i) => i + 1),
    '98 19 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 18 18 19',
  ],
  [{}, 'a0'],
  [{ a: 1, b: [2, 3] }, 'a2 61 61 01 61 62 82 02 03'],
  [['a', { b: 'c' }], '82 61 61 a1 61 62 61 63'],
  [
    { a: 'A', b: 'B', c: 'C', d: 'D', e: 'E' },
    'a5 61 61 61 41 61 62 61 42 61 63 61 43 61 64 61 44 61 65 61 45',
  ],
])('RFC 8949 appendix A: %j', (item, expected) => {
  expect(hex(written(item))).toBe(expected)
})

test('cborg, at its strictest, reads back whatever is written', () => {
  const ascii = fc.string({ maxLength: 300, unit: 'grapheme-ascii' })
  const { item } = fc.letrec<{ item: Item }>((tie) => ({
    item: fc.oneof(
      { maxDepth: 4 },
      fc.maxSafeNat(),
      fc.constantFrom(23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1),
      ascii,
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.array(tie('item'), { maxLength: 5 }),
      fc.dictionary(ascii, tie('item'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(item, (value) => {
      fc.pre(value !== undefined)
      const cbor = new CborWriter(1 << 16)
      write(cbor, value)
      const bytes = cbor.bytes.slice(0, cbor.length)
      expect(cbor.room()).toBe((1 << 16) - bytes.length)
      expect(decode(bytes, { strict: true, rejectDuplicateMapKeys: true })).toEqual(value)
    }),
    { numRuns: runs(1000) },
  )
})
