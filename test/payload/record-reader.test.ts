import fc from 'fast-check'
import {
  RECORD_AVERAGE,
  RECORD_BOOT,
  RECORD_CLOCK,
  RecordWriter,
} from '../../device/payload/record.ts'
import { readRecord, type Statistics } from '../../device/payload/record-reader.ts'
import { QUANTITIES } from '../../device/quantities.ts'
import { runs } from '../support/runs.ts'

const EVENING_S = Date.UTC(2018, 11, 31, 18) / 1000
const UINT32_MAX = 0xffff_ffff

const written = (writer: RecordWriter) => writer.bytes.slice(0, writer.length)

const uint32 = fc.nat({ max: UINT32_MAX })
const small = fc.nat({ max: 2_000 })

const channel = fc
  .record({
    quantity: fc.constantFrom(...QUANTITIES),
    part: fc.integer({ min: 1, max: 127 }),
    flags: fc.nat({ max: 255 }),
    expected: small,
    count: fc.oneof(fc.constant(0), small),
    failures: small,
    places: fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
  })
  .map(({ quantity, places, ...worth }) => {
    const width = quantity.maximum - quantity.minimum + 1
    const values = places.slice(0, 3).map((place) => quantity.minimum + (place % width))
    const [minimum, mean, maximum] = values.sort((a, b) => a - b) as [number, number, number]
    const deviation = places[3] % (maximum - minimum + 1)
    const statistics: Statistics =
      worth.count === 1
        ? { mean, minimum: mean, maximum: mean, deviation: 0 }
        : { mean, minimum, maximum, deviation }
    return {
      ...worth,
      quantity: quantity.code,
      statistics: worth.count > 0 ? statistics : undefined,
    }
  })

const average = fc.record({
  bootId: uint32,
  clockKnown: fc.boolean(),
  startS: fc.oneof(
    fc.integer({ min: EVENING_S, max: 4_102_444_799 }),
    fc.constant(Math.ceil(EVENING_S / 3_600) * 3_600),
  ),
  lengthS: fc.integer({ min: 1, max: 3_600 }),
  channels: fc.array(channel, { minLength: 1, maxLength: 6 }),
})

test('reads back every average that a kit can write', () => {
  fc.assert(
    fc.property(average, (content) => {
      const writer = new RecordWriter()
      writer.beginAverage(content.bootId, content.clockKnown, content.startS, content.lengthS)
      for (const {
        quantity,
        part,
        flags,
        expected,
        count,
        failures,
        statistics,
      } of content.channels) {
        writer.channel(quantity, part, flags, expected, count, failures)
        if (statistics === undefined) continue
        const { mean, minimum, maximum, deviation } = statistics
        writer.statistics(mean, minimum, maximum, deviation)
      }
      expect(readRecord(RECORD_AVERAGE, written(writer))).toEqual({ kind: 'average', ...content })
    }),
  )
})

test('reads back boots and clocks', () => {
  const writer = new RecordWriter()
  writer.boot(UINT32_MAX, 4, 10_203)
  const boot = { kind: 'boot', bootId: UINT32_MAX, resetCause: 4, version: 10_203 }
  expect(readRecord(RECORD_BOOT, written(writer))).toEqual(boot)
  writer.clock(3, 86_400_000, EVENING_S * 1000 + 7)
  const clock = { kind: 'clock', bootId: 3, ticksMs: 86_400_000, utcMs: EVENING_S * 1000 + 7 }
  expect(readRecord(RECORD_CLOCK, written(writer))).toEqual(clock)
})

test('refuses every record that is cut short or has a byte too many', () => {
  const writer = new RecordWriter()
  writer.beginAverage(1, true, EVENING_S, 300)
  writer.channel(1, 1, 0, 300, 298, 0)
  writer.statistics(1_234, 1_000, 2_000, 50)
  const whole = written(writer)
  for (let length = 0; length < whole.length; length++)
    expect(typeof readRecord(RECORD_AVERAGE, whole.slice(0, length))).toBe('string')
  // A further 0 would be a channel of quantity 0.
  expect(readRecord(RECORD_AVERAGE, Uint8Array.of(...whole, 0))).toContain('quantity 0')
})

