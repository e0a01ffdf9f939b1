/**
 * SEN54 and SEN55 environmental sensor nodes, Sensirion: particles, humidity, temperature, VOC and,
 * SEN55, NOx.
 * Datasheet: "SEN5x", version 2, D1, 2022-03 (section numbers: DS). Address 0x69 (DS 6).
 *
 * The indices tell how the air compares with that of the last day: after a start, which every boot
 * and every loss of supply brings, the VOC index needs an hour to keep to its specification and the
 * NOx index six (DS 2.4). Not supported: SEN50, measuring without particles, raw values, tuning and
 * state of the indices' algorithms, compensation of temperature, another interval of the fan's
 * cleaning, the warning of a fan that is too slow or too fast.
 */
import type { I2C } from '../platform/io.ts'
import {
  HUMIDITY,
  NOX_INDEX,
  PM1,
  PM2_5,
  PM4,
  PM10,
  TEMPERATURE,
  VOC_INDEX,
} from '../quantities.ts'
import { SEN54_CODE, SEN55_CODE } from './codes.ts'
import { Continuous, type Order, STRANGER, TELLS_STATUS } from './continuous.ts'
import { type Driver, NO_VALUE, OUT_OF_RANGE, type PartDescription, READING } from './driver.ts'
import { WORD_LENGTH, wordAt } from './sensirion.ts'

/** DS 2.1 to 2.4, 3.1, 6.1.5. What is in them measures temperature from -45 to 130 °C. */
export function sen5xPart(name: string): PartDescription {
  const particles = { minimum: 0, maximum: 100_000, resolution: 10 }
  const fine = { ...particles, accuracy: '±10 % or ±(5 µg/m³ + 5 %)' }
  const coarse = { ...particles, accuracy: '±25 % or ±25 µg/m³' }
  const index = { minimum: 10, maximum: 5_000, resolution: 10 }
  const channels = [
    { quantity: PM1, ...fine },
    { quantity: PM2_5, ...fine },
    { quantity: PM4, ...coarse },
    { quantity: PM10, ...coarse },
    { quantity: HUMIDITY, minimum: 0, maximum: 10_000, resolution: 1, accuracy: '±4.5 %' },
    {
      quantity: TEMPERATURE,
      minimum: -4_500,
      maximum: 13_000,
      resolution: 1,
      accuracy: '±0.45 °C',
    },
    { quantity: VOC_INDEX, ...index, accuracy: '±15 % or ±15' },
  ]
  if (name === 'SEN55') channels.push({ quantity: NOX_INDEX, ...index, accuracy: '±50 % or ±50' })
  return {
    code: name === 'SEN55' ? SEN55_CODE : SEN54_CODE,
    name,
    bus: 'i2c',
    addresses: [0x69],
    intervalMs: 1_000,
    warmUpMs: 30_000,
    currentMilliamps: 70,
    priceClass: 3,
    channels,
  }
}

/** DS 6.1, table 12: longest durations; but a reset, of at most 100 ms, has more time. */
const ANSWER_MS = 20
const START_MS = 50
const RESET_MS = 500
/** DS 6.1.5: words, in the order of the channels. */
const WORDS = 8
const PARTICLE_WORDS = 4
const TEMPERATURE_WORD = 5

/** DS 6.1.5 has the first one for whatever is unknown, the maker's drivers the other for int16. */
const UNKNOWN = 0xffff
const UNKNOWN_SIGNED = 0x7fff
/** DS 2.2: above 1000 µg/m³ it is not specified. One step of a word is 0.1 µg/m³. */
const PARTICLES_MAXIMUM = 10_000

/** DS 5.4: errors in the status register. */
const FAN_OR_LASER = 0x30
const RHT = 0x40
const GAS_SENSOR = 0x80

/** DS 6.1.14: the product's name begins so, and goes on with 4 or 5. */
const NAME_WORDS = [0x5345, 0x4e35]

/**
 * Word number `i` in its channel's steps. The indices are 0 in the first 45 s, which is not on
 * their scale (Sensirion/gas-index-algorithm).
 */
export function sen5xSteps(i: number, word: number): number {
  if (word === UNKNOWN) return NO_VALUE
  if (i < PARTICLE_WORDS) return (word > PARTICLES_MAXIMUM ? PARTICLES_MAXIMUM : word) * 10
  if (word === UNKNOWN_SIGNED || (i > TEMPERATURE_WORD && word === 0)) return NO_VALUE
  const signed = word < 0x8000 ? word : word - 0x1_0000
  if (i === TEMPERATURE_WORD) return (signed + 1) >> 1
  return i < TEMPERATURE_WORD && signed > 10_000 ? 10_000 : signed
}

/** Temperature and humidity go into the indices as well. */
function isBroken(i: number, defects: number): boolean {
  if (i < PARTICLE_WORDS) return (defects & FAN_OR_LASER) !== 0
  const own = i > TEMPERATURE_WORD ? RHT | GAS_SENSOR : RHT
  return (defects & own) !== 0
}

function setup(): Order[] {
  const order = (command: number[], waitMs: number, answerLength: number) => ({
    command: new Uint8Array(command),
    waitMs,
    answerLength,
    mayFail: false,
  })
  return [
    order([0xd3, 0x04], RESET_MS, 0),
    order([0xd0, 0x14], ANSWER_MS, 3 * WORD_LENGTH),
    order([0x00, 0x21], START_MS, 0),
  ]
}

export function sen5x(bus: I2C, part: PartDescription): Driver {
  // Not of the part's name: where nothing reads one, no name is in a kit's memory.
  const variant = part.code === SEN55_CODE ? 0x35 : 0x34
  return new Continuous(bus, part, {
    setup: setup(),
    judge: (name) =>
      wordAt(name, 0) === NAME_WORDS[0] &&
      wordAt(name, 1) === NAME_WORDS[1] &&
      wordAt(name, 2) >> 8 === variant
        ? TELLS_STATUS
        : STRANGER,
    answerMs: ANSWER_MS,
    values: new Uint8Array([0x03, 0xc4]),
    valuesLength: WORDS * WORD_LENGTH,
    faults: FAN_OR_LASER | RHT | GAS_SENSOR,
    convert: (values, defects, into) => {
      let outcome = READING
      for (let i = 0; i < part.channels.length; i++) {
        const { minimum, maximum } = part.channels[i]!
        let steps = isBroken(i, defects) ? NO_VALUE : sen5xSteps(i, wordAt(values, i))
        if (steps !== NO_VALUE && (steps < minimum || steps > maximum)) {
          steps = NO_VALUE
          outcome = OUT_OF_RANGE
        }
        into[i] = steps
      }
      return outcome
    },
  })
}
