/** What is told of each kind of part: its own description, and its maker's page. */
import type { PartDescription } from '../../../device/sensors/driver.ts'
import { PARTS } from '../../parts/parts.ts'
import { quantityWords } from '../../words/quantities.ts'

interface SensorAbout {
  readonly code: number
  readonly name: string
  readonly description: string
  /** Address of what its maker says of it. */
  readonly metadata: string
}

const PAGES: Readonly<Record<string, string>> = {
  SDS011: 'http://www.inovafitness.com/en/a/chanpinzhongxin/95.html',
  BME280: 'https://www.bosch-sensortec.com/products/environmental-sensors/humidity-sensors-bme280/',
  SHT3X: 'https://sensirion.com/products/catalog/SHT31-DIS-B',
  SHT4X: 'https://sensirion.com/products/catalog/SHT40',
  PMS5003: 'https://www.plantower.com/en/products_33/74.html',
  PMS7003: 'https://www.plantower.com/en/products_33/76.html',
}

export function sensorsAbout(): SensorAbout[] {
  return PARTS.map((part) => ({
    code: part.code,
    name: part.name,
    description: `${part.name}: ${measuresOf(part)}`,
    metadata: PAGES[part.name] ?? '',
  }))
}

function measuresOf({ channels }: PartDescription): string {
  const words = quantityWords('en')
  return channels
    .map(({ quantity, accuracy }) => `${words[quantity.name] ?? quantity.name} ${accuracy}`)
    .join('; ')
}
