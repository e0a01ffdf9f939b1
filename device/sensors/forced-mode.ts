/**
 * The turn of Bosch's BME280 and BMP280 in forced mode: one conversion, then all data registers.
 * The second lacks the humidity and its registers; all else is the same, address for address.
 *
 * Whoever had the chip before may have left its filter on, and a supply that dipped may have left
 * it with half a calibration (esphome/issues 3383), so it is reset when it is met.
 */
import type { I2C } from '../platform/io.ts'
import {
  type Bme280Calibration,
  bme280Calibration,
  bme280CentiCelsius,
  bme280CentiPercent,
  bme280Pascal,
  bme280TFine,
} from './bme280-compensation.ts'
import {
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

/** What differs between the two. */
export interface ForcedModeChip {
  /** What the register `id` says. */
  readonly id: number
  /** Longest conversion, with oversampling 1 of all that it has. */
  readonly measureMs: number
  readonly hasHumidity: boolean
}

/** Section numbers of BST-BME280-DS002 (DS). 5.3, memory map. */
const CALIB00 = 0x88
const CHIP_ID = 0xd0
const RESET = 0xe0
const CALIB26 = 0xe1
const CTRL_HUM = 0xf2
const STATUS = 0xf3
const CTRL_MEAS = 0xf4
const PRESS_MSB = 0xf7
/** DS 5.4.2. */
const SOFT_RESET = 0xb6
/** DS 5.4.4: bit 3 while a conversion runs, bit 0 while calibration is copied. */
const STATUS_BUSY = 0x09
/** DS 5.4.3, 5.4.5: oversampling 1 for humidity; 1 for temperature and pressure, forced mode. */
const OSRS_H_1 = 0x01
const OSRS_T_1_OSRS_P_1_FORCED = 0x25
/** DS 1.1, start-up time is 2 ms; the tick that runs may be nearly over. */
const START_UP_MS = 3
/** DS 5.4.7: what a skipped or missing conversion leaves in the data registers. */
const SKIPPED_20_BIT = 0x80000
const SKIPPED_16_BIT = 0x8000
/** Table 16: bytes from CALIB00, of which only humidity needs the last two, and from CALIB26. */
const LOW_LENGTH = 26
const LOW_LENGTH_DRY = 24
const TABLE_LENGTH = 33

/** After so many failures in a row another chip may have taken this one's place. */
const MEET_AFTER = 2

/** Where the next turn goes on. */
const IDENTIFY = 0
const CALIBRATE = 1
const MEASURE = 2
const COLLECT = 3

export class ForcedMode implements Driver {
  readonly part: PartDescription
  private readonly bus: I2C
  private readonly chip: ForcedModeChip
  /** The number of a register, and what one held. */
  private readonly byte = new Uint8Array(1)
  private readonly setting = new Uint8Array(2)
  private readonly data: Uint8Array
  private calibration: Bme280Calibration | undefined
  private state = IDENTIFY
  /** What `finish` has to tell of the last `start`. */
  private told = PENDING
  private failures = 0

  constructor(bus: I2C, part: PartDescription, chip: ForcedModeChip) {
    this.bus = bus
    this.part = part
    this.chip = chip
    this.data = new Uint8Array(chip.hasHumidity ? 8 : 6)
  }

  start(_nowMs: number): number {
    try {
      return this.advance()
    } catch (_nack) {
      this.told = this.failed(NO_ANSWER)
    }
    return START_UP_MS
  }

  finish(_nowMs: number, into: Int32Array): number {
    const told = this.told
    if (told !== PENDING) {
      this.told = PENDING
      return told
    }
    if (this.state !== COLLECT) return PENDING
    this.state = MEASURE
    try {
      const outcome = this.collect(into)
      if (outcome !== READING) return this.failed(outcome)
    } catch (_nack) {
      return this.failed(NO_ANSWER)
    }
    this.failures = 0
    return READING
  }

  close(): void {
    this.bus.close()
  }

  private failed(fault: number): number {
    if (++this.failures >= MEET_AFTER) this.state = IDENTIFY
    return fault
  }

  private advance(): number {
    const chip = this.chip
    if (this.state === IDENTIFY) {
      this.read(CHIP_ID, this.byte)
      if (this.byte[0] !== chip.id) return this.stranger()
      this.write(RESET, SOFT_RESET)
      this.state = CALIBRATE
      this.told = NEXT_STEP
      return START_UP_MS
    }
    if (this.state === CALIBRATE) {
      this.read(STATUS, this.byte)
      if ((this.byte[0]! & STATUS_BUSY) !== 0) {
        this.told = this.failed(NOT_READY)
        return START_UP_MS
      }
      if (!this.calibrate()) return this.stranger()
      this.state = MEASURE
    }
    // DS 5.4.3: humidity oversampling takes effect with the next write of ctrl_meas.
    if (chip.hasHumidity) this.write(CTRL_HUM, OSRS_H_1)
    this.write(CTRL_MEAS, OSRS_T_1_OSRS_P_1_FORCED)
    this.state = COLLECT
    return chip.measureMs
  }

  private stranger(): number {
    this.state = IDENTIFY
    this.told = PROTOCOL
    return START_UP_MS
  }

  /** Table 16 has no checksum and colours every reading to come, so it must read twice the same. */
  private calibrate(): boolean {
    const table = new Uint8Array(TABLE_LENGTH)
    const again = new Uint8Array(TABLE_LENGTH)
    this.readTable(table)
    this.readTable(again)
    for (let i = 0; i < TABLE_LENGTH; i++) if (table[i] !== again[i]) return false
    this.calibration = bme280Calibration(table, table.subarray(LOW_LENGTH))
    return true
  }

  private readTable(table: Uint8Array): void {
    const hasHumidity = this.chip.hasHumidity
    this.read(CALIB00, table.subarray(0, hasHumidity ? LOW_LENGTH : LOW_LENGTH_DRY))
    if (hasHumidity) this.read(CALIB26, table.subarray(LOW_LENGTH))
  }

  private collect(into: Int32Array): number {
    this.read(STATUS, this.byte)
    if ((this.byte[0]! & STATUS_BUSY) !== 0) return NOT_READY
    const data = this.data
    const hasHumidity = this.chip.hasHumidity
    this.read(PRESS_MSB, data)
    const rawP = (data[0]! << 12) | (data[1]! << 4) | (data[2]! >> 4)
    const rawT = (data[3]! << 12) | (data[4]! << 4) | (data[5]! >> 4)
    const rawH = hasHumidity ? (data[6]! << 8) | data[7]! : 0
    if (rawT === SKIPPED_20_BIT || rawP === SKIPPED_20_BIT || rawH === SKIPPED_16_BIT) {
      // It lost its supply, and may be another chip now.
      this.failures = MEET_AFTER
      return NOT_READY
    }
    const calibration = this.calibration!
    const tFine = bme280TFine(calibration, rawT)
    const pascal = bme280Pascal(calibration, tFine, rawP)
    // An Int32Array would wrap nonsense into something plausible.
    if (pascal !== (pascal | 0)) return OUT_OF_RANGE
    into[0] = bme280CentiCelsius(tFine)
    if (hasHumidity) into[1] = bme280CentiPercent(calibration, tFine, rawH)
    into[hasHumidity ? 2 : 1] = pascal
    const channels = this.part.channels
    for (let i = 0; i < channels.length; i++) {
      const channel = channels[i]!
      if (into[i]! < channel.minimum || into[i]! > channel.maximum) return OUT_OF_RANGE
    }
    return READING
  }

  private read(register: number, into: Uint8Array): void {
    this.byte[0] = register
    this.bus.write(this.byte, false)
    this.bus.read(into)
  }

  private write(register: number, value: number): void {
    this.setting[0] = register
    this.setting[1] = value
    this.bus.write(this.setting, true)
  }
}
