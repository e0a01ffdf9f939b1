/**
 * What a record's payload holds. The same bytes stand in flash and in an upload; the layout is
 * drawn in `journal/FORMAT.md`. `record-reader.ts` is the inverse.
 */
import { putVarint, zigzag } from './bytes.ts'

/** Record types. Types from 0x80 on are the journal's own and are not delivered. */
export const RECORD_AVERAGE = 1
export const RECORD_BOOT = 2
export const RECORD_CLOCK = 3

/** The longest payload of a record, in bytes. */
export const RECORD_LENGTH_MAX = 240

/** Set in a channel's first byte when it shares part, flags and counts with the one before. */
export const SAME_WORTH = 0x80

/** Set in a channel's part when every expected reading was counted and none failed. */
export const FULL = 0x80

/** What the start of an average counts, in the lowest two bits of its integer. */
export const START_UTC_LENGTHS = 0
const START_UTC_S = 1
export const START_SINCE_BOOT_S = 2

/** Longest form of one channel: head, part, flags, three counts, four statistics. */
const CHANNEL_LENGTH_MAX = 1 + 1 + 3 + 3 * 2 + 4 * 4

/** Writes the payloads of records into one buffer that lives as long as the kit. */
export class RecordWriter {
  readonly bytes = new Uint8Array(RECORD_LENGTH_MAX)
  length = 0
  private part = 0
  private flags = 0
  private expected = 0
  private count = 0
  private failures = 0

  /**
   * Begins an average. `startS` is UTC in seconds since 1970, or seconds since boot while the
   * clock is unknown.
   */
  beginAverage(bootId: number, clockKnown: boolean, startS: number, lengthS: number): void {
    let at = putVarint(this.bytes, 0, bootId)
    const tens = lengthS % 10 === 0
    at = putVarint(this.bytes, at, tens ? lengthS / 5 : lengthS * 2 + 1)
    let start = startS * 4 + START_SINCE_BOOT_S
    if (clockKnown) {
      const aligned = startS % lengthS === 0
      start = aligned ? (startS / lengthS) * 4 + START_UTC_LENGTHS : startS * 4 + START_UTC_S
    }
    this.length = putVarint(this.bytes, at, start)
    this.part = 0
  }

  /** How a channel was seen: the part, its flags, and readings expected, counted and failed. */
  worth(part: number, flags: number, expected: number, count: number, failures: number): boolean {
    const same =
      part === this.part &&
      flags === this.flags &&
      expected === this.expected &&
      count === this.count &&
      failures === this.failures
    this.part = part
    this.flags = flags
    this.expected = expected
    this.count = count
    this.failures = failures
    return same
  }

  /** Whether this many channels still fit, however long they turn out. */
  fits(channels: number): boolean {
    return this.length + channels * CHANNEL_LENGTH_MAX <= RECORD_LENGTH_MAX
  }

  /** Adds the head of one channel that `fits`; `statistics` follows when `count` is not 0. */
  channel(
    quantity: number,
    part: number,
    flags: number,
    expected: number,
    count: number,
    failures: number,
  ): void {
    const bytes = this.bytes
    let at = this.length
    if (this.worth(part, flags, expected, count, failures)) {
      bytes[at++] = quantity | SAME_WORTH
    } else {
      const full = count === expected && failures === 0
      bytes[at++] = quantity
      bytes[at++] = full ? part | FULL : part
      at = putVarint(bytes, at, flags)
      at = putVarint(bytes, at, expected)
      if (!full) {
        at = putVarint(bytes, at, zigzag(expected - count))
        at = putVarint(bytes, at, failures)
      }
    }
    this.length = at
  }

  /** Mean, minimum, maximum and standard deviation of the channel just begun. */
  statistics(mean: number, minimum: number, maximum: number, deviation: number): void {
    const bytes = this.bytes
    let at = putVarint(bytes, this.length, zigzag(mean))
    at = putVarint(bytes, at, mean - minimum)
    at = putVarint(bytes, at, maximum - mean)
    this.length = putVarint(bytes, at, deviation)
  }

  /** A boot: its number, why it happened, and the firmware's version. */
  boot(bootId: number, resetCause: number, version: number): void {
    let at = putVarint(this.bytes, 0, bootId)
    at = putVarint(this.bytes, at, resetCause)
    this.length = putVarint(this.bytes, at, version)
  }

  /** A moment seen on both clocks: it dates all records of this boot that lack UTC. */
  clock(bootId: number, ticksMs: number, utcMs: number): void {
    let at = putVarint(this.bytes, 0, bootId)
    at = putVarint(this.bytes, at, ticksMs)
    this.length = putVarint(this.bytes, at, utcMs)
  }
}
