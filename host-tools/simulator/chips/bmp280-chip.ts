/**
 * BMP280 as its datasheet (BST-BMP280-DS001, section numbers: DS) describes it: a BME280 without
 * the registers and the calibration of humidity.
 */
import { Bme280Chip, type Bmp280Unit, type BoschKind } from './bme280-chip.ts'
import type { ChipModel } from './chip.ts'

/** DS 4.3.1; DS 3.8.1, ultra low power. */
const BMP280: BoschKind = { id: 0x58, measureUs: 5_500, hasHumidity: false }

/** A BMP280 on its bus. */
export const bmp280Model: ChipModel<Bmp280Unit> = (bench, unit) => {
  bench.addToBus(new Bme280Chip(bench.time, bench.world, bench.random, unit, BMP280))
  return {}
}
