/** What a kit has to be told. `configFault` says what is wrong with one. */
import { TARGETS_MAX } from '../journal/cursors.ts'
import { type TargetConfig, targetFault } from './targets.ts'

/** One chip: a serial part on a port, or an I2C part on a bus, both named by the board's pins. */
export interface SensorConfig {
  readonly part: string
  readonly port: string
  /** I2C parts only. */
  readonly address?: number
  /** DNMS only: ICS-43434, if it is not said, or IM72D128. */
  readonly microphone?: string
}

export interface KitConfig {
  /** Seconds that one average covers; a divisor of an hour, 10 to 900. */
  readonly periodS: number
  /** Who gets the records: one to four. The log keeps their places, so new ones come last. */
  readonly targets: readonly TargetConfig[]
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
  const targets = config.targets
  if (!Array.isArray(targets) || targets.length === 0 || targets.length > TARGETS_MAX)
    return 'targets: must name 1 to 4'
  for (let i = 0; i < targets.length; i++) {
    const fault = targetFault(targets[i]!)
    if (fault !== '') return `targets[${i}].${fault}`
  }
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
