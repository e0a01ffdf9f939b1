/**
 * BME280 as its datasheet (BST-BME280-DS002, section numbers: DS) describes it: a register map, a
 * forced conversion that takes its time, and raw words that mean something only with the chip's
 * calibration. Raw words come from the inverse of the floating-point formulas of DS 8.1, so the
 * firmware's integer formulas are checked by another form of the same law. A BMP280 is the same
 * chip without what humidity needs.
 */
import { HUMIDITY, PRESSURE, TEMPERATURE } from '../../../device/quantities.ts'
import type { I2CChip } from '../i2c-bus.ts'
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { ChipModel } from './chip.ts'

/** DS 1.1, start-up time. */
const START_UP_US = 2_000

/** T1 to T3, P1 to P9 as in the worked example of BST-BMP280-DS001 3.12; H as a usual unit. */
const T1 = 27504
const T2 = 26435
const T3 = -1000
const P = [0, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000]
const H1 = 75
const H2 = 370
const H3 = 0
const H4 = 313
const H5 = 50
const H6 = 30

/** Offsets of one unit, in the quantities' steps, and spread of single readings. */
export interface Bmp280Unit {
  readonly address: number
  readonly temperatureOffset: number
  readonly pressureOffset: number
  readonly noise: number
}

export interface Bme280Unit extends Bmp280Unit {
  readonly humidityOffset: number
}

/** What differs between the two chips. */
export interface BoschKind {
  readonly id: number
  /** Typical conversion time with oversampling 1 of all that it has. */
  readonly measureUs: number
  readonly hasHumidity: boolean
}

/** DS 5.4.1, 9.1. */
const BME280: BoschKind = { id: 0x60, measureUs: 8_000, hasHumidity: true }

/** DS 8.1 `BME280_compensate_T_double`, solved for adc_T. `tFine` is T * 5120. */
function bme280RawTemperature(tFine: number): number {
  const x = (2 * tFine) / (T2 + Math.sqrt(T2 * T2 + (T3 / 16) * tFine))
  return Math.floor((x + T1 / 1024) * 16384 + 0.5)
}

/** DS 8.1 `BME280_compensate_P_double`, solved for adc_P. `pascal` is the pressure. */
function bme280RawPressure(tFine: number, pascal: number): number {
  const t = tFine / 2 - 64000
  const offset = ((t * t * P[6]!) / 32768 + t * P[5]! * 2) / 4 + P[4]! * 65536
  const slope = (1 + ((P[3]! * t * t) / 524288 + P[2]! * t) / 524288 / 32768) * P[1]!
  const a = P[9]! / 34359738368
  const b = 1 + P[8]! / 524288
  const c = P[7]! / 16 - pascal
  const p = (-2 * c) / (b + Math.sqrt(b * b - 4 * a * c))
  return Math.floor(1048576 - ((p * slope) / 6250 + offset / 4096) + 0.5)
}

/** DS 8.1 `bme280_compensate_H_double`, solved for adc_H. `percent` is the relative humidity. */
function bme280RawHumidity(tFine: number, percent: number): number {
  const t = tFine - 76800
  const slope = (H2 / 65536) * (1 + (H6 / 67108864) * t * (1 + (H3 / 67108864) * t))
  const curve = H1 / 524288
  const h = (2 * percent) / (1 + Math.sqrt(1 - 4 * curve * percent))
  return Math.floor(h / slope + H4 * 64 + (H5 / 16384) * t + 0.5)
}

export class Bme280Chip implements I2CChip {
  readonly address: number
  private readonly kernel: Timing
  private readonly world: World
  private readonly random: Random
  private readonly unit: Bmp280Unit
  private readonly humidityOffset: number
  private readonly kind: BoschKind
  private readonly registers = new Uint8Array(256)
  private pointer = 0
  private humidityOn = false
  private startedUs = -1
  private poweredUs = 0

  constructor(
    kernel: Timing,
    world: World,
    random: Random,
    unit: Bmp280Unit | Bme280Unit,
    kind?: BoschKind,
  ) {
    this.kernel = kernel
    this.world = world
    this.random = random
    this.unit = unit
    this.humidityOffset = 'humidityOffset' in unit ? unit.humidityOffset : 0
    this.kind = kind ?? BME280
    this.address = unit.address
    this.powerOn()
  }

  powerOn(): void {
    const registers = this.registers
    registers.fill(0)
    registers[0xd0] = this.kind.id
    registers[0xf7] = 0x80
    registers[0xfa] = 0x80
    this.word(0x88, T1)
    this.word(0x8a, T2)
    this.word(0x8c, T3)
    for (let i = 1; i < P.length; i++) this.word(0x8c + 2 * i, P[i]!)
    if (this.kind.hasHumidity) this.fillHumidity()
    this.humidityOn = false
    this.startedUs = -1
    this.poweredUs = this.kernel.nowUs
  }

