/**
 * Reads record payloads: the strict inverse of `RecordWriter`.
 *
 * Strict means one form only: shortest integers, nothing missing, nothing left over, every value
 * possible. What newer firmware may add keeps its place: an unknown record type is handed back as
 * such, and a channel of an unknown quantity is read like any other, without a check of its range.
 */
import { quantityByCode } from '../quantities.ts'
import { UTC_MS_END, UTC_MS_MIN } from '../time/wall-clock.ts'
import { PayloadReader } from './payload-reader.ts'
import {
  FULL,
  RECORD_AVERAGE,
  RECORD_BOOT,
  RECORD_CLOCK,
  RECORD_LENGTH_MAX,
  SAME_WORTH,
  START_SINCE_BOOT_S,
  START_UTC_LENGTHS,
} from './record.ts'

/** Types from here on are the journal's own and are never delivered. */
const TYPE_END = 0x80
const UINT32_END = 0x1_0000_0000
const UTC_S_END = UTC_MS_END / 1000
const PERIOD_S_MAX = 86_400
const RESET_CAUSE_MAX = 255

/** The statistics of one channel, in the quantity's steps. */
export interface Statistics {
  readonly mean: number
  readonly minimum: number
  readonly maximum: number
  readonly deviation: number
}

/** One quantity of one part over the period. `quantity` and `part` are codes. */
export interface ChannelContent {
  readonly quantity: number
  readonly part: number
  readonly flags: number
  /** Readings expected, counted and failed. */
  readonly expected: number
  readonly count: number
  readonly failures: number
  /** Undefined when no reading counted. */
  readonly statistics: Statistics | undefined
}

export interface AverageContent {
  readonly kind: 'average'
  readonly bootId: number
  /** If not, `startS` counts from the boot instead of from 1970 in UTC. */
  readonly clockKnown: boolean
  readonly startS: number
  readonly lengthS: number
  readonly channels: readonly ChannelContent[]
}

export interface BootContent {
  readonly kind: 'boot'
  readonly bootId: number
  readonly resetCause: number
  readonly version: number
}

/** One moment on both clocks: `ticksMs` since boot is `utcMs` since 1970. */
export interface ClockContent {
  readonly kind: 'clock'
  readonly bootId: number
  readonly ticksMs: number
  readonly utcMs: number
}

/** A type that this version does not know; its payload is nobody's to judge. */
export interface UnknownContent {
  readonly kind: 'unknown'
}

export type RecordContent = AverageContent | BootContent | ClockContent | UnknownContent

/** What the record says, or, as text, why it cannot be one. `type` is 1 to 127. */
export function readRecord(type: number, payload: Uint8Array): RecordContent | string {
  if (!(type > 0 && type < TYPE_END)) return `type ${type} is not delivered`
  if (payload.length > RECORD_LENGTH_MAX) return `longer than ${RECORD_LENGTH_MAX} bytes`
  const reader = new PayloadReader(payload)
  let content: RecordContent = { kind: 'unknown' }
  if (type === RECORD_AVERAGE) content = readAverage(reader)
  else if (type === RECORD_BOOT) content = readBoot(reader)
  else if (type === RECORD_CLOCK) content = readClock(reader)
  else return content
  if (reader.fault === '' && !reader.atEnd()) reader.refuse('bytes left over')
  return reader.fault === '' ? content : `${reader.fault} at byte ${reader.faultAt}`
}

function readBoot(reader: PayloadReader): BootContent {
  const bootId = reader.below(UINT32_END, 'boot')
  const resetCause = reader.below(RESET_CAUSE_MAX + 1, 'reset cause')
  return { kind: 'boot', bootId, resetCause, version: reader.below(UINT32_END, 'version') }
}

function readClock(reader: PayloadReader): ClockContent {
  const bootId = reader.below(UINT32_END, 'boot')
  const ticksMs = reader.below(UINT32_END * 1000, 'ticks')
  const utcMs = reader.below(UTC_MS_END, 'UTC')
  if (utcMs < UTC_MS_MIN) reader.refuse('UTC before 2015')
  return { kind: 'clock', bootId, ticksMs, utcMs }
}

function readAverage(reader: PayloadReader): AverageContent {
  const bootId = reader.below(UINT32_END, 'boot')
  const lengthS = readLength(reader)
  const start = reader.below(UTC_S_END * 4, 'start')
  const counts = start % 4
  if (counts > START_SINCE_BOOT_S) reader.refuse('start counted in an unknown way')
  const clockKnown = counts < START_SINCE_BOOT_S
  const startS = Math.floor(start / 4) * (counts === START_UTC_LENGTHS ? lengthS : 1)
  if (clockKnown && startS < UTC_MS_MIN / 1000) reader.refuse('start before 2015')
  if (startS >= UTC_S_END) reader.refuse('start too large')
  if (clockKnown && counts !== START_UTC_LENGTHS && startS % lengthS === 0)
    reader.refuse('start not in its shortest form')
  const channels: ChannelContent[] = []
  // Every channel takes at least one byte, so the payload's length bounds the loop.
  while (reader.fault === '' && !reader.atEnd()) {
    channels.push(readChannel(reader, channels[channels.length - 1]))
  }
  if (channels.length === 0) reader.refuse('no channels')
  return { kind: 'average', bootId, clockKnown, startS, lengthS, channels }
}

function readLength(reader: PayloadReader): number {
  const length = reader.below(2 * PERIOD_S_MAX + 1, 'length')
  const inTens = length % 2 === 0
  const lengthS = inTens ? length * 5 : (length - 1) / 2
  if (lengthS === 0) reader.refuse('empty period')
  if (lengthS > PERIOD_S_MAX) reader.refuse('length too large')
  if (!inTens && lengthS % 10 === 0) reader.refuse('length not in its shortest form')
  return lengthS
}

function readChannel(reader: PayloadReader, before: ChannelContent | undefined): ChannelContent {
  const head = reader.byte()
  const quantity = head % SAME_WORTH
  if (quantity === 0) reader.refuse('quantity 0')
  let part = 0
  let flags = 0
  let expected = 0
  let count = 0
  let failures = 0
  if (head < SAME_WORTH) {
    part = reader.byte()
    flags = reader.below(UINT32_END, 'flags')
    expected = reader.below(UINT32_END, 'expected')
    count = expected
    if (part < FULL) {
      count -= reader.signed('count')
      failures = reader.below(UINT32_END, 'failures')
      if (count < 0) reader.refuse('count below 0')
      if (count === expected && failures === 0) reader.refuse('counts not in their shortest form')
    }
    part %= FULL
  } else if (before !== undefined) {
    part = before.part
    flags = before.flags
    expected = before.expected
    count = before.count
    failures = before.failures
  } else reader.refuse('nothing before to be the same as')
  const statistics = count > 0 ? readStatistics(reader, quantity, count) : undefined
  return { quantity, part, flags, expected, count, failures, statistics }
}

function readStatistics(reader: PayloadReader, code: number, count: number): Statistics {
  const mean = reader.signed('mean')
  const minimum = mean - reader.below(UINT32_END, 'minimum')
  const maximum = mean + reader.below(UINT32_END, 'maximum')
  const deviation = reader.below(UINT32_END, 'deviation')
  const quantity = quantityByCode(code)
  if (quantity !== undefined && (minimum < quantity.minimum || maximum > quantity.maximum))
    reader.refuse(`value impossible for ${quantity.name}`)
  if (deviation > maximum - minimum) reader.refuse('deviation wider than the values')
  if (count === 1 && minimum !== maximum) reader.refuse('one reading with two values')
  return { mean, minimum, maximum, deviation }
}
