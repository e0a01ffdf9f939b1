/** What channels share is written once, and what they do not share is written again. */
import { AverageReader } from '../../device/payload/average-reader.ts'
import { RECORD_LENGTH_MAX, RecordWriter } from '../../device/payload/record.ts'
import { readAverage } from '../support/read-average.ts'

type Worth = readonly [
  part: number,
  flags: number,
  expected: number,
  count: number,
  failures: number,
]

const WORTH: Worth = [3, 8, 300, 0, 2]

function averageOf(...worths: readonly Worth[]): RecordWriter {
  const record = new RecordWriter()
  record.beginAverage(1, false, 20, 60)
  worths.forEach((worth, i) => {
    record.channel(i + 1, ...worth)
  })
  return record
}

test('a channel of the same worth takes one byte', () => {
  expect(averageOf(WORTH, WORTH).length - averageOf(WORTH).length).toBe(1)
})

test.each([
  ['part', [4, 8, 300, 0, 2]],
  ['flags', [3, 9, 300, 0, 2]],
  ['expected', [3, 8, 301, 0, 2]],
  ['count', [3, 8, 300, 0, 2]],
  ['failures', [3, 8, 300, 0, 3]],
] as [string, Worth][])('only the %s may be another, and both are read back', (field, other) => {
  const second: Worth = field === 'count' ? [3, 8, 300, 1, 2] : other
  const record = averageOf(WORTH, second)
  if (field === 'count') record.statistics(5, 5, 5, 0)
  const read = readAverage(record).channels.map(({ part, flags, expected, count, failures }) => [
    part,
    flags,
    expected,
    count,
    failures,
  ])
  expect(read).toEqual([WORTH, second])
  const reader = new AverageReader()
  reader.begin(record.bytes, record.length)
  for (const [part, flags, , count] of [WORTH, second]) {
    expect(reader.next()).toBe(true)
    expect([reader.part, reader.flags, reader.count]).toEqual([part, flags, count])
  }
  expect(reader.next()).toBe(false)
})

test('the first channel shares nothing with the average before', () => {
  const record = averageOf(WORTH)
  const length = record.length
  record.beginAverage(1, false, 20, 60)
  record.channel(1, ...WORTH)
  expect(record.length).toBe(length)
})

/** The widest integers that a kit of this firmware can write, and the room that they are given. */
const WIDEST: Worth = [127, 2 ** 21 - 1, 16_383, 8_192, 16_383]
const ROOM = 27

function widest(record: RecordWriter): void {
  record.channel(1, ...WIDEST)
  record.statistics(2 ** 27 - 1, -(2 ** 27), 2 ** 28, 2 ** 28 - 1)
}

test('the widest channel takes all the room that `fits` counts with', () => {
  const record = averageOf()
  const before = record.length
  widest(record)
  expect(record.length - before).toBe(ROOM)
})

test('`fits` is right to the byte', () => {
  for (let free = 0; free < 60; free++) {
    const record = averageOf()
    record.length = RECORD_LENGTH_MAX - free
    for (const channels of [1, 2]) expect(record.fits(channels)).toBe(free >= channels * ROOM)
  }
})

test('nothing is known of an average before one was taken up', () => {
  expect(new AverageReader().clockKnown).toBe(false)
})

test('a channel without readings has no statistics to be read', () => {
  const record = averageOf([3, 8, 300, 0, 2], [4, 0, 9, 9, 0])
  record.statistics(-7, -9, 1, 2)
  const reader = new AverageReader()
  reader.begin(record.bytes, record.length)
  reader.next()
  reader.next()
  const { quantity, mean, minimum, maximum, deviation } = reader
  expect([quantity, mean, minimum, maximum, deviation]).toEqual([2, -7, -9, 1, 2])
})
