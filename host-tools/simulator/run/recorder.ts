/**
 * `--record`: a folder for each kit, with what it sent, what of it came, and what was true.
 *
 *   records.csv   averages at the hub, a row each; can be played again as a recording, of the first
 *                 sensor for each quantity; others are in columns such as pm25_2
 *   truth.csv     the world at the kit's place, a row a minute, in the same form
 *   uploads.csv   each request: when, to which target, how long, and when it was taken in
 *   uploads.cbor  the bodies for hubs, one after the other (a CBOR sequence, RFC 8742)
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Quantity } from '../../../device/quantities.ts'
import { FLAGS } from '../../../device/sampling/flags.ts'
import { channelOf, type KitView } from '../verdict/kit-view.ts'
import { sensorsFor } from '../verdict/sensors.ts'
import { truthBetween } from '../verdict/truth.ts'

const MINUTE_S = 60

interface Upload {
  readonly timeMs: number
  readonly target: number
  readonly length: number
  arrivedMs: number | undefined
}

export class KitRecorder {
  private readonly folder: string
  private readonly hubs: readonly boolean[]
  private readonly uploads: Upload[] = []
  private readonly bodies: Uint8Array[] = []

  /** `hubs`: which of the kit's targets are hubs. */
  constructor(folder: string, hubs: readonly boolean[]) {
    this.folder = folder
    this.hubs = hubs
  }

  upload(body: Uint8Array, timeMs: number, target: number): void {
    this.uploads.push({ timeMs, target, length: body.length, arrivedMs: undefined })
    if (this.hubs[target] === true) this.bodies.push(body)
  }

  arrival(number: number, timeMs: number): void {
    const upload = this.uploads[number]
    if (upload !== undefined) upload.arrivedMs ??= timeMs
  }

  write(view: KitView): void {
    const folder = join(this.folder, view.kit.setup.id)
    mkdirSync(folder, { recursive: true })
    const csv = (name: string, rows: readonly string[]) =>
      writeFileSync(join(folder, name), `${rows.join('\n')}\n`)
    csv('records.csv', recordRows(view))
    csv('truth.csv', truthRows(view))
    csv('uploads.csv', this.uploadRows())
    writeFileSync(join(folder, 'uploads.cbor'), Buffer.concat(this.bodies))
  }

  private uploadRows(): string[] {
    const seconds = (ms: number | undefined) => (ms === undefined ? '' : (ms / 1000).toFixed(3))
    return [
      'time_s,target,bytes,arrived_s',
      ...this.uploads.map(({ timeMs, target, length, arrivedMs }) =>
        [seconds(timeMs), target + 1, length, seconds(arrivedMs)].join(),
      ),
    ]
  }
}

const isoTime = (utcS: number) => new Date(utcS * 1000).toISOString().replace('.000', '')
const inUnit = ({ decimals }: Quantity, steps: number) => (steps / 10 ** decimals).toFixed(decimals)

/** One column of values: of the first sensor for a quantity, or of another one. */
interface Column {
  readonly quantity: Quantity
  readonly sensor: number
  readonly name: string
}

/** `pm25` of the first sensor for it, `pm25_2` of the next. */
function columnsOf({ kit, scenario }: KitView): Column[] {
  return scenario.quantities.flatMap((quantity) => {
    const own = sensorsFor(kit.setup.config, quantity.code)
    return Array.from({ length: Math.max(1, own.length) }, (_, i) => ({
      quantity,
      sensor: own[i]?.place ?? -1,
      name: i === 0 ? quantity.name : `${quantity.name}_${i + 1}`,
    }))
  })
}

/** An average stands at the beginning of its period; one that nobody can date has no time. */
function recordRows(view: KitView): string[] {
  const columns = columnsOf(view)
  const names = columns.flatMap(({ name }) => [name, `${name}_n`, `${name}_flags`])
  const rows = view.averages.map((average) => {
    const { record, startS, lengthS } = average
    const time = startS === undefined ? '' : isoTime(startS)
    const values = columns.flatMap(({ quantity, sensor }) => {
      const channel = channelOf(average, sensor, quantity.code)
      if (channel === undefined) return ['', '', '']
      const flags = FLAGS.filter((_flag, bit) => (channel.flags & (1 << bit)) !== 0).join(' ')
      const mean = channel.statistics && inUnit(quantity, channel.statistics.mean)
      return [mean ?? '', channel.count, flags]
    })
    return [time, view.kit.setup.id, record.number, lengthS, ...values].join()
  })
  return [['time', 'kit', 'number', 'length_s', ...names].join(), ...rows]
}

function truthRows({ scenario, kit }: KitView): string[] {
  const rows: string[] = [['time', 'kit', ...scenario.quantities.map(({ name }) => name)].join()]
  for (let atS = 0; atS < scenario.endS; atS += MINUTE_S) {
    const values = scenario.quantities.map((quantity) => {
      const value = truthBetween(kit.series, quantity.code, atS, atS + 1)
      return value === undefined ? '' : inUnit(quantity, Math.round(value))
    })
    rows.push([isoTime(scenario.startUtcMs / 1000 + atS), kit.setup.id, ...values].join())
  }
  return rows
}
