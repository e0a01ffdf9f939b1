/**
 * All targets but the hub. A new kind is entered here and in `config/targets.ts`. In an Espruino
 * bundle everything that only this file imports costs nothing until `openOthers` is called.
 */
import type { HubConfig, TargetConfig } from '../../config/targets.ts'
import type { Journal } from '../../journal/journal.ts'
import { AverageReader } from '../../payload/average-reader.ts'
import type { WallClock } from '../../time/wall-clock.ts'
import type { Target } from '../target.ts'
import { InfluxDb } from './influxdb.ts'
import { OpenSenseMap } from './opensensemap.ts'
import { SensorCommunity } from './sensor-community.ts'
import { SensorThings } from './sensorthings.ts'
import { TextWriter } from './text-writer.ts'

/** What these targets need of the kit around them. */
export interface OthersHost {
  readonly id: string
  readonly journal: Journal
  readonly clock: WallClock
  readonly periodS: number
}

/** Opens such targets of a kit, which has `targets` in all; they share the buffer `body`. */
export function openOthers(
  body: Uint8Array,
  targets: number,
  host: OthersHost,
): (number: number, config: Exclude<TargetConfig, HubConfig>) => Target {
  const { id, journal, clock, periodS } = host
  const [reader, writer] = [new AverageReader(), new TextWriter(body)]
  const workshop = { journal, reader, writer, searcher: targets }
  return (number, config) => {
    switch (config.kind) {
      case 'influxdb':
        return new InfluxDb(number, config, workshop, id)
      case 'opensensemap':
        return new OpenSenseMap(number, config, workshop)
      case 'sensorthings':
        return new SensorThings(number, config, workshop)
      default:
        return new SensorCommunity(number, config, workshop, clock, periodS)
    }
  }
}
