/** One kit's run as expectations look at it. */
import type { KitConfig } from '../../../device/config/config.ts'
import type { ChannelContent } from '../../../device/payload/record-reader.ts'
import type { KitRun } from '../engines/engine.ts'
import type { Scenario, ScenarioKit } from '../scenario/scenario.ts'
import type { Evidence } from './evidence.ts'
import type { HeldRecord } from './hub-evidence.ts'
import { Wiring } from './sensors.ts'

/** An average at the hub, dated as the hub dates it. */
export interface DatedAverage {
  readonly record: HeldRecord
  /** UTC in seconds; undefined while nothing tells. */
  readonly startS: number | undefined
  readonly lengthS: number
  readonly channels: readonly ChannelContent[]
  /** Of each channel the place of its sensor in the config; -1 where the kit has none such. */
  readonly sensors: readonly number[]
}

export interface KitView {
  readonly scenario: Scenario
  readonly kit: ScenarioKit
  readonly run: KitRun
  readonly evidence: Evidence
  readonly averages: readonly DatedAverage[]
}

export function viewOf(
  scenario: Scenario,
  kit: ScenarioKit,
  run: KitRun,
  evidence: Evidence,
): KitView {
  return { scenario, kit, run, evidence, averages: datedAverages(evidence.held, kit.setup.config) }
}

/** What an average has of a quantity from the sensor at this place of the config. */
export function channelOf(
  { channels, sensors }: DatedAverage,
  sensor: number,
  quantity: number,
): ChannelContent | undefined {
  return channels.find((one, i) => one.quantity === quantity && sensors[i] === sensor)
}

/** When an average began, in seconds since the start; of one without a date, when it arrived. */
export function atOf({ scenario }: KitView, { startS, record }: DatedAverage): number {
  return startS === undefined ? record.arrivedMs / 1000 : startS - scenario.startUtcMs / 1000
}

/** A record without UTC is dated by the first clock record of its boot. */
function datedAverages(held: readonly HeldRecord[], config: KitConfig): DatedAverage[] {
  const zeros = new Map<string, { ticksMs: number; utcMs: number }>()
  for (const { log, content } of held) {
    if (typeof content === 'string' || content.kind !== 'clock') continue
    const key = `${log} ${content.bootId}`
    const known = zeros.get(key)
    if (known === undefined || content.ticksMs < known.ticksMs) zeros.set(key, content)
  }
  const wiring = new Wiring(config)
  const sensors = new Map(inOrder(held).map((record) => [record, wiring.placesIn(record)]))
  return held.flatMap((record) => {
    const { content } = record
    if (typeof content === 'string' || content.kind !== 'average') return []
    const { startS, lengthS, channels, clockKnown } = content
    const zero = zeros.get(`${record.log} ${content.bootId}`)
    const offsetS = zero && Math.round((zero.utcMs - zero.ticksMs) / 1000)
    const dated = clockKnown ? startS : offsetS === undefined ? undefined : startS + offsetS
    return [{ record, startS: dated, lengthS, channels, sensors: sensors.get(record)! }]
  })
}

/** By log and number, which is how they were made. */
function inOrder(held: readonly HeldRecord[]): HeldRecord[] {
  return [...held].sort((a, b) => a.log - b.log || a.number - b.number)
}
