/** A scenario, ready to give its kits one by one: each depends on file, seed and number alone. */
import { configFault, type KitConfig } from '../../../device/config/config.ts'
import type { TargetConfig } from '../../../device/config/targets.ts'
import { NOISE_LAEQ, type Quantity } from '../../../device/quantities.ts'
import { quantitiesOf } from '../../parts/parts.ts'
import { Random } from '../random.ts'
import type { KitSetup } from '../sim-kit.ts'
import { binLengthS } from '../verdict/bins.ts'
import type { Place } from '../worlds/air.ts'
import { seriesAt } from '../worlds/series.ts'
import { openSite } from '../worlds/site.ts'
import type { FleetKit } from './fleet.ts'
import type { GroupFile } from './format/kits.ts'
import type { ScenarioFile } from './format/schema.ts'
import { meansNone, type Selection } from './format/selection.ts'
import { courseOf, momentOf, secondsOf } from './format/values.ts'
import { faultsOf } from './kit-faults-of.ts'
import { openLayers } from './open-world.ts'
import { fitPart } from './parts/parts.ts'
import { positionOf } from './positions.ts'
import { type Chooser, select } from './selected.ts'
import { simulatedTarget } from './simulated-targets.ts'

/** Streams of draws: positions, power-on; from PARTS on one for each part. */
const POSITIONS = 30
const POWER_ON = 31
const PARTS = 400
/** Draws of what expectations select, beyond those of faults. */
export const EXPECTATIONS = 1_000

/** All that a scenario is made of; plain data, so that it can go to another thread. */
export interface ScenarioSource {
  readonly file: ScenarioFile
  /** Paths in the file are relative to this. */
  readonly folder: string
  /** In place of the file's own. */
  readonly seed?: number | undefined
  readonly kits?: number | undefined
}

export interface ScenarioKit extends FleetKit {
  readonly group: string
  readonly place: Place
}

/** Kits of each group when there are `wanted` in all: as many of each as its share says. */
export function countsOf(groups: readonly GroupFile[], wanted: number | undefined): number[] {
  const total = groups.reduce((sum, { count }) => sum + count, 0)
  if (wanted === undefined || wanted === total) return groups.map(({ count }) => count)
  let before = 0
  let given = 0
  return groups.map(({ count }) => {
    before += count
    const upTo = Math.round((before * wanted) / total)
    const own = upTo - given
    given = upTo
    return own
  })
}

export class Scenario {
  readonly file: ScenarioFile
  readonly seed: number
  readonly ids: readonly string[]
  readonly groups: readonly string[]
  readonly startUtcMs: number
  /** Faults end after `durationS`, all ends after `endS`. */
  readonly durationS: number
  readonly endS: number
  /** Length of a bin of the charts. */
  readonly binS: number
  /** What the fleet’s parts measure. */
  readonly quantities: readonly Quantity[]
  private readonly folder: string
  private readonly counts: readonly number[]
  private readonly startOfDayS: number
  private readonly layers: Awaited<ReturnType<typeof openLayers>>
  private readonly struck: readonly ReadonlySet<number>[]

  private constructor(source: ScenarioSource, layers: Awaited<ReturnType<typeof openLayers>>) {
    const { file } = source
    this.file = file
    this.folder = source.folder
    this.seed = source.seed ?? file.seed
    this.counts = countsOf(file.kits, source.kits)
    this.layers = layers
    const timing = timingOf(file)
    this.startUtcMs = timing.startUtcS * 1000
    this.durationS = timing.durationS
    this.endS = timing.endS
    this.quantities = quantitiesOf(file.kits.flatMap(partNames))
    this.binS = binLengthS(this.endS, Math.max(...file.kits.map(({ config }) => config.periodS)))
    this.startOfDayS = timing.startOfDayS
    this.ids = file.kits.flatMap((group, i) => idsOf(group, this.counts[i]!))
    this.groups = file.kits.flatMap(({ name }, i) => new Array(this.counts[i]!).fill(name))
    const struck: ReadonlySet<number>[] = []
    this.struck = struck
    file.faults.forEach(({ kits, except }, place) => {
      struck.push(this.select(kits, except, place))
    })
  }

  /** Rejects when a recording or a module of the user's cannot be used. */
  static async open(source: ScenarioSource): Promise<Scenario> {
    const { file, folder } = source
    const { startUtcS, offsetS, endS, startOfDayS } = timingOf(file)
    const seed = source.seed ?? file.seed
    const { speed, from } = file.world.wind
    const wind = { speed: courseOf(speed), from: courseOf(from) }
    const site = openSite({ startUtcS, offsetS, durationS: endS, seed, wind })
    const moment = (text: string) => momentOf(text, startOfDayS)
    return new Scenario(source, await openLayers(file.world.layers, site, folder, moment))
  }

