import fc from 'fast-check'
import { FRAME_OVERHEAD } from '../../device/journal/sector.ts'
import { RECORD_LENGTH_MAX, RecordWriter } from '../../device/payload/record.ts'
import { readRecord } from '../../device/payload/record-reader.ts'
import { QUANTITIES } from '../../device/quantities.ts'
import { hex } from '../support/driving.ts'
import { runs } from '../support/runs.ts'
import { BOOT, CLOCK, FIVE_MINUTES, type RecordVector } from '../vectors/records.ts'

const bytesOfVector = ({ lines }: RecordVector) => lines.map(([bytes]) => bytes).join(' ')
const written = (record: RecordWriter) => record.bytes.slice(0, record.length)

function fiveMinutes(record: RecordWriter): void {
  record.beginAverage(7, true, 1_798_761_600, 300)
  record.channel(1, 1, 8, 300, 300, 0)
  record.statistics(20_696, 20_696 - 18_404, 20_696 + 58_592, 10_921)
  record.channel(2, 1, 8, 300, 300, 0)
  record.statistics(36_800, 36_800 - 31_672, 36_800 + 106_648, 20_224)
  record.channel(3, 2, 128, 30, 29, 1)
  record.statistics(-150, -155, -144, 3)
  record.channel(4, 2, 128, 30, 29, 1)
  record.statistics(9_160, 9_120, 9_204, 22)
  record.channel(5, 2, 128, 30, 29, 1)
  record.statistics(101_235, 101_232, 101_239, 2)
}

describe('golden bytes', () => {
  test.each<[RecordVector, (record: RecordWriter) => void]>([
    [FIVE_MINUTES, fiveMinutes],
    [BOOT, (record) => record.boot(7, 3, 100)],
    [CLOCK, (record) => record.clock(7, 90_000, 1_798_761_600_000)],
  ])('$name', (vector, write) => {
    const record = new RecordWriter()
    write(record)
    expect(hex(written(record))).toBe(bytesOfVector(vector))
  })
})

/** Clean air, a little wind: the record that a kit writes nearly always. */
function calm(record: RecordWriter): void {
  record.beginAverage(7, true, 1_798_761_600, 300)
  record.channel(1, 1, 0, 300, 300, 0)
  record.statistics(812, 730, 920, 41)
  record.channel(2, 1, 0, 300, 300, 0)
  record.statistics(1_533, 1_420, 1_650, 62)
  record.channel(3, 2, 0, 30, 30, 0)
  record.statistics(1_204, 1_199, 1_210, 3)
  record.channel(4, 2, 0, 30, 30, 0)
  record.statistics(6_310, 6_280, 6_350, 18)
  record.channel(5, 2, 0, 30, 30, 0)
  record.statistics(101_235, 101_232, 101_239, 2)
}

test.each([
  ['clean air', calm, 50],
  ['fireworks', fiveMinutes, 67],
])('five minutes of five quantities in %s take few bytes of flash', (_name, write, limit) => {
  const record = new RecordWriter()
  write(record)
  expect(record.length + FRAME_OVERHEAD).toBeLessThanOrEqual(limit)
})

test('a record that begins anew remembers nothing of the one before', () => {
  const record = new RecordWriter()
  fiveMinutes(record)
  const first = hex(written(record))
  fiveMinutes(record)
  expect(hex(written(record))).toBe(first)
})

describe('any average', () => {
  const channel = fc
    .record({
      quantity: fc.constantFrom(...QUANTITIES),
      part: fc.integer({ min: 1, max: 3 }),
      flags: fc.integer({ min: 0, max: 255 }),
      counts: fc.tuple(fc.nat(900), fc.nat(940), fc.nat(14_400)),
      spread: fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000), fc.nat(1_000_000)),
    })
    .map(({ quantity, part, flags, counts: [expected, count, failures], spread }) => {
      const range = quantity.maximum - quantity.minimum
      const [a, b, c, d] = spread.map((k) => quantity.minimum + (k % (range + 1)))
      const [minimum, mean, maximum] = [a!, b!, c!].sort((x, y) => x - y) as [
        number,
        number,
        number,
      ]
      const deviation = count < 2 ? 0 : (d! - quantity.minimum) % (maximum - minimum + 1)
      const one = { mean, minimum: mean, maximum: mean, deviation: 0 }
      const statistics = count === 1 ? one : { mean, minimum, maximum, deviation }
      return { quantity: quantity.code, part, flags, expected, count, failures, statistics }
    })

  test('fits when `fits` says so, and is read back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(channel, { minLength: 1, maxLength: 18 }),
        fc.boolean(),
        (channels, known) => {
          const record = new RecordWriter()
          record.beginAverage(0xffffffff, known, 1_798_761_600, 900)
          const kept = []
          for (const { statistics, ...worth } of channels) {
            if (!record.fits(1)) break
            const { quantity, part, flags, expected, count, failures } = worth
            record.channel(quantity, part, flags, expected, count, failures)
            const { mean, minimum, maximum, deviation } = statistics
            if (count > 0) record.statistics(mean, minimum, maximum, deviation)
            kept.push({ ...worth, statistics: count > 0 ? statistics : undefined })
            expect(record.length).toBeLessThanOrEqual(RECORD_LENGTH_MAX)
          }
          const head = { kind: 'average', bootId: 0xffffffff, clockKnown: known }
          expect(readRecord(1, written(record))).toEqual({
            ...head,
            ...{ startS: 1_798_761_600, lengthS: 900, channels: kept },
          })
        },
      ),
      { numRuns: runs(500) },
    )
  })
})
