/** A fleet: what each kit is, and what there is to measure at its place. Plain data. */
import type { KitConfig } from '../../../device/config/config.ts'
import type { Bme280Unit } from '../chips/bme280-chip.ts'
import type { Sds011Unit } from '../chips/sds011-chip.ts'
import type { Outage } from '../network.ts'
import { Random } from '../random.ts'
import type { KitSetup } from '../sim-kit.ts'
import type { Series } from '../world.ts'

export interface FleetKit {
  readonly setup: KitSetup
  readonly series: readonly Series[]
}

export interface FleetOptions {
  readonly kits: number
  readonly hours: number
  readonly seed: number
  readonly periodS: number
  readonly hubUrl: string
}

/** Stream of the draws that make units differ. */
const UNITS = 10
const OUTAGES = 11
/** Kits are switched on within this time of each other. */
const POWER_ON_MS_MAX = 60_000
/** The log of a kit of which nothing else is said. */
export const USUAL_LOG = { blocks: 16, blockLength: 4_096, writeAlign: 4 } as const

/** Where this machine's own hub would listen; simulated traffic never leaves the process. */
export const SIMULATED_HUB_URL = 'http://hub.meetkit.invalid/api/v1/batches'

/**
 * One kit of the usual parts, SDS011 and BME280, with the errors of a unit: gain within ±10 %,
 * offsets within the datasheets' accuracy. Every fourth kit or so loses its Wi-Fi once.
 */
export function makeKit(
  options: FleetOptions,
  number: number,
  id: string,
  startUtcMs: number,
  series: readonly Series[],
): FleetKit {
  const unit = new Random(options.seed, number, UNITS)
  const config: KitConfig = {
    periodS: options.periodS,
    targets: [{ kind: 'hub', url: options.hubUrl }],
    sensors: [
      { part: 'SDS011', port: 'uart1' },
      { part: 'BME280', port: 'i2c1' },
    ],
  }
  const setup: KitSetup = {
    id,
    number,
    seed: options.seed,
    startUtcMs,
    powerOnMs: unit.between(0, POWER_ON_MS_MAX),
    config,
    outages: drawOutages(options, number),
    chips: [
      { part: 'SDS011', port: 'uart1', unit: drawSds011(unit) },
      { part: 'BME280', port: 'i2c1', unit: drawBme280(unit) },
    ],
    flash: USUAL_LOG,
  }
  return { setup, series }
}

function drawSds011(unit: Random): Sds011Unit {
  return {
    id: unit.between(1, 0xfffe),
    gain: unit.between(-100, 100),
    noise: 20,
    noiseFloor: 30,
    workingPeriodMinutes: unit.between(0, 7) === 0 ? 5 : 0,
    queryMode: false,
  }
}

function drawBme280(unit: Random): Bme280Unit {
  return {
    address: 0x76,
    temperatureOffset: unit.between(-50, 50),
    humidityOffset: unit.between(-200, 200),
    pressureOffset: unit.between(-60, 60),
    noise: 3,
  }
}

function drawOutages(options: FleetOptions, number: number): Outage[] {
  const random = new Random(options.seed, number, OUTAGES)
  if (random.between(0, 3) !== 0) return []
  const seconds = Math.floor(options.hours * 3600)
  const fromS = random.between(0, seconds)
  const toS = fromS + random.between(120, 3_000)
  return [{ kind: random.between(0, 1) === 0 ? 'wifi' : 'internet', fromS, toS }]
}

/** Ids as on a kit's label: mk-001, mk-002, ... */
export function kitId(number: number): string {
  return `mk-${String(number + 1).padStart(3, '0')}`
}
