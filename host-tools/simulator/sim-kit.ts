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
import { type FlashStore, SimFlash } from './flash.ts'
import { I2CBus } from './i2c-bus.ts'
import { Kernel } from './kernel.ts'
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
  readonly sds011?: Sds011Unit
  readonly bme280?: Bme280Unit
  readonly sht3x?: Sht3xUnit
  readonly flashWriteAlign: number
}

/** Streams of draws. */
const CHIPS = 1
const NETWORK = 2
const ENTROPY = 3
const BATTERY = 4

/** From power to the firmware's first line, as boards need for their boot loader. */
const BOOT_MS = 350

/** Makes the firmware on a platform: `new Kit(platform, config)` of whichever bundle runs. */
export type Firmware = (platform: Platform, config: KitConfig) => Kit

export class SimKit {
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
    const draws = (stream: number) => new Random(setup.seed, setup.number, stream)
    const world = new World(series)
    const chips = draws(CHIPS)
    const bus = new I2CBus()
    kernel.run(setup.powerOnMs * 1000)
    let line: SerialLine | undefined
    if (setup.sds011 !== undefined) {
      line = new SerialLine(kernel, 9600)
      new Sds011Chip(kernel, line, world, chips, setup.sds011).powerOn()
    }
    if (setup.bme280 !== undefined) bus.add(new Bme280Chip(kernel, world, chips, setup.bme280))
    if (setup.sht3x !== undefined) bus.add(new Sht3xChip(kernel, world, chips, setup.sht3x))
    kernel.run((setup.powerOnMs + BOOT_MS) * 1000)
    this.flash = new SimFlash(store, setup.flashWriteAlign)
    const network = new SimNetwork(
      kernel,
      draws(NETWORK),
      server,
      setup.outages,
      setup.startUtcMs,
      onUpload,
    )
    const platform = new SimPlatform(
      setup.id,
      kernel,
      draws(ENTROPY),
      this.flash,
      network,
      'uart1',
      line,
      'i2c1',
      bus,
      draws(BATTERY).between(3_950, 4_150),
    )
    this.kit = firmware(platform, setup.config)
    this.kit.start()
  }

  /** Lets time go on to `untilMs` of the scenario; false while the server's answer is awaited. */
  run(untilMs: number): boolean {
    return this.kernel.run(untilMs * 1000)
  }
}
