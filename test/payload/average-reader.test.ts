/** The kit's own reader against the strict one. */
import fc from 'fast-check'
import { AverageReader } from '../../device/payload/average-reader.ts'
import { RecordWriter } from '../../device/payload/record.ts'
import { type AverageContent, readRecord } from '../../device/payload/record-reader.ts'

const count = fc.integer({ min: 0, max: 900 })
const channel = fc.record({
  quantity: fc.integer({ min: 32, max: 100 }),
  part: fc.integer({ min: 1, max: 100 }),
  flags: fc.integer({ min: 0, max: 255 }),
  expected: count,
  count,
  failures: fc.integer({ min: 0, max: 3 }),
  mean: fc.integer({ min: -50_000, max: 120_000 }),
  below: count,
  above: count,
})
const average = fc.record({
  bootId: fc.integer({ min: 1, max: 100_000 }),
  clockKnown: fc.boolean(),
  startS: fc.integer({ min: 1_500_000_000, max: 4_000_000_000 }),
  aligned: fc.boolean(),
  lengthS: fc.integer({ min: 1, max: 900 }),
  channels: fc.array(channel, { minLength: 1, maxLength: 6 }),
})

test('reads what the strict reader reads', () => {
  const reader = new AverageReader()
  fc.assert(
    fc.property(average, ({ bootId, clockKnown, startS, aligned, lengthS, channels }) => {
      const writer = new RecordWriter()
      const start = aligned ? startS - (startS % lengthS) : startS
      writer.beginAverage(bootId, clockKnown, start, lengthS)
      for (const one of channels) {
        writer.channel(one.quantity, one.part, one.flags, one.expected, one.count, one.failures)
        const [below, above] = one.count === 1 ? [0, 0] : [one.below, one.above]
        if (one.count > 0)
          writer.statistics(one.mean, one.mean - below, one.mean + above, Math.min(below, above))
      }
      const payload = writer.bytes.slice(0, writer.length)
      const content = readRecord(1, payload) as AverageContent
      expect(content.kind).toBe('average')
      reader.begin(payload, payload.length)
      for (let round = 0; round < 2; round++) {
        expect([reader.bootId, reader.clockKnown, reader.startS, reader.lengthS]).toEqual([
          content.bootId,
          content.clockKnown,
          content.startS,
          content.lengthS,
        ])
        for (const { quantity, part, flags, count, statistics } of content.channels) {
          expect(reader.next()).toBe(true)
          expect([reader.quantity, reader.part, reader.flags, reader.count]).toEqual([
            quantity,
            part,
            flags,
            count,
          ])
          if (statistics === undefined) continue
          const { mean, minimum, maximum, deviation } = reader
          expect({ mean, minimum, maximum, deviation }).toEqual(statistics)
        }
        expect(reader.next()).toBe(false)
        reader.rewind()
      }
      const parts = [...new Set(content.channels.map(({ part }) => part))].sort((a, b) => a - b)
      const seen: number[] = []
      for (let part = reader.partAfter(0); part > 0; part = reader.partAfter(part)) seen.push(part)
      expect(seen).toEqual(parts)
    }),
  )
})

test('tells a boot’s beginning in UTC from a clock record', () => {
  const writer = new RecordWriter()
  const reader = new AverageReader()
  for (const [ticksMs, utcMs, utcS] of [
    [400_000, 1_767_182_400_000, 1_767_182_000],
    [400_499, 1_767_182_400_000, 1_767_182_000],
    [400_501, 1_767_182_400_000, 1_767_181_999],
    [0, 1_767_182_400_500, 1_767_182_401],
  ] as const) {
    writer.clock(300, ticksMs, utcMs)
    expect(reader.bootUtcS(writer.bytes)).toBe(utcS)
    expect(utcS).toBe(Math.round((utcMs - ticksMs) / 1000))
  }
})
