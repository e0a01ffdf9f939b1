/**
 * Record payloads byte by byte: the stored and uploaded format, held fast.
 * Written by hand from `device/journal/FORMAT.md`'s rules: LEB128 integers, zigzag for the mean.
 */
export interface RecordVector {
  readonly name: string
  readonly type: number
  /** Hex bytes, and what they mean. */
  readonly lines: readonly (readonly [bytes: string, meaning: string])[]
}

/** A smoky five minutes of an SDS011 and a BME280, all five quantities with all statistics. */
export const FIVE_MINUTES: RecordVector = {
  name: 'five minutes from 2027-01-01 00:00 UTC, boot 7',
  type: 1,
  lines: [
    ['07', 'boot 7'],
    ['3c', 'length 300 s: 30 tens, doubled'],
    ['80 eb b7 0b', 'start 2027-01-01: 5995872 times 300 s, times 4; 0: UTC in lengths'],
    ['01 81', 'quantity 1 (pm25), part 1 (SDS011), all readings counted, none failed'],
    ['08 ac 02', 'flags humid; 300 expected'],
    ['b0 c3 02', 'mean 206.96 µg/m³: 20696 steps, zigzag 41392'],
    ['e4 8f 01', 'minimum 184.20 below'],
    ['e0 c9 03', 'maximum 587.36 above'],
    ['a9 55', 'deviation 109.21'],
    ['82', 'quantity 2 (pm10), worth as before'],
    ['80 bf 04 b8 f7 01 98 c1 06 80 9e 01', 'mean 368.00, -316.72, +1065.20, deviation 202.24'],
    ['03 02', 'quantity 3 (temperature), part 2 (BME280)'],
    ['80 01 1e 02 01', 'flags bus-errors; 30 expected, 1 not counted, 1 failed'],
    ['ab 02 05 06 03', 'mean -1.50 °C, -0.05, +0.06, deviation 0.03'],
    ['84', 'quantity 4 (humidity), worth as before'],
    ['90 8f 01 28 2c 16', 'mean 91.60 %, -0.40, +0.44, deviation 0.22'],
    ['85', 'quantity 5 (pressure), worth as before'],
    ['e6 ad 0c 03 04 02', 'mean 101235 Pa, -3, +4, deviation 2'],
  ],
}

export const BOOT: RecordVector = {
  name: 'the seventh boot',
  type: 2,
  lines: [
    ['07', 'boot 7'],
    ['03', 'brown-out'],
    ['64', 'firmware 0.1.0'],
  ],
}

export const CLOCK: RecordVector = {
  name: 'the time, a minute and a half after boot',
  type: 3,
  lines: [
    ['07', 'boot 7'],
    ['90 bf 05', '90000 ms since boot'],
    ['80 a8 af f4 ac 34', '1798761600000 ms since 1970'],
  ],
}
