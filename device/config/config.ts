/** What a kit has to be told. `configFault` says what is wrong with one. */

/** One chip: a serial part on a port, or an I2C part on a bus, both named by the board's pins. */
export interface SensorConfig {
  readonly part: string
  readonly port: string
  /** I2C parts only. */
  readonly address?: number
}

export interface KitConfig {
  /** Seconds that one average covers; a divisor of an hour, 10 to 900. */
  readonly periodS: number
  /** Where batches go, for example `http://hub.school.example:8080/api/v1/batches`. */
  readonly hubUrl: string
  readonly sensors: readonly SensorConfig[]
}

/** Sensors on one kit. */
const SENSORS_MAX = 6
const PERIOD_S_MIN = 10
const PERIOD_S_MAX = 900

/** Empty when the config can be used, else the path of the wrong field and what it must be. */
export function configFault(config: KitConfig): string {
  const periodS = config.periodS
  if (!(periodS >= PERIOD_S_MIN && periodS <= PERIOD_S_MAX && 3600 % periodS === 0))
    return 'periodS: must divide 3600 and lie between 10 and 900'
  const url = String(config.hubUrl)
  if (url.indexOf('http://') !== 0 && url.indexOf('https://') !== 0)
    return 'hubUrl: must begin with http:// or https://'
  const sensors = config.sensors
  if (!Array.isArray(sensors) || sensors.length === 0 || sensors.length > SENSORS_MAX)
    return 'sensors: must name 1 to 6 parts'
  for (let i = 0; i < sensors.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [sensors[i]!, sensors[j]!]
      if (a.part === b.part && a.port === b.port && a.address === b.address)
        return `sensors: ${a.part} at ${a.port} stands there twice`
    }
  }
  return ''
}
