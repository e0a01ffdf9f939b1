/** A kit's sensors, told apart also where two are of one kind, and which channels are whose. */
import type { KitConfig, SensorConfig } from '../../../device/config/config.ts'
import type { ChannelContent } from '../../../device/payload/record-reader.ts'
import type { PartDescription } from '../../../device/sensors/driver.ts'
import { partByName } from '../../parts/parts.ts'
import type { HeldRecord } from './hub-evidence.ts'
import { type Words, words } from './words.ts'

export interface Sensor {
  /** In the config, from 0. */
  readonly place: number
  readonly part: PartDescription
  readonly label: Words
}

export function sensorsOf({ sensors }: KitConfig): Sensor[] {
  return sensors.flatMap((sensor, place) => {
    const part = partByName(sensor.part)
    return part === undefined ? [] : [{ place, part, label: labelOf(sensor, sensors) }]
  })
}

/** Those that measure a quantity. */
export function sensorsFor(config: KitConfig, quantity: number): Sensor[] {
  return sensorsOf(config).filter(({ part }) =>
    part.channels.some((channel) => channel.quantity.code === quantity),
  )
}

/** `BME280`, or `BME280 at 0x77` on a kit that has another. */
function labelOf(sensor: SensorConfig, all: readonly SensorConfig[]): Words {
  const name = sensor.part
  if (all.filter(({ part }) => part === name).length === 1) return words(name, name)
  const { address, port } = sensor
  const where = address === undefined ? port : `0x${address.toString(16)}`
  return words(`${name} at ${where}`, `${name} op ${where}`)
}

interface Wire {
  readonly place: number
  readonly part: number
  readonly quantity: number
}

/**
 * Tells of each channel of a record the place of its sensor, -1 where the kit has none such. A
 * period holds the sensors in the config's order; what one record has no room for is in the next.
 */
export class Wiring {
  private readonly wires: readonly Wire[]
  private readonly places: readonly number[]
  /** How far a period's records have come, where it takes several. */
  private readonly reached = new Map<string, number>()

  constructor(config: KitConfig) {
    this.wires = sensorsOf(config).flatMap(({ place, part }) =>
      part.channels.map(({ quantity }) => ({ place, part: part.code, quantity: quantity.code })),
    )
    this.places = this.wires.map(({ place }) => place)
  }

  /** To be asked of a log's records in the order of their numbers. */
  placesIn({ log, content }: HeldRecord): readonly number[] {
    if (typeof content === 'string' || content.kind !== 'average') return []
    const { channels, bootId, startS, lengthS } = content
    if (channels.length === this.wires.length && this.fits(channels, 0)) return this.places
    const period = `${log} ${bootId} ${startS} ${lengthS}`
    let from = this.reached.get(period) ?? 0
    while (from < this.wires.length && !this.fits(channels, from)) from++
    if (from === this.wires.length) return channels.map(() => -1)
    this.reached.set(period, from + channels.length)
    return this.places.slice(from, from + channels.length)
  }

  private fits(channels: readonly ChannelContent[], from: number): boolean {
    return channels.every(({ part, quantity }, i) => {
      const wire = this.wires[from + i]
      return wire !== undefined && wire.part === part && wire.quantity === quantity
    })
  }
}
