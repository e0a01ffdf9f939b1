/** What is told of each kind of part, beside its name. */

interface SensorAbout {
  readonly name: string
  readonly description: string
  /** Address of what its maker says of it. */
  readonly metadata: string
}

const MAKERS: Readonly<Record<string, readonly [kind: string, page: string]>> = {
  SDS011: [
    'Laser particle counter of Nova Fitness',
    'http://www.inovafitness.com/en/a/chanpinzhongxin/95.html',
  ],
  BME280: [
    'Temperature, humidity and pressure sensor of Bosch Sensortec',
    'https://www.bosch-sensortec.com/products/environmental-sensors/humidity-sensors-bme280/',
  ],
  SHT3X: [
    'Temperature and humidity sensor of Sensirion',
    'https://sensirion.com/products/catalog/SHT31-DIS-B',
  ],
  SHT4X: [
    'Temperature and humidity sensor of Sensirion',
    'https://sensirion.com/products/catalog/SHT40',
  ],
  PMS5003: [
    'Laser particle counter of Plantower',
    'https://www.plantower.com/en/products_33/74.html',
  ],
  PMS7003: [
    'Laser particle counter of Plantower',
    'https://www.plantower.com/en/products_33/76.html',
  ],
}

/** Of a part that is not in the list, its name is all. An empty name: there is no such part. */
export function sensorAbout(name: string): SensorAbout {
  const maker = MAKERS[name]
  if (maker === undefined) return { name, description: name, metadata: '' }
  return { name, description: `${name}: ${maker[0]}`, metadata: maker[1] }
}
