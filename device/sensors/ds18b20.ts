/**
 * DS18B20 thermometer, Maxim Integrated, on a 1-Wire bus of its own.
 * Datasheet: "DS18B20 Programmable Resolution 1-Wire Digital Thermometer", REV 042208 (DS).
 *
 * 12 bits, one conversion a turn, with power at VDD. Not supported: power from the bus (parasite),
 * several devices on a bus, alarms, DS18S20.
 */
import type { SensorConfig } from '../config/config.ts'
import type { OneWire, Platform } from '../platform/io.ts'
import { TEMPERATURE } from '../quantities.ts'
import { DS18B20_CODE } from './codes.ts'
import {
  CHECKSUM,
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  NOT_READY,
  OUT_OF_RANGE,
  type PartDescription,
  PENDING,
  PROTOCOL,
  READING,
} from './driver.ts'

export const DS18B20: PartDescription = {
  code: DS18B20_CODE,
  name: 'DS18B20',
  bus: '1-wire',
  intervalMs: 10_000,
  warmUpMs: 0,
  currentMilliamps: 2,
  priceClass: 1,
  channels: [
    { quantity: TEMPERATURE, minimum: -5_500, maximum: 12_500, resolution: 6, accuracy: '±0.5 °C' },
  ],
}

/** DS, "ROM Commands" and "DS18B20 Function Commands". */
const SKIP_ROM = 0xcc
const CONVERT_T = 0x44
const WRITE_SCRATCHPAD = 0x4e
const READ_SCRATCHPAD = 0xbe
/** DS, table 2: 12 bits take at most 750 ms; the tick that runs may be nearly over. */
const CONVERT_MS_MAX = 751
/** Before it is asked again. */
const RETRY_MS = 10
/** DS, figure 7: bytes of the scratchpad. */
const SCRATCHPAD_LENGTH = 9
const TH = 2
const CONFIGURATION = 4
/** DS, figure 8: which bits are the same in every DS18B20, and what 12 bits are. */
const FIXED_MASK = 0x9f
const FIXED = 0x1f
const BITS_12 = 0x7f
/** DS, table 1: +85 °C is what the register holds when no conversion came to its end. */
const POWER_ON = 0x0550
/** Eight read slots of a bus where nobody speaks. */
const IDLE = 0xff

const POLYNOMIAL = 0x8c

/** DS, "CRC Generation": x^8 + x^5 + x^4 + 1, least significant bit first, over eight bytes. */
export function ds18b20Crc(bytes: Uint8Array): number {
  let crc = 0
  for (let i = 0; i < SCRATCHPAD_LENGTH - 1; i++) {
    crc ^= bytes[i]!
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >> 1) ^ POLYNOMIAL : crc >> 1
  }
  return crc
}

/** DS, figure 2: a step of the signed word is 1/16 °C, in 0.01 °C, rounded. */
export function ds18b20CentiCelsius(word: number): number {
  return (((word << 16) >> 16) * 25 + 2) >> 2
}

export class Ds18b20 implements Driver {
  readonly part = DS18B20
  private readonly wire: OneWire
  private readonly command = new Uint8Array(2)
  private readonly settings = new Uint8Array(3)
  private readonly status = new Uint8Array(1)
  private readonly scratchpad = new Uint8Array(SCRATCHPAD_LENGTH)
  /** What `finish` has to tell; READING when it has to collect. */
  private step = PENDING
  /** It was told to convert to 12 bits in this turn. */
  private told = false

  constructor(wire: OneWire) {
    this.wire = wire
  }

  start(_nowMs: number): number {
    const converts = this.send(CONVERT_T)
    // Else the chip did not hear it, and has its former result.
    this.step = converts && this.statusByte() !== IDLE ? READING : NO_ANSWER
    return this.step === READING ? CONVERT_MS_MAX : RETRY_MS
  }

  finish(_nowMs: number, into: Int32Array): number {
    const step = this.step
    this.step = PENDING
    const outcome = step === READING ? this.collect(into) : step
    if (outcome !== PENDING) this.told = outcome === NEXT_STEP
    return outcome
  }

  close(): void {
    this.wire.close()
  }

  private collect(into: Int32Array): number {
    if (this.statusByte() !== IDLE) return NOT_READY
    if (!this.send(READ_SCRATCHPAD)) return NO_ANSWER
    const scratchpad = this.scratchpad
    this.wire.read(scratchpad)
    if (ds18b20Crc(scratchpad) !== scratchpad[SCRATCHPAD_LENGTH - 1]) return CHECKSUM
    const configuration = scratchpad[CONFIGURATION]!
    // A DS18S20, and a bus at ground: the CRC of zeros is zero.
    if ((configuration & FIXED_MASK) !== FIXED) return PROTOCOL
    if (configuration !== BITS_12) return this.setResolution()
    const word = scratchpad[0]! | (scratchpad[1]! << 8)
    if (word === POWER_ON) return NOT_READY
    const centiCelsius = ds18b20CentiCelsius(word)
    const { minimum, maximum } = DS18B20.channels[0]!
    if (centiCelsius < minimum || centiCelsius > maximum) return OUT_OF_RANGE
    into[0] = centiCelsius
    return READING
  }

  /** Somebody left it with fewer bits: the others mean nothing. Its EEPROM stays as it is. */
  private setResolution(): number {
    if (this.told) return PROTOCOL
    if (!this.send(WRITE_SCRATCHPAD)) return NO_ANSWER
    const settings = this.settings
    settings[0] = this.scratchpad[TH]!
    settings[1] = this.scratchpad[TH + 1]!
    settings[2] = BITS_12
    this.wire.write(settings)
    return NEXT_STEP
  }

  /** Sends a command to the one device; false where none is. */
  private send(command: number): boolean {
    if (!this.wire.reset()) return false
    this.command[0] = SKIP_ROM
    this.command[1] = command
    this.wire.write(this.command)
    return true
  }

  /** DS, "Convert T": zeros while it converts. */
  private statusByte(): number {
    this.wire.read(this.status)
    return this.status[0]!
  }
}

export function openDs18b20(platform: Platform, config: SensorConfig): Driver {
  return new Ds18b20(platform.openOneWire(config.port))
}