  /** Numbers of the kits that a selection means; `draw` as in `select`. */
  select(kits: Selection, except: Selection, draw: number): ReadonlySet<number> {
    const { ids, groups, seed, file } = this
    const hitBy = (name: string) => {
      const place = file.faults.findIndex((fault) => fault.name === name)
      return this.struck[place] ?? new Set<number>()
    }
    const chooser: Chooser = { ids, groups, seed, hitBy }
    return select(chooser, kits, except, draw)
  }

  /** Whether the fault at this place of the file's list strikes a kit. */
  strikes(place: number, kit: number): boolean {
    return this.struck[place]!.has(kit)
  }

  /** Places of the faults that are meant for some kits and strike none. */
  idleFaults(): number[] {
    return [...this.file.faults.entries()].flatMap(([place, { kits }]) =>
      this.struck[place]!.size === 0 && !meansNone(kits) ? [place] : [],
    )
  }

  moment(text: string): number {
    return momentOf(text, this.startOfDayS)
  }

  placeOf(number: number): Place {
    const { group, index, count } = this.groupOf(number)
    const random = new Random(this.seed, number, POSITIONS)
    return { number, ...positionOf(group.area, index, count, random) }
  }

  kit(number: number): ScenarioKit {
    const { group } = this.groupOf(number)
    const place = this.placeOf(number)
    const fitted = group.parts.map((part, i) =>
      fitPart(part, new Random(this.seed, number, PARTS + i), this.folder),
    )
    const frame = {
      seed: this.seed,
      durationS: this.durationS,
      endS: this.endS,
      blocks: group.flash.blocks,
      moment: (text: string) => this.moment(text),
    }
    const strikes = (fault: number) => this.strikes(fault, number)
    const plan = faultsOf(this.file.faults, number, strikes, frame)
    const withinMs = Math.round(secondsOf(group.switchedOnWithin) * 1000)
    const setup: KitSetup = {
      id: this.ids[number]!,
      number,
      seed: this.seed,
      startUtcMs: this.startUtcMs,
      powerOnMs: new Random(this.seed, number, POWER_ON).between(0, withinMs),
      config: configOf(group, this.ids[number]!, fitted),
      outages: plan.outages,
      ...(plan.faults && { faults: plan.faults }),
      chips: fitted.map(({ chip }) => chip),
      flash: group.flash,
      ...(group.battery !== undefined && { batteryMv: group.battery }),
    }
    const hears = quantitiesOf(partNames(group)).includes(NOISE_LAEQ)
    const series = seriesAt(this.layers, place, this.endS, hears)
    return { setup, series, group: group.name, place }
  }

  private groupOf(number: number): { group: GroupFile; index: number; count: number } {
    let index = number
    for (const [i, group] of this.file.kits.entries()) {
      const count = this.counts[i]!
      if (index < count) return { group, index, count }
      index -= count
    }
    throw new Error(`no kit of number ${number}`)
  }
}

/** Names of a group's parts as the config has them. */
export function partNames({ parts }: GroupFile): string[] {
  return parts.map((part) => (part.part === 'use' ? part.name : part.part))
}

/** Why the firmware would refuse a group's config, or empty. */
export function groupFault(group: GroupFile): string {
  const fitted = group.parts.map((part, i) => fitPart(part, new Random(0, 0, PARTS + i), ''))
  return configFault(configOf(group, 'kit', fitted))
}

function configOf(group: GroupFile, id: string, fitted: readonly ReturnType<typeof fitPart>[]) {
  const { periodS, targets } = group.config
  const config: KitConfig = {
    periodS,
    targets: targets.map((target) => simulatedTarget(target as Partial<TargetConfig>, id)),
    sensors: fitted.map(({ part, port, address }) =>
      address === undefined ? { part, port } : { part, port, address },
    ),
  }
  return config
}

/** Digits of a kit's number in its id. */
export function digitsOf(count: number): number {
  return Math.max(2, String(count).length)
}

/**
 * ward-01, ward-02, …: with as many digits as the file's own count has, two at the least. What is
 * present beyond that has more, so that a kit's id does not depend on how many there are.
 */
function idsOf({ name, count }: GroupFile, present: number): string[] {
  const digits = digitsOf(count)
  return Array.from({ length: present }, (_, i) => `${name}-${String(i + 1).padStart(digits, '0')}`)
}

export function timingOf(file: ScenarioFile) {
  const startUtcS = Date.parse(file.start) / 1000
  const zone = /([+-])(\d\d):(\d\d)$/.exec(file.start)
  const sign = zone?.[1] === '-' ? -1 : 1
  const offsetS = zone === null ? 0 : sign * (Number(zone[2]) * 3_600 + Number(zone[3]) * 60)
  const durationS = Math.round(secondsOf(file.duration))
  const endS = durationS + Math.round(secondsOf(file.settle))
  const startOfDayS = (startUtcS + offsetS) % 86_400
  return { startUtcS, offsetS, durationS, endS, startOfDayS }
}