  onWrite(bytes: Uint8Array): boolean {
    if (this.kernel.nowUs - this.poweredUs < START_UP_US) return false
    this.finish()
    this.pointer = bytes[0]!
    for (let i = 0; i + 1 < bytes.length; i += 2) this.set(bytes[i]!, bytes[i + 1]!)
    return true
  }

  onRead(into: Uint8Array): boolean {
    this.finish()
    for (let i = 0; i < into.length; i++) {
      into[i] = this.registers[this.pointer]!
      this.pointer = (this.pointer + 1) & 0xff
    }
    return true
  }

  private fillHumidity(): void {
    const registers = this.registers
    registers[0xfd] = 0x80
    registers[0xa1] = H1
    this.word(0xe1, H2)
    registers[0xe3] = H3
    registers[0xe4] = H4 >> 4
    registers[0xe5] = (H4 & 15) | ((H5 & 15) << 4)
    registers[0xe6] = H5 >> 4
    registers[0xe7] = H6
  }

  private word(register: number, value: number): void {
    this.registers[register] = value & 0xff
    this.registers[register + 1] = (value >> 8) & 0xff
  }

  private set(register: number, value: number): void {
    if (register === 0xe0 && value === 0xb6) this.powerOn()
    if (register === 0xf2 && !this.kind.hasHumidity) return
    if (register !== 0xf2 && register !== 0xf4 && register !== 0xf5) return
    // A conversion that runs is not begun again.
    if (register === 0xf4 && this.startedUs >= 0) return
    this.registers[register] = value
    if (register !== 0xf4) return
    // DS 5.4.3: a change of ctrl_hum takes effect with this write.
    this.humidityOn = (this.registers[0xf2]! & 7) !== 0
    const mode = value & 3
    if (mode !== 1 && mode !== 2) return
    this.startedUs = this.kernel.nowUs
    this.registers[0xf3] = 0x08
  }

  /** Puts the result into the registers once the conversion is over; the chip then sleeps. */
  private finish(): void {
    if (this.startedUs < 0 || this.kernel.nowUs - this.startedUs < this.kind.measureUs) return
    const timeMs = Math.floor(this.startedUs / 1000)
    this.startedUs = -1
    const registers = this.registers
    registers[0xf3] = 0
    registers[0xf4] = registers[0xf4]! & 0xfc
    const unit = this.unit
    const celsius = this.seen(TEMPERATURE.code, timeMs, 2000, unit.temperatureOffset) / 100
    const tFine = celsius * 5120
    if (this.kind.hasHumidity) this.putHumidity(tFine, timeMs)
    const pascal = this.seen(PRESSURE.code, timeMs, 101325, unit.pressureOffset)
    // DS 5.4.5: oversampling 0 skips a conversion and leaves the reset value.
    const control = registers[0xf4]!
    this.put20(0xf7, (control & 0x1c) === 0 ? 0x80000 : bme280RawPressure(tFine, pascal))
    this.put20(0xfa, (control & 0xe0) === 0 ? 0x80000 : bme280RawTemperature(tFine))
  }

  private putHumidity(tFine: number, timeMs: number): void {
    const percent = this.seen(HUMIDITY.code, timeMs, 5000, this.humidityOffset) / 100
    const bounded = percent < 0 ? 0 : percent > 100 ? 100 : percent
    const humidity = this.humidityOn ? bme280RawHumidity(tFine, bounded) : 0x8000
    this.registers[0xfd] = humidity >> 8
    this.registers[0xfe] = humidity & 0xff
  }

  private seen(quantity: number, timeMs: number, otherwise: number, offset: number): number {
    const noise = this.unit.noise
    return (
      this.world.value(quantity, timeMs, otherwise) + offset + this.random.between(-noise, noise)
    )
  }

  /** The converter ends at the ends of its range. */
  private put20(register: number, unbounded: number): void {
    const raw = unbounded < 0 ? 0 : unbounded > 0xfffff ? 0xfffff : unbounded
    this.registers[register] = raw >> 12
    this.registers[register + 1] = (raw >> 4) & 0xff
    this.registers[register + 2] = (raw & 15) << 4
  }
}

/** A BME280 on its bus. */
export const bme280Model: ChipModel<Bme280Unit> = (bench, unit) => {
  bench.addToBus(new Bme280Chip(bench.time, bench.world, bench.random, unit))
  return {}
}
