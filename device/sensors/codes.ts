/**
 * Codes of parts. They stand in the stored and uploaded formats: never renumber, only add. Apart
 * from the parts themselves, so that whoever only compares them has no table in memory.
 */
export const SDS011_CODE = 1
export const BME280_CODE = 2
export const SHT3X_CODE = 3
export const SHT4X_CODE = 4
export const PMS5003_CODE = 5
export const PMS7003_CODE = 6
export const PMSA003_CODE = 7
export const SPS30_CODE = 8
export const SEN54_CODE = 9
export const SEN55_CODE = 10
export const SCD30_CODE = 14
export const SCD4X_CODE = 15
export const MHZ19_CODE = 16
export const BMP280_CODE = 11
export const DHT22_CODE = 12
export const DS18B20_CODE = 13
export const NO2_ADS1115_CODE = 17
export const DNMS_CODE = 18
export const BATTERY_CODE = 20

/** Name of a part as databases and map sites know it; empty where there is none. */
export function partName(code: number): string {
  switch (code) {
    case SDS011_CODE:
      return 'SDS011'
    case BME280_CODE:
      return 'BME280'
    case SHT3X_CODE:
      return 'SHT3X'
    case SHT4X_CODE:
      return 'SHT4X'
    case PMS5003_CODE:
      return 'PMS5003'
    case PMS7003_CODE:
      return 'PMS7003'
    case PMSA003_CODE:
      return 'PMSA003'
    case SPS30_CODE:
      return 'SPS30'
    case SEN54_CODE:
      return 'SEN54'
    case SEN55_CODE:
      return 'SEN55'
    case SCD30_CODE:
      return 'SCD30'
    case SCD4X_CODE:
      return 'SCD4X'
    case MHZ19_CODE:
      return 'MH-Z19'
    case BMP280_CODE:
      return 'BMP280'
    case DHT22_CODE:
      return 'DHT22'
    case DS18B20_CODE:
      return 'DS18B20'
    case NO2_ADS1115_CODE:
      return 'NO2-ADS1115'
    case DNMS_CODE:
      return 'DNMS'
    case BATTERY_CODE:
      return 'battery'
    default:
      return ''
  }
}
