/** What every way of running a kit gives to the fleet. */
import type { KitReport } from '../guest/guest.ts'
import type { FleetKit } from '../scenario/fleet.ts'

export const ENGINES = ['node', 'xs', 'espruino', 'rp2040'] as const
export type EngineName = (typeof ENGINES)[number]

/** What an engine is told besides its name: paths of files. */
export interface EngineOptions {
  /** RP2040: the firmware as UF2; and the chip's boot ROM, in whose place else the host stands. */
  readonly image?: string | undefined
  readonly bootrom?: string | undefined
}

/** Counts that an engine keeps of itself while a kit runs. */
export interface Cost {
  /** XS: computrons of the whole run, chips and all. */
  readonly computrons?: number
  /** XS: slots in use at the end, garbage collected, and how many more than after an hour. */
  readonly slots?: number
  readonly slotsGrown?: number
  /** Espruino: JsVars that bundle and kit took when they were made. */
  readonly jsVarsFirmware?: number
  /** Espruino: JsVars in use at the end and at the most, simulator and all. */
  readonly jsVarsResident?: number
  readonly jsVarsPeak?: number
  /** Espruino: how many more JsVars were in use at the end than after an hour. */
  readonly jsVarsGrown?: number
  /** RP2040: cycles that its core worked for, and the share of the time in which it had none. */
  readonly cycles?: number
  readonly idlePerMille?: number
  /** RP2040: bytes of serial chips that no UART took, such as those before the firmware ran. */
  readonly serialLost?: number
}

/** End of a run in whole ms, so that every engine stops at the same event. */
export function endOfRunMs(hours: number): number {
  return Math.round(hours * 3_600_000)
}

/** A body that the kit sends to one of its targets, whether or not it arrives. */
export type OnBody = (body: Uint8Array, timeMs: number, target: number) => void
/** A server took in upload `number`, counted from 0; the kit may not have heard of it. */
export type OnArrival = (number: number, timeMs: number) => void

export interface KitRun {
  readonly report: KitReport
  readonly cost: Cost
}

export interface Engine {
  readonly name: EngineName
  /** Runs one kit for `hours` of the scenario. What is seen of it is told in order of time. */
  run(kit: FleetKit, hours: number, onUpload: OnBody, onArrival?: OnArrival): Promise<KitRun>
  /** Ends what runs, if anything; its `run` then rejects. */
  close(): void
}

/** An engine that is not on this machine; the message says how to get it. */
export class EngineMissing extends Error {}

/** What was asked of an engine and cannot be: a file, or a kit; the message says why. */
export class EngineRefusal extends Error {}
