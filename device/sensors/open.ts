/**
 * Opens the parts that a config names. A new chip is entered here and in `codes.ts`, and in no
 * other device file. In an Espruino bundle a driver costs nothing until its opener is called.
 */
import type { SensorConfig } from '../config/config.ts'
import type { Platform } from '../platform/io.ts'
import { openBattery } from './battery.ts'
import { openBme280 } from './bme280.ts'
import { openBmp280 } from './bmp280.ts'
import { openContinuous } from './continuous-parts.ts'
import { openDht22 } from './dht22.ts'
import { openDnms } from './dnms.ts'
import type { Driver } from './driver.ts'
import { openDs18b20 } from './ds18b20.ts'
import { openMhz19 } from './mhz19.ts'
import { openNo2Ads1115 } from './no2-ads1115.ts'
import { openPms } from './pms.ts'
import { openScd4x } from './scd4x.ts'
import { openScd30 } from './scd30.ts'
import { openSds011 } from './sds011.ts'
import { openSht3x } from './sht3x.ts'
import { openSht4x } from './sht4x.ts'
import { openSps30 } from './sps30.ts'

/** Throws for a part that this firmware does not know. */
export function openSensor(platform: Platform, config: SensorConfig): Driver {
  switch (config.part) {
    case 'SDS011':
      return openSds011(platform, config)
    case 'BME280':
      return openBme280(platform, config)
    case 'SHT3x':
      return openSht3x(platform, config)
    case 'SHT4x':
      return openSht4x(platform, config)
    case 'PMS5003':
    case 'PMS7003':
    case 'PMSA003':
      return openPms(platform, config)
    case 'SPS30':
    case 'SEN54':
    case 'SEN55':
      // Of these only an SPS30 has a serial side. An opener in two places would stay in memory.
      return config.part === 'SPS30' &&
        config.address === undefined &&
        config.port.slice(0, 3) !== 'i2c'
        ? openSps30(platform, config)
        : openContinuous(platform, config)
    case 'SCD30':
      return openScd30(platform, config)
    case 'SCD4x':
      return openScd4x(platform, config)
    case 'MH-Z19':
      return openMhz19(platform, config)
    case 'BMP280':
      return openBmp280(platform, config)
    case 'DHT22':
      return openDht22(platform, config)
    case 'DS18B20':
      return openDs18b20(platform, config)
    case 'NO2-ADS1115':
      return openNo2Ads1115(platform, config)
    case 'DNMS':
      return openDnms(platform, config)
    case 'battery':
      return openBattery(platform, config)
    default:
      throw new Error(`unknown part ${config.part}`)
  }
}
