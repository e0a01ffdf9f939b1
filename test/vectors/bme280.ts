/** Calibrations of the BME280 family: Bosch's worked example, and words read from real chips. */
import type { Bme280Calibration } from '../../device/sensors/bme280-compensation.ts'

function calibration(t: number[], p: number[], h: number[]): Bme280Calibration {
  const [digT1, digT2, digT3] = t as [number, number, number]
  const [digP1, digP2, digP3, digP4, digP5, digP6, digP7, digP8, digP9] = p as number[] & {
    length: 9
  }
  const [digH1, digH2, digH3, digH4, digH5, digH6] = h as number[] & { length: 6 }
  return {
    ...{ digT1, digT2, digT3 },
    ...{ digP1, digP2, digP3, digP4, digP5, digP6, digP7, digP8, digP9 },
    ...{ digH1, digH2, digH3, digH4, digH5, digH6 },
  } as Bme280Calibration
}

/**
 * BMP280 datasheet BST-BMP280-DS001, 3.12: raw 519888 and 415148 give t_fine 128422, 25.08 °C and
 * 25767236/256 Pa. The printed formula itself, executed, gives 3/256 Pa less, as others found;
 * both are 100653 Pa. Humidity words are typical ones: Bosch prints no example for them.
 */
export const EXAMPLE = calibration(
  [27504, 26435, -1000],
  [36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000],
  [75, 353, 0, 340, 60, 30],
)
export const EXAMPLE_RAW = {
  rawT: 519_888,
  rawP: 415_148,
  tFine: 128_422,
  pascalQ8: 25_767_236n - 3n,
}

export const REAL_CHIPS: readonly (readonly [source: string, calibration: Bme280Calibration])[] = [
  ['BMP280 datasheet 3.12', EXAMPLE],
  [
    'github.com/BoschSensortec/BMP280_driver, issue 16 (humidity words of the example)',
    calibration(
      [27631, 26030, -1000],
      [37784, -10731, 3024, 5610, 146, -7, 15500, -14600, 6000],
      [75, 353, 0, 340, 60, 30],
    ),
  ],
  [
    'a chip whose words stand in a public clunet firmware',
    calibration(
      [28209, 26575, 50],
      [37882, -10739, 3024, 6140, -8, -7, 9900, -10230, 4285],
      [75, 354, 0, 339, 0, 30],
    ),
  ],
  [
    'a chip whose words stand in a public compensation test',
    calibration(
      [27875, 26642, 50],
      [36478, -10481, 3024, 8926, -73, -7, 12300, -12000, 5000],
      [75, 331, 0, 401, 50, 30],
    ),
  ],
]
