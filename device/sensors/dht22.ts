/**
 * DHT22 (AM2302) humidity and temperature sensor, Aosong, which says its bits by the length of
 * pulses on a single wire. Datasheet: "DHT22 (DHT22 also named as AM2302)" (section numbers: DS).
 *
 * It is asked every two seconds and answers with what it measured when it was asked before. Not
 * supported: DHT11.
 */
import type { SensorConfig } from '../config/config.ts'
import type { Platform, Pulses } from '../platform/io.ts'
import { HUMIDITY, TEMPERATURE } from '../quantities.ts'
import { DHT22_CODE } from './codes.ts'
import {
  CHECKSUM,
  type Driver,
  NO_ANSWER,
  NOT_READY,
  OUT_OF_RANGE,
  type PartDescription,
  PENDING,
  PROTOCOL,
  READING,
  WARMING_UP,
} from './driver.ts'

/** DS 6 (1): nothing may be sent to it in its first second. */
const POWER_UP_MS = 1_000
/**
 * A sensor that was wet says 99.9 % for ever (opendata-stuttgart/sensors-software, issue 170): it
 * is the end of the range, so that it is told as saturated.
 */
const HUMIDITY_MAX = 9_990

/** Its steps are large and its readings many: the same for an hour is suspect. */
const STUCK_AFTER = 1_800

export const DHT22: PartDescription = {
  code: DHT22_CODE,
  name: 'DHT22',
  bus: 'pulses',
  intervalMs: 2_000,
  warmUpMs: POWER_UP_MS,
  currentMilliamps: 2,
  priceClass: 1,
  channels: [
    {
      quantity: TEMPERATURE,
      minimum: -4_000,
      maximum: 8_000,
      resolution: 10,
      accuracy: '±0.5 °C',
      stuckAfter: STUCK_AFTER,
    },
    {
      quantity: HUMIDITY,
      minimum: 0,
      maximum: HUMIDITY_MAX,
      resolution: 10,
      accuracy: '±2 %',
      stuckAfter: STUCK_AFTER,
    },
  ],
}

/** DS 6 (2), step 1: at least 1 ms. */
const START_US = 1_200
/** Start, answer of 5 ms, and an engine that lets go of the wire late. */
const ANSWER_MS = 50
/** Bits of an answer: two words, four bytes in all, and their sum. */
const BITS = 40
/** Before them the wire is high when it is let go, which may be missed, and for the response. */
const BEFORE_MAX = 2
/** One more shows that there are too many. */
const PULSES_MAX = BEFORE_MAX + BITS + 1
/** DS 6 (2), step 2: the response is 80 µs; in µs, with what an engine adds or misses. */
const RESPONSE_US_MIN = 72
const RESPONSE_US_MAX = 105
/** DS 6 (2), step 3: 26 to 28 µs are a zero, 70 µs are a one. */
const ONE_US_MIN = 49
const BIT_US_MAX = 100

/** 100.0 %, for which the end of the range is told; more is nonsense. */
const RAW_HUMIDITY_MAX = 1_000

/**
 * In 0.1 °C. The datasheet's word has a sign in its highest bit; others were seen in the field that
 * are two's complements of 16 or of 12 bits (esphome, components/dht/dht.cpp).
 */
export function dht22DeciCelsius(word: number): number {
  if ((word & 0x8000) !== 0) return (word & 0x4000) !== 0 ? word - 0x10000 : 0 - (word & 0x7fff)
  return (word & 0x0800) !== 0 ? word - 0x1000 : word
}

/** Zeros, and 1 or 2 % at 0 °C, are what a sensor says that has nothing to say (as above). */
function isEmpty(humidity: number, temperature: number): boolean {
  return temperature <= 1 && (humidity === 0 || humidity === 10 || humidity === 20)
}

export class Dht22 implements Driver {
  readonly part = DHT22
  private readonly pulses: Pulses
  private readonly highs = new Uint16Array(PULSES_MAX)
  private readonly bytes = new Uint8Array(BITS / 8)
  private isUp = false
  /** What `finish` has to tell; READING when it has to collect. */
  private step = PENDING

  constructor(pulses: Pulses) {
    this.pulses = pulses
  }

  start(_nowMs: number): number {
    if (!this.isUp) {
      this.isUp = true
      this.step = WARMING_UP
      return POWER_UP_MS
    }
    this.pulses.start(START_US)
    this.step = READING
    return ANSWER_MS
  }

  finish(_nowMs: number, into: Int32Array): number {
    const step = this.step
    this.step = PENDING
    return step === READING ? this.collect(into) : step
  }

  close(): void {
    this.pulses.close()
  }

  private collect(into: Int32Array): number {
    const count = this.pulses.read(this.highs)
    if (count === 0) return NO_ANSWER
    if (!this.decode(count)) return PROTOCOL
    const bytes = this.bytes
    if (((bytes[0]! + bytes[1]! + bytes[2]! + bytes[3]!) & 0xff) !== bytes[4]) return CHECKSUM
    const humidity = bytes[0]! * 256 + bytes[1]!
    const word = bytes[2]! * 256 + bytes[3]!
    if (isEmpty(humidity, word)) return NOT_READY
    const centiCelsius = dht22DeciCelsius(word) * 10
    const { minimum, maximum } = DHT22.channels[0]!
    if (centiCelsius < minimum || centiCelsius > maximum) return OUT_OF_RANGE
    if (humidity > RAW_HUMIDITY_MAX) return OUT_OF_RANGE
    into[0] = centiCelsius
    into[1] = humidity * 10 > HUMIDITY_MAX ? HUMIDITY_MAX : humidity * 10
    return READING
  }

  /** Makes bytes of the pulses; false where they are no answer, or one with an edge missing. */
  private decode(count: number): boolean {
    const { highs, bytes } = this
    const first = count - BITS
    if (first < 1 || first > BEFORE_MAX) return false
    const response = highs[first - 1]!
    if (response < RESPONSE_US_MIN || response > RESPONSE_US_MAX) return false
    for (let i = 0; i < BITS; i++) {
      const high = highs[first + i]!
      if (high > BIT_US_MAX) return false
      const byte = bytes[i >> 3]! << 1
      bytes[i >> 3] = high >= ONE_US_MIN ? byte | 1 : byte
    }
    return true
  }
}

export function openDht22(platform: Platform, config: SensorConfig): Driver {
  return new Dht22(platform.openPulses(config.port))
}
