/**
 * One simulated kit: a board with its chips in its world, and the firmware on it. The same class
 * runs in Node, in XS and in Espruino; only `setup`, plain data, comes from outside.
 */
import type { KitConfig } from '../../device/config/config.ts'
import type { Kit } from '../../device/kit.ts'
import type { Platform } from '../../device/platform/io.ts'
import { Bme280Chip, type Bme280Unit } from './chips/bme280-chip.ts'
import { Sds011Chip, type Sds011Unit } from './chips/sds011-chip.ts'
import { Sht3xChip, type Sht3xUnit } from './chips/sht3x-chip.ts'
import type { KitFaults } from './faults/kit-faults.ts'
import { type FlashStore, SimFlash } from './flash.ts'
import { I2CBus } from './i2c-bus.ts'
import { Kernel, type Timing } from './kernel.ts'
import { type Outage, type Server, SimNetwork } from './network.ts'
import { SimPlatform } from './platform.ts'
import { Random } from './random.ts'
import { SerialLine } from './serial-line.ts'
import { type Series, World } from './world.ts'

/** All that makes one kit different from another; JSON. */
export interface KitSetup {
  readonly id: string
  /** Number of the kit in its scenario, and the scenario's seed: together they decide all draws. */
  readonly number: number
  readonly seed: number
  /** UTC in ms at the scenario's start. */
  readonly startUtcMs: number
  /** When power comes, in ms of the scenario. */
  readonly powerOnMs: number
  readonly config: KitConfig
  readonly outages: readonly Outage[]
  /** Needs a `FaultyKit`; in it everything goes well that is not named. */
  readonly faults?: KitFaults
  readonly sds011?: Sds011Unit
  readonly bme280?: Bme280Unit
  readonly sht3x?: Sht3xUnit
  readonly flashWriteAlign: number
}

/** Streams of draws. */
export const CHIPS = 1
export const NETWORK = 2
export const ENTROPY = 3
export const BATTERY = 4

/** From power to the firmware's first line, as boards need for their boot loader. */
export const BOOT_MS = 350
export const BATTERY_MV_MIN = 3_950
export const BATTERY_MV_MAX = 4_150

/** Makes the firmware on a platform: `new Kit(platform, config)` of whichever bundle runs. */
export type Firmware = (platform: Platform, config: KitConfig) => Kit

export function draws(setup: KitSetup, stream: number): Random {
  return new Random(setup.seed, setup.number, stream)
}

/** The kit's chips on their buses; made when their power comes. */
export class Parts {
  readonly bus = new I2CBus()
  readonly line: SerialLine | undefined
  readonly sds011: Sds011Chip | undefined

  constructor(setup: KitSetup, time: Timing, world: World, chips: Random) {
    if (setup.sds011 !== undefined) {
      this.line = new SerialLine(time, 9600)
      this.sds011 = new Sds011Chip(time, this.line, world, chips, setup.sds011)
      this.sds011.powerOn()
    }
    const bus = this.bus
    if (setup.bme280 !== undefined) bus.add(new Bme280Chip(time, world, chips, setup.bme280))
    if (setup.sht3x !== undefined) bus.add(new Sht3xChip(time, world, chips, setup.sht3x))
  }
}

/** What runs one kit; a run is watched through it. */
export interface Board {
  readonly kernel: Kernel
  readonly flash: SimFlash
  /** The firmware as its latest boot made it. */
  readonly kit: Kit
  /** Lets time go on to `untilMs` of the scenario; false while the server's answer is awaited. */
  run(untilMs: number): boolean
}

/** A kit with steady power: one boot. */
export class SimKit implements Board {
  readonly kernel = new Kernel()
  readonly flash: SimFlash
  readonly kit: Kit

  constructor(
    setup: KitSetup,
    series: readonly Series[],
    store: FlashStore,
    server: Server,
    firmware: Firmware,
    onUpload: (body: Uint8Array) => void,
  ) {
    const kernel = this.kernel
    kernel.run(setup.powerOnMs * 1000)
    const parts = new Parts(setup, kernel, new World(series), draws(setup, CHIPS))
    kernel.run((setup.powerOnMs + BOOT_MS) * 1000)
    this.flash = new SimFlash(store, setup.flashWriteAlign)
    const network = new SimNetwork(
      kernel,
      draws(setup, NETWORK),
      server,
      setup.outages,
      setup.startUtcMs,
      onUpload,
    )
    const platform = new SimPlatform(
      setup.id,
      kernel,
      draws(setup, ENTROPY),
      this.flash,
      network,
      'uart1',
      parts.line,
      'i2c1',
      parts.bus,
      draws(setup, BATTERY).between(BATTERY_MV_MIN, BATTERY_MV_MAX),
    )
    this.kit = firmware(platform, setup.config)
    this.kit.start()
  }

  run(untilMs: number): boolean {
    return this.kernel.run(untilMs * 1000)
  }
}
