/**
 * BME280: from raw words to temperature, humidity and pressure, in integers.
 * Datasheet: BST-BME280-DS002, revision 1.6 (section numbers: DS). Pure functions, no bus.
 */

/** Calibration words of one chip (DS 4.2.2, table 16). */
export interface Bme280Calibration {
  digT1: number
  digT2: number
  digT3: number
  digP1: number
  digP2: number
  digP3: number
  digP4: number
  digP5: number
  digP6: number
  digP7: number
  digP8: number
  digP9: number
  digH1: number
  digH2: number
  digH3: number
  digH4: number
  digH5: number
  digH6: number
}

function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8)
}

function s16(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) << 16) >> 16
}

function s8(byte: number): number {
  return (byte << 24) >> 24
}

/** Reads table 16 out of the 26 bytes from CALIB00 and the 7 bytes from CALIB26. */
export function bme280Calibration(low: Uint8Array, high: Uint8Array): Bme280Calibration {
  return {
    digT1: u16(low, 0),
    digT2: s16(low, 2),
    digT3: s16(low, 4),
    digP1: u16(low, 6),
    digP2: s16(low, 8),
    digP3: s16(low, 10),
    digP4: s16(low, 12),
    digP5: s16(low, 14),
    digP6: s16(low, 16),
    digP7: s16(low, 18),
    digP8: s16(low, 20),
    digP9: s16(low, 22),
    digH1: low[25]!,
    digH2: s16(high, 0),
    digH3: high[2]!,
    digH4: (s8(high[3]!) << 4) | (high[4]! & 0x0f),
    digH5: (s8(high[5]!) << 4) | (high[4]! >> 4),
    digH6: s8(high[6]!),
  }
}

/** DS 4.2.3 `t_fine`: the temperature that pressure and humidity need, in 1/5120 °C. */
export function bme280TFine(calibration: Bme280Calibration, rawT: number): number {
  const difference = (rawT >> 3) - (calibration.digT1 << 1)
  const var1 = (difference * calibration.digT2) >> 11
  const half = (rawT >> 4) - calibration.digT1
  const var2 = (((half * half) >> 12) * calibration.digT3) >> 14
  return var1 + var2
}

/** DS 4.2.3 `BME280_compensate_T_int32`, in 0.01 °C. */
export function bme280CentiCelsius(tFine: number): number {
  return (tFine * 5 + 128) >> 8
}

/**
 * DS 4.2.3 `BME280_compensate_P_int64`, rounded to Pa; 0 where the calibration allows no result.
 *
 * The 64-bit integers are carried in doubles: shifts are divisions rounded down, and the two
 * products that pass 2^53 lose less than 2^-20 of the result's last bit.
 */
export function bme280Pascal(calibration: Bme280Calibration, tFine: number, rawP: number): number {
  const t = tFine - 128_000
  const offset =
    t * t * calibration.digP6 + t * calibration.digP5 * 2 ** 17 + calibration.digP4 * 2 ** 35
  const slope = Math.floor((t * t * calibration.digP3) / 2 ** 8) + t * calibration.digP2 * 2 ** 12
  const divisor = Math.floor(((2 ** 47 + slope) * calibration.digP1) / 2 ** 33)
  if (divisor === 0) return 0
  const p = Math.floor((((1_048_576 - rawP) * 2 ** 31 - offset) * 3125) / divisor)
  const high = Math.floor(p / 2 ** 13)
  const var1 = Math.floor((calibration.digP9 * high * high) / 2 ** 25)
  const var2 = Math.floor((calibration.digP8 * p) / 2 ** 19)
  const q24p8 = Math.floor((p + var1 + var2) / 2 ** 8) + calibration.digP7 * 2 ** 4
  return Math.floor((q24p8 + 128) / 2 ** 8)
}

/** DS 4.2.3 `bme280_compensate_H_int32` (1/1024 %), rounded down to 0.01 %. */
export function bme280CentiPercent(
  calibration: Bme280Calibration,
  tFine: number,
  rawH: number,
): number {
  const x = tFine - 76_800
  const offset = (rawH << 14) - (calibration.digH4 << 20) - calibration.digH5 * x
  const slope =
    (((((x * calibration.digH6) >> 10) * (((x * calibration.digH3) >> 11) + 32_768)) >> 10) +
      2_097_152) *
      calibration.digH2 +
    8_192
  let h = (((offset + 16_384) >> 15) * (slope >> 14)) | 0
  h = (h - (((((h >> 15) * (h >> 15)) >> 7) * calibration.digH1) >> 4)) | 0
  if (h < 0) h = 0
  if (h > 419_430_400) h = 419_430_400
  return Math.floor(((h >> 12) * 100) / 1024)
}
