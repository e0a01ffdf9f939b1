/** What is measured, by code, for whoever needs no more of the table in `quantities.ts`. */

export const PM2_5_CODE = 1
export const PM10_CODE = 2
export const TEMPERATURE_CODE = 3
export const HUMIDITY_CODE = 4
export const PRESSURE_CODE = 5
export const PM1_CODE = 6
export const PM4_CODE = 7
export const VOC_INDEX_CODE = 8
export const NOX_INDEX_CODE = 9
export const CO2_CODE = 10
export const NO2_WE_AE_CODE = 11
export const NO2_AE_CODE = 12
export const NOISE_LAEQ_CODE = 13
export const NOISE_LA_MIN_CODE = 14
export const NOISE_LA_MAX_CODE = 15
export const SUPPLY_CODE = 16

/** As a function, so that a kit that sends no names has none of them in memory. */
export function quantityName(code: number): string {
  switch (code) {
    case PM2_5_CODE:
      return 'pm25'
    case PM10_CODE:
      return 'pm10'
    case TEMPERATURE_CODE:
      return 'temperature'
    case HUMIDITY_CODE:
      return 'humidity'
    case PRESSURE_CODE:
      return 'pressure'
    case PM1_CODE:
      return 'pm1'
    case PM4_CODE:
      return 'pm4'
    case VOC_INDEX_CODE:
      return 'voc_index'
    case NOX_INDEX_CODE:
      return 'nox_index'
    case CO2_CODE:
      return 'co2'
    case NO2_WE_AE_CODE:
      return 'no2_we_ae'
    case NO2_AE_CODE:
      return 'no2_ae'
    case NOISE_LAEQ_CODE:
      return 'noise_laeq'
    case NOISE_LA_MIN_CODE:
      return 'noise_la_min'
    case NOISE_LA_MAX_CODE:
      return 'noise_la_max'
    case SUPPLY_CODE:
      return 'battery'
    default:
      return ''
  }
}

/** A step is 10^-decimals units. */
export function quantityDecimals(code: number): number {
  switch (code) {
    case PRESSURE_CODE:
    case CO2_CODE:
    case SUPPLY_CODE:
      return 0
    case VOC_INDEX_CODE:
    case NOX_INDEX_CODE:
    case NOISE_LAEQ_CODE:
    case NOISE_LA_MIN_CODE:
    case NOISE_LA_MAX_CODE:
      return 1
    default:
      return 2
  }
}

/** Mass of particles, which damp air makes look heavier. */
export function isParticulateMatter(code: number): boolean {
  return code === PM2_5_CODE || code === PM10_CODE || code === PM1_CODE || code === PM4_CODE
}
