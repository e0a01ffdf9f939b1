/** Each integer of a record at the last value that goes, and at the first that does not. */
import { putVarint, zigzag } from '../../device/payload/bytes.ts'
import {
  RECORD_AVERAGE,
  RECORD_BOOT,
  RECORD_CLOCK,
  RECORD_LENGTH_MAX,
} from '../../device/payload/record.ts'
import { readRecord } from '../../device/payload/record-reader.ts'
import { HUMIDITY, PM2_5 } from '../../device/quantities.ts'

const UINT32_MAX = 0xffff_ffff
const UTC_MS_MIN = Date.UTC(2015, 0, 1)
const UTC_MS_LAST = Date.UTC(2100, 0, 1) - 1
const UTC_S_END = Date.UTC(2100, 0, 1) / 1000

/** A part whose readings all counted, as it stands there. */
const FULL_PART = [0x80 + 1]

/** A variable-length integer, or bytes as they are. */
type Item = number | readonly number[]

function integers(...values: readonly Item[]): Uint8Array {
  const bytes = new Uint8Array(RECORD_LENGTH_MAX)
  let at = 0
  for (const value of values) {
    if (typeof value === 'number') at = putVarint(bytes, at, value)
    else for (const byte of value) bytes[at++] = byte
  }
  return bytes.slice(0, at)
}

/** An average since boot, of an hour, with one channel of a quantity that has no range. */
const channel = (...rest: readonly Item[]) => integers(1, 720, 2, 100, ...rest)

test.each<[string, number, Uint8Array, Uint8Array]>([
  ['boot', RECORD_BOOT, integers(UINT32_MAX, 0, 0), integers(UINT32_MAX + 1, 0, 0)],
  ['reset cause', RECORD_BOOT, integers(1, 255, 0), integers(1, 256, 0)],
  ['version', RECORD_BOOT, integers(1, 0, UINT32_MAX), integers(1, 0, UINT32_MAX + 1)],
  [
    'boot',
    RECORD_CLOCK,
    integers(UINT32_MAX, 0, UTC_MS_MIN),
    integers(UINT32_MAX + 1, 0, UTC_MS_MIN),
  ],
  [
    'ticks',
    RECORD_CLOCK,
    integers(1, (UINT32_MAX + 1) * 1000 - 1, UTC_MS_MIN),
    integers(1, (UINT32_MAX + 1) * 1000, UTC_MS_MIN),
  ],
  ['UTC', RECORD_CLOCK, integers(1, 0, UTC_MS_LAST), integers(1, 0, UTC_MS_LAST + 1)],
  [
    'boot',
    RECORD_AVERAGE,
    integers(UINT32_MAX, 720, 2, 100, FULL_PART, 0, 0),
    integers(UINT32_MAX + 1, 720, 2, 100, FULL_PART, 0, 0),
  ],
  [
    'length',
    RECORD_AVERAGE,
    integers(1, 17_280, 2, 100, FULL_PART, 0, 0),
    integers(1, 172_801, 2, 100, FULL_PART, 0, 0),
  ],
  [
    'start',
    RECORD_AVERAGE,
    integers(1, 720, (UTC_S_END - 1) * 4 + 2, 100, FULL_PART, 0, 0),
    integers(1, 720, UTC_S_END * 4 + 2, 100, FULL_PART, 0, 0),
  ],
  ['flags', RECORD_AVERAGE, channel(FULL_PART, UINT32_MAX, 0), channel(FULL_PART, 2 ** 32, 0)],
  [
    'expected',
    RECORD_AVERAGE,
    channel(FULL_PART, 0, UINT32_MAX, 0, 0, 0, 0),
    channel(FULL_PART, 0, 2 ** 32, 0, 0, 0, 0),
  ],
  ['count', RECORD_AVERAGE, channel(1, 0, 0, 1, 0, 0, 0, 0, 0), channel(1, 0, 0, 2 ** 32, 0)],
  ['failures', RECORD_AVERAGE, channel(1, 0, 0, 0, UINT32_MAX), channel(1, 0, 0, 0, 2 ** 32)],
  [
    'mean',
    RECORD_AVERAGE,
    channel(FULL_PART, 0, 9, UINT32_MAX, 0, 0, 0),
    channel(FULL_PART, 0, 9, 2 ** 32, 0, 0, 0),
  ],
  [
    'minimum',
    RECORD_AVERAGE,
    channel(FULL_PART, 0, 9, 0, UINT32_MAX, 0, 0),
    channel(FULL_PART, 0, 9, 0, 2 ** 32, 0, 0),
  ],
  [
    'maximum',
    RECORD_AVERAGE,
    channel(FULL_PART, 0, 9, 0, 0, UINT32_MAX, 0),
    channel(FULL_PART, 0, 9, 0, 0, 2 ** 32, 0),
  ],
  [
    'deviation',
    RECORD_AVERAGE,
    channel(FULL_PART, 0, 9, 0, 1, UINT32_MAX, UINT32_MAX),
    channel(FULL_PART, 0, 9, 0, 1, UINT32_MAX, 2 ** 32),
  ],
])('%s of a record of type %i', (name, type, last, beyond) => {
  expect(typeof readRecord(type, last)).toBe('object')
  expect(readRecord(type, beyond)).toMatch(new RegExp(`^${name} too large at byte \\d+$`))
})

