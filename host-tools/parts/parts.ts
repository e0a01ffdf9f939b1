/** The firmware's parts by their codes, for whoever reads records. */
import { QUANTITIES, type Quantity } from '../../device/quantities.ts'
import { BATTERY_PART } from '../../device/sensors/battery.ts'
import { BME280 } from '../../device/sensors/bme280.ts'
import { BMP280 } from '../../device/sensors/bmp280.ts'
import { DHT22 } from '../../device/sensors/dht22.ts'
import { dnmsPart } from '../../device/sensors/dnms.ts'
import type { PartDescription } from '../../device/sensors/driver.ts'
import { DS18B20 } from '../../device/sensors/ds18b20.ts'
import { MHZ19 } from '../../device/sensors/mhz19.ts'
import { NO2_ADS1115 } from '../../device/sensors/no2-ads1115.ts'
import { pmsPart } from '../../device/sensors/pms.ts'
import { SCD4X } from '../../device/sensors/scd4x.ts'
import { SCD30 } from '../../device/sensors/scd30.ts'
import { SDS011 } from '../../device/sensors/sds011.ts'
import { sen5xPart } from '../../device/sensors/sen5x.ts'
import { SHT3X } from '../../device/sensors/sht3x.ts'
import { SHT4X } from '../../device/sensors/sht4x.ts'
import { sps30Part } from '../../device/sensors/sps30.ts'

export const PARTS: readonly PartDescription[] = [
  SDS011,
  BME280,
  SHT3X,
  SHT4X,
  ...['PMS5003', 'PMS7003', 'PMSA003'].map(pmsPart),
  sps30Part('serial'),
  ...['SEN54', 'SEN55'].map(sen5xPart),
  SCD30,
  SCD4X,
  MHZ19,
  BMP280,
  DHT22,
  DS18B20,
  NO2_ADS1115,
  dnmsPart('ICS-43434'),
  BATTERY_PART,
]

/** What some of these parts measure, in the table’s order. */
export function quantitiesOf(parts: readonly string[]): Quantity[] {
  const measured = new Set(
    parts.flatMap((name) => partByName(name)?.channels.map(({ quantity }) => quantity) ?? []),
  )
  return QUANTITIES.filter((quantity) => measured.has(quantity))
}

export function partByName(name: string): PartDescription | undefined {
  return PARTS.find((part) => part.name === name)
}