test.each([
  ['an empty boot', RECORD_BOOT, [], 'ends too early at byte 0'],
  ['a boot with a byte more', RECORD_BOOT, [1, 0, 100, 9], 'bytes left over at byte 3'],
  ['a longer form of 1', RECORD_BOOT, [0x81, 0, 0, 100], 'shortest form'],
  ['a boot number of 2^32', RECORD_BOOT, [0x80, 0x80, 0x80, 0x80, 0x10, 0, 1], 'boot too large'],
  ['an integer without end', RECORD_BOOT, new Array(20).fill(0xff), 'integer too long'],
  ['2^53', RECORD_BOOT, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 0, 1], 'too large'],
  ['a clock in 1970', RECORD_CLOCK, [1, 1, 1], 'UTC before'],
  ['an average without channels', RECORD_AVERAGE, [1, 12, 2], 'no channels'],
  ['an empty period', RECORD_AVERAGE, [1, 0, 2, 1, 0x81, 0, 0], 'empty period'],
  ['a period of two days', RECORD_AVERAGE, [1, 0x80, 0x8e, 2, 2], 'length too large'],
  ['60 s not in tens', RECORD_AVERAGE, [1, 121, 2], 'length not in its shortest'],
  ['a start of the fourth kind', RECORD_AVERAGE, [1, 12, 3], 'unknown way'],
  ['a start in 1970', RECORD_AVERAGE, [1, 12, 4], 'start before 2015'],
  // 1798761600 s is a multiple of 60 s.
  ['such a start in s', RECORD_AVERAGE, [1, 12, 0x81, 0xe4, 0xee, 0xe6, 0x1a], 'start not in its'],
  ['a start in 2100', RECORD_AVERAGE, [1, 12, 0x80, 0xf2, 0xb4, 0x82, 1], 'start too large'],
  ['a first channel like the one before', RECORD_AVERAGE, [1, 12, 2, 0x81], 'nothing before'],
  ['a count below 0', RECORD_AVERAGE, [1, 12, 2, 1, 1, 0, 9, 20, 0], 'count below 0'],
  ['full in many words', RECORD_AVERAGE, [1, 12, 2, 1, 1, 0, 9, 0, 0, 1, 0, 0, 0], 'shortest'],
  ['a negative concentration', RECORD_AVERAGE, [1, 12, 2, 1, 0x81, 0, 9, 1, 0, 0, 0], 'pm25'],
  ['a wide deviation', RECORD_AVERAGE, [1, 12, 2, 1, 0x81, 0, 9, 8, 1, 1, 3], 'deviation'],
  ['one reading, two values', RECORD_AVERAGE, [1, 12, 2, 1, 0x81, 0, 1, 8, 1, 1, 0], 'one read'],
  ['type 0', 0, [1], 'type 0'],
  ['the journal’s own type', 0x80, [1], 'type 128'],
  ['241 bytes', 99, new Array(241).fill(1), 'longer than 240 bytes'],
])('refuses %s', (_name, type, bytes, reason) => {
  expect(readRecord(type, Uint8Array.from(bytes))).toContain(reason)
})

test('leaves types of newer firmware alone, and reads quantities of newer firmware', () => {
  expect(readRecord(99, Uint8Array.of(1, 2))).toEqual({ kind: 'unknown' })
  const writer = new RecordWriter()
  writer.beginAverage(1, false, 10, 60)
  writer.channel(100, 9, 0, 60, 60, 0)
  writer.statistics(-5, -100_000, 100_000, 7)
  expect(readRecord(RECORD_AVERAGE, written(writer))).toMatchObject({
    channels: [{ quantity: 100, statistics: { mean: -5, minimum: -100_000 } }],
  })
})

test('answers whatever the bytes are', () => {
  const bytes = fc.uint8Array({ maxLength: 240 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4 }), bytes, (type, payload) => {
      const content = readRecord(type, payload)
      if (typeof content === 'string') return content.length > 0
      return content.kind !== 'average' || content.channels.length <= payload.length
    }),
    { numRuns: runs(2_000) },
  )
})
