/**
 * A storm: kits, a hub, and a list of all that will go wrong between them, drawn from one seed.
 * Everything is plain data, and every fault can be taken out alone: what is left then goes on as it
 * was drawn, so that a storm that shows something can be made smaller.
 */
import type {
  ClockFault,
  NetworkRates,
  PowerFault,
  Span,
} from '../../host-tools/simulator/faults/kit-faults.ts'
import type { Outage } from '../../host-tools/simulator/network.ts'
import { Random } from '../../host-tools/simulator/random.ts'
import { type FleetKit, SIMULATED_HUB_URL } from '../../host-tools/simulator/scenario/fleet.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { drawFaults } from './draw-faults.ts'

/** How the hub goes down: in order, or at some moment of a request. */
export const HUB_ENDS = [
  'in order',
  'before a request',
  'within its statements',
  'before the commit',
  'after the commit',
  'after the reply',
] as const

export interface HubRestart {
  /** Strikes the first request from then on. */
  readonly atS: number
  readonly offS: number
  readonly end: (typeof HUB_ENDS)[number]
}

/** One thing that goes wrong. `kit` is the kit's number in the storm. */
export type Fault =
  | { readonly kit: number; readonly power: PowerFault }
  | { readonly kit: number; readonly outage: Outage }
  | { readonly kit: number; readonly clock: ClockFault }
  | { readonly kit: number; readonly silence: Span }
  | { readonly kit: number; readonly driftPpm: number }
  | { readonly kit: number; readonly rate: keyof NetworkRates; readonly perMille: number }
  | { readonly hub: HubRestart }

export interface LogShape {
  readonly blocks: number
  readonly blockLength: number
  readonly writeAlign: number
}

export interface Storm {
  readonly seed: number
  readonly kits: number
  readonly periodS: number
  readonly log: LogShape
  /** Faults begin before this; then there are none until all is drained. */
  readonly faultHours: number
  /** How late a request or a reply can be. */
  readonly lateSMax: number
  readonly faults: readonly Fault[]
}

const SHAPE = 30
const PERIODS_S = [60, 120, 300]
const ALIGNS = [1, 4, 16]

export function drawStorm(seed: number): Storm {
  const random = new Random(seed, 0, SHAPE)
  const isSmall = random.between(0, 2) === 0
  const periodS = isSmall ? 60 : pick(random, PERIODS_S)
  const log = {
    blocks: isSmall ? random.between(3, 6) : 64,
    blockLength: isSmall ? pick(random, [1024, 2048, 4096]) : 4096,
    writeAlign: pick(random, ALIGNS),
  }
  const kits = random.between(1, 3)
  const faultHours = random.between(6, 24)
  const lateSMax = random.between(20, 2_000)
  const faults = drawFaults(seed, kits, faultHours, periodS, log.blocks)
  return { seed, kits, periodS, log, faultHours, lateSMax, faults }
}

export function pick<T>(random: Random, among: readonly T[]): T {
  return among[random.between(0, among.length - 1)]!
}

/** Which part of a storm is left; undefined leaves all. */
export interface Excerpt {
  readonly kits?: readonly number[] | undefined
  readonly hours?: number | undefined
  /** Places in the storm's list of faults. */
  readonly faults?: readonly number[] | undefined
}

/** Places of the faults that an excerpt leaves. */
export function faultsOf(storm: Storm, excerpt: Excerpt): number[] {
  const endS = hoursOf(storm, excerpt) * 3600
  return storm.faults.flatMap((fault, place) => {
    if (excerpt.faults !== undefined && !excerpt.faults.includes(place)) return []
    if ('kit' in fault && excerpt.kits !== undefined && !excerpt.kits.includes(fault.kit)) return []
    return beginS(fault) < endS ? [place] : []
  })
}

export function hoursOf(storm: Storm, excerpt: Excerpt): number {
  return Math.min(storm.faultHours, excerpt.hours ?? storm.faultHours)
}

function beginS(fault: Fault): number {
  if ('hub' in fault) return fault.hub.atS
  if ('power' in fault) return fault.power.atS
  if ('outage' in fault) return fault.outage.fromS
  if ('clock' in fault) return fault.clock.atS
  return 'silence' in fault ? fault.silence.fromS : 0
}

/** The kits of an excerpt with the faults of it, each kit with its number in the storm. */
export function kitsOf(storm: Storm, excerpt: Excerpt): FleetKit[] {
  const endS = hoursOf(storm, excerpt) * 3600
  const left = faultsOf(storm, excerpt).map((place) => storm.faults[place]!)
  const options = {
    kits: storm.kits,
    hours: storm.faultHours,
    seed: storm.seed,
    periodS: storm.periodS,
    hubUrl: SIMULATED_HUB_URL,
  }
  return nightFleet(options)
    .filter(({ setup }) => excerpt.kits === undefined || excerpt.kits.includes(setup.number))
    .map(({ setup, series }) => {
      const own = left.filter((fault) => 'kit' in fault && fault.kit === setup.number)
      const rates = own.flatMap((fault) => ('rate' in fault ? [[fault.rate, fault.perMille]] : []))
      const drift = own.flatMap((fault) => ('driftPpm' in fault ? [fault.driftPpm] : []))
      const clock = own.flatMap((fault) => ('clock' in fault ? [fault.clock] : []))
      const network = {
        fromS: 0,
        toS: endS,
        lateSMax: storm.lateSMax,
        ...Object.fromEntries(rates),
      }
      const faults = {
        power: own
          .flatMap((fault) => ('power' in fault ? [fault.power] : []))
          .sort((a, b) => a.atS - b.atS),
        // When faults stop, the time service is right again.
        clock: [...clock.sort((a, b) => a.atS - b.atS), { atS: endS, offsetS: 0 }],
        timeSilences: own.flatMap((fault) =>
          'silence' in fault ? [{ ...fault.silence, toS: Math.min(fault.silence.toS, endS) }] : [],
        ),
        driftPpm: drift[0] ?? 0,
        network: rates.length > 0 ? [network] : [],
      }
      const outages = own.flatMap((fault) =>
        'outage' in fault ? [{ ...fault.outage, toS: Math.min(fault.outage.toS, endS) }] : [],
      )
      return { setup: { ...setup, outages, faults, flash: storm.log }, series }
    })
}

export function hubRestartsOf(storm: Storm, excerpt: Excerpt): HubRestart[] {
  return faultsOf(storm, excerpt)
    .map((place) => storm.faults[place]!)
    .flatMap((fault) => ('hub' in fault ? [fault.hub] : []))
    .sort((a, b) => a.atS - b.atS)
}
