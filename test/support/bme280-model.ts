/** Bosch's arithmetic, word for word in big integers, and registers that answer like the chip. */
import type { Bme280Calibration } from '../../device/sensors/bme280-compensation.ts'
import type { I2CChip } from './i2c-bus.ts'

type Words = { [K in keyof Bme280Calibration]: bigint }

function words(calibration: Bme280Calibration): Words {
  const entries = Object.entries(calibration).map(([name, word]) => [name, BigInt(word)])
  return Object.fromEntries(entries) as Words
}

/** BST-BME280-DS002 4.2.3, `BME280_compensate_T_int32`: t_fine. */
export function bigTFine(calibration: Bme280Calibration, rawT: number): bigint {
  const { digT1, digT2, digT3 } = words(calibration)
  const adc = BigInt(rawT)
  const var1 = (((adc >> 3n) - (digT1 << 1n)) * digT2) >> 11n
  const half = (adc >> 4n) - digT1
  return var1 + ((((half * half) >> 12n) * digT3) >> 14n)
}

/** The same section, `BME280_compensate_P_int64`: Pa in Q24.8. Divisions round to zero, as in C. */
export function bigPascalQ8(calibration: Bme280Calibration, tFine: bigint, rawP: number): bigint {
  const c = words(calibration)
  const t = tFine - 128_000n
  const var2 = t * t * c.digP6 + ((t * c.digP5) << 17n) + (c.digP4 << 35n)
  const slope = ((t * t * c.digP3) >> 8n) + ((t * c.digP2) << 12n)
  const var1 = (((1n << 47n) + slope) * c.digP1) >> 33n
  if (var1 === 0n) return 0n
  const p = ((((1_048_576n - BigInt(rawP)) << 31n) - var2) * 3125n) / var1
  const high = p >> 13n
  const sum = p + ((c.digP9 * high * high) >> 25n) + ((c.digP8 * p) >> 19n)
  return (sum >> 8n) + (c.digP7 << 4n)
}

/** The same section, `bme280_compensate_H_int32`: % in Q22.10. */
export function bigPercentQ10(calibration: Bme280Calibration, tFine: bigint, rawH: number): bigint {
  const c = words(calibration)
  const x = tFine - 76_800n
  const left = ((BigInt(rawH) << 14n) - (c.digH4 << 20n) - c.digH5 * x + 16_384n) >> 15n
  const bend = (((x * c.digH6) >> 10n) * (((x * c.digH3) >> 11n) + 32_768n)) >> 10n
  let h = left * (((bend + 2_097_152n) * c.digH2 + 8_192n) >> 14n)
  h -= ((((h >> 15n) * (h >> 15n)) >> 7n) * c.digH1) >> 4n
  if (h < 0n) h = 0n
  if (h > 419_430_400n) h = 419_430_400n
  return h >> 12n
}

/** Table 16 as the chip lays it out: 26 bytes from 0x88 and 7 from 0xe1. */
export function calibrationBytes(c: Bme280Calibration): [low: Uint8Array, high: Uint8Array] {
  const low = new Uint8Array(26)
  const view = new DataView(low.buffer)
  const digT = [c.digT1, c.digT2, c.digT3]
  const digP = [c.digP1, c.digP2, c.digP3, c.digP4, c.digP5, c.digP6, c.digP7, c.digP8, c.digP9]
  ;[...digT, ...digP].forEach((word, i) => {
    view.setUint16(2 * i, word & 0xffff, true)
  })
  low[25] = c.digH1
  const shared = (c.digH4 & 15) | ((c.digH5 & 15) << 4)
  const high = [c.digH2, c.digH2 >> 8, c.digH3, c.digH4 >> 4, shared, c.digH5 >> 4, c.digH6]
  return [low, Uint8Array.from(high, (byte) => byte & 255)]
}

/** A BME280, or a BMP280, which has no registers of humidity (BST-BMP280-DS001 4.2, table 18). */
export class Bme280Model implements I2CChip {
  readonly registers = new Uint8Array(256)
  rawT = 0
  rawP = 0
  rawH = 0
  private pointer = 0
  private readonly isBmp: boolean

  constructor(calibration: Bme280Calibration, isBmp = false) {
    const [low, high] = calibrationBytes(calibration)
    this.isBmp = isBmp
    this.registers.set(isBmp ? low.subarray(0, 24) : low, 0x88)
    if (!isBmp) this.registers.set(high, 0xe1)
    this.registers[0xd0] = isBmp ? 0x58 : 0x60
    this.reset()
  }

  /** Power-on: the data registers say that nothing was converted (DS 5.3, table 18). */
  reset(): void {
    this.registers.set([0x80, 0, 0, 0x80, 0, 0], 0xf7)
    if (!this.isBmp) this.registers.set([0x80, 0], 0xfd)
    this.registers.fill(0, 0xf2, 0xf6)
  }

  write(bytes: Uint8Array): void {
    this.pointer = bytes[0]!
    if (bytes.length === 1) return
    if (this.pointer === 0xe0) {
      if (bytes[1] === 0xb6) this.reset()
      return
    }
    this.registers[this.pointer] = bytes[1]!
    if (this.pointer === 0xf4 && (bytes[1]! & 3) === 1) this.convert()
  }

  read(into: Uint8Array): void {
    for (let i = 0; i < into.length; i++) into[i] = this.registers[this.pointer++ & 255]!
  }

  private convert(): void {
    const { rawT, rawP, rawH } = this
    const pressure = [rawP >> 12, rawP >> 4, rawP << 4]
    const temperature = [rawT >> 12, rawT >> 4, rawT << 4]
    this.registers.set([...pressure, ...temperature], 0xf7)
    if (!this.isBmp) this.registers.set([rawH >> 8, rawH], 0xfd)
  }
}