test('the first moments of 2015 are times, what lies before them is none', () => {
  const clock = (utcMs: number) => readRecord(RECORD_CLOCK, integers(1, 0, utcMs))
  expect(clock(UTC_MS_MIN)).toMatchObject({ utcMs: UTC_MS_MIN })
  expect(clock(UTC_MS_MIN - 1)).toBe('UTC before 2015 at byte 8')
  const start = (utcS: number) =>
    readRecord(RECORD_AVERAGE, integers(1, 2 * 11 + 1, utcS * 4 + 1, 100, FULL_PART, 0, 0))
  expect(start(UTC_MS_MIN / 1000)).toMatchObject({ startS: UTC_MS_MIN / 1000 })
  expect(start(UTC_MS_MIN / 1000 - 1)).toContain('start before 2015')
})

test('a period of a day goes, one of a second more does not', () => {
  const average = (length: number) =>
    readRecord(RECORD_AVERAGE, integers(1, length, 2, 100, FULL_PART, 0, 0))
  expect(average(86_400 / 5)).toMatchObject({ lengthS: 86_400 })
  expect(average(2 * 86_399 + 1)).toMatchObject({ lengthS: 86_399 })
  expect(average(86_400 / 5 + 2)).toContain('length too large')
})

test('the longest payload goes, if nobody knows its type', () => {
  expect(readRecord(99, new Uint8Array(RECORD_LENGTH_MAX))).toEqual({ kind: 'unknown' })
})

test.each([PM2_5, HUMIDITY])('$name at both ends of its range, and beyond', (quantity) => {
  const reading = (minimum: number, mean: number, maximum: number) =>
    readRecord(
      RECORD_AVERAGE,
      integers(
        ...[1, 720, 2, quantity.code, FULL_PART, 0, 9],
        ...[zigzag(mean), mean - minimum, maximum - mean, 0],
      ),
    )
  const { minimum, maximum, name } = quantity
  expect(typeof reading(minimum, minimum, maximum)).toBe('object')
  expect(reading(minimum - 1, minimum, maximum)).toContain(`value impossible for ${name}`)
  expect(reading(minimum, minimum, maximum + 1)).toContain(`value impossible for ${name}`)
})

test('the first fault is the one that is told', () => {
  expect(readRecord(RECORD_BOOT, integers(1, 256, 0, 9))).toContain('reset cause too large')
  expect(readRecord(RECORD_BOOT, integers(1, 256))).toContain('reset cause too large')
})

test('a channel of the same worth has part, flags and counts of the one before it', () => {
  const worth = { part: 1, flags: 8, expected: 9, count: 8, failures: 3 }
  const payload = integers(1, 720, 2, 100, 1, 8, 9, zigzag(1), 3, 0, 0, 0, 0)
  const twice = Uint8Array.of(...payload, 0x80 + 101, 2, 0, 0, 0, 0x80 + 102, 4, 0, 0, 0)
  expect(readRecord(RECORD_AVERAGE, twice)).toMatchObject({
    channels: [
      { ...worth, quantity: 100, statistics: { mean: 0 } },
      { ...worth, quantity: 101, statistics: { mean: 1 } },
      { ...worth, quantity: 102, statistics: { mean: 2 } },
    ],
  })
})

test('a quantity of code 0 of the same worth is none', () => {
  const payload = integers(1, 720, 2, 100, FULL_PART, 0, 0)
  expect(readRecord(RECORD_AVERAGE, Uint8Array.of(...payload, 0x80))).toContain('quantity 0')
})

test('part 0 may be said in full or not', () => {
  const full = readRecord(RECORD_AVERAGE, Uint8Array.of(1, 12, 2, 100, 0x80, 0, 2, 2, 0, 0, 0))
  expect(full).toMatchObject({ channels: [{ part: 0, expected: 2, count: 2, failures: 0 }] })
})
