/**
 * Measures the firmware in the real engines, as counts. What the simulator beside it costs is
 * measured with a firmware that does nothing, and taken off.
 */
import { fileURLToPath } from 'node:url'
import type { TargetConfig } from '../../device/config/targets.ts'
import { bundleForEspruino } from '../build/bundle.ts'
import type { Engine, KitRun } from '../simulator/engines/engine.ts'
import { EspruinoEngine } from '../simulator/engines/espruino.ts'
import { NodeEngine } from '../simulator/engines/node.ts'
import { XsEngine } from '../simulator/engines/xs.ts'
import { type FleetKit, SIMULATED_HUB_URL } from '../simulator/scenario/fleet.ts'
import { nightFleet } from '../simulator/scenario/night.ts'
import { simulatedTarget } from '../simulator/scenario/simulated-targets.ts'

const FIRMWARE = fileURLToPath(new URL('../../device/index.ts', import.meta.url))

/** A kit of the night without outages, so that every period is closed and delivered alike. */
function kit(hours: number, periodS: number, besides: readonly TargetConfig[]): FleetKit {
  const options = { kits: 1, hours, seed: 1, periodS, hubUrl: SIMULATED_HUB_URL }
  const [one] = nightFleet(options)
  const { config } = one!.setup
  const targets = [...config.targets, ...besides]
  return { ...one!, setup: { ...one!.setup, config: { ...config, targets }, outages: [] } }
}

/** `besides`: targets beside the hub. */
function run(
  engine: Engine,
  hours: number,
  periodS: number,
  besides: readonly TargetConfig[] = [],
): Promise<KitRun> {
  return engine.run(kit(hours, periodS, besides), hours, () => {})
}

export async function espruinoBundleBytes(): Promise<number> {
  return Buffer.byteLength((await bundleForEspruino(FIRMWARE)).code)
}

/** Flash bytes of one record: five channels every five minutes, with headers and cursors. */
export async function flashBytesPerRecord(): Promise<number> {
  const { report } = await run(new NodeEngine(), 48, 300)
  return report.flashBytes / report.records
}

export interface XsCost {
  readonly computronsPerReading: number
  readonly computronsPerPeriod: number
  readonly slots: number
}

/** Throws EngineMissing where XS is not installed. */
export async function xsCost(): Promise<XsCost> {
  const firmware = new XsEngine('bare')
  const [few, many] = [await run(firmware, 1, 300), await run(firmware, 1, 60)]
  const idle = await run(new XsEngine('idle'), 1, 300)
  const [periodsFew, periodsMany] = [12, 60]
  const computrons = (one: KitRun) => one.cost.computrons ?? 0
  const perPeriod = (computrons(many) - computrons(few)) / (periodsMany - periodsFew)
  const readings = computrons(few) - computrons(idle) - periodsFew * perPeriod
  return {
    computronsPerReading: readings / 3600,
    computronsPerPeriod: perPeriod,
    slots: (few.cost.slots ?? 0) - (idle.cost.slots ?? 0),
  }
}

/** Slots by which XS's memory in use grew from the first hour to the last. */
export async function xsGrowth(hours: number): Promise<number> {
  return (await run(new XsEngine('bare'), hours, 300)).cost.slotsGrown ?? Number.NaN
}

/** JsVars by which Espruino's memory in use grew from the first hour to the last. */
export async function espruinoGrowth(hours: number): Promise<number> {
  return (await run(new EspruinoEngine(), hours, 300)).cost.jsVarsGrown ?? Number.NaN
}

export interface EspruinoCost {
  /** JsVars of the firmware at rest. */
  readonly resident: number
  /** The same with Sensor.Community beside the hub, and what is then left of 4,095 at the peak. */
  readonly twoTargets: number
  readonly freeWithTwoTargets: number
  /** JsVars of everything, simulator and all, at the most. */
  readonly peakWithSimulator: number
}

/** Of an ESP32-C3. */
const JSVARS = 4_095
const HOURS = 0.25
const PERIOD_S = 300

/** Throws EngineMissing where ESPRUINO names no binary. */
export async function espruinoCost(): Promise<EspruinoCost> {
  const community = simulatedTarget({ kind: 'sensor-community' }, 'kit-01')
  const busy = await run(new EspruinoEngine(), HOURS, PERIOD_S)
  const two = await run(new EspruinoEngine(), HOURS, PERIOD_S, [community])
  const idle = await run(new EspruinoEngine(true), HOURS, PERIOD_S)
  const simulator = idle.cost.jsVarsResident ?? 0
  return {
    resident: (busy.cost.jsVarsResident ?? 0) - simulator,
    twoTargets: (two.cost.jsVarsResident ?? 0) - simulator,
    // What the simulator needs at the peak beside what it keeps is counted against the firmware.
    freeWithTwoTargets: JSVARS - ((two.cost.jsVarsPeak ?? 0) - simulator),
    peakWithSimulator: busy.cost.jsVarsPeak ?? 0,
  }
}
