/**
 * One simulated kit: a board with its chips in its world, and the firmware on it. The same class
 * runs in Node, in XS and in Espruino; only `setup`, plain data, comes from outside.
 */
import type { KitConfig } from '../../device/config/config.ts'
import type { Kit } from '../../device/kit.ts'
import type { FlashStatus, Platform } from '../../device/platform/io.ts'
import type { Chip, ChipSetup } from './chips/chip.ts'
import { MODELS } from './chips/models.ts'
import type { KitFaults } from './faults/kit-faults.ts'
import { type FlashStore, SimFlash } from './flash.ts'
import { I2CBus, type I2CChip } from './i2c-bus.ts'
import { Kernel, type Timing } from './kernel.ts'
import { type OnUpload, type Outage, type Server, SimNetwork } from './network.ts'
import { type OneWireChip, OneWireLine } from './one-wire-line.ts'
import { type Ports, SimPlatform } from './platform.ts'
import { type PulseChip, PulseLine } from './pulse-line.ts'
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
  /** What is there, whatever the config says. */
  readonly chips: readonly ChipSetup[]
  readonly flash: FlashStatus
  /** Supply when power comes, in mV; drawn if it is not said. */
  readonly batteryMv?: number
}

/** Streams of draws; each chip has one of its own, from CHIPS on. */
const CHIPS = 50
export const NETWORK = 2
export const ENTROPY = 3
const BATTERY = 4

/** From power to the firmware's first line, as boards need for their boot loader. */
export const BOOT_MS = 350
/** Of a serial port without a chip. */
const IDLE_BAUD = 9600
const BATTERY_MV_MIN = 3_950
const BATTERY_MV_MAX = 4_150

/** Makes the firmware on a platform: `new Kit(platform, config)` of whichever bundle runs. */
export type Firmware = (platform: Platform, config: KitConfig) => Kit

export function draws(setup: KitSetup, stream: number): Random {
  return new Random(setup.seed, setup.number, stream)
}

/** In mV. */
export function batteryOf(setup: KitSetup): number {
  return setup.batteryMv ?? draws(setup, BATTERY).between(BATTERY_MV_MIN, BATTERY_MV_MAX)
}

/** The draws of each chip; they go on when its power comes back. */
export function drawsOfChips(setup: KitSetup): Random[] {
  const random: Random[] = []
  for (let i = 0; i < setup.chips.length; i++) random.push(draws(setup, CHIPS + i))
  return random
}

/** Wires that are not as they should be: the line of a serial part, and a chip behind them. */
export interface Wiring {
  line(part: string, baud: number): SerialLine
  chip(part: string, chip: I2CChip): I2CChip
  oneWireChip(part: string, chip: OneWireChip): OneWireChip
  pulseChip(part: string, chip: PulseChip): PulseChip
}

/** The kit's chips on its board's ports, uart…, i2c… and wire…; made when their power comes. */
export class Parts implements Ports {
  readonly chips: readonly Chip[]
  private readonly time: Timing
  private readonly lines: Record<string, SerialLine> = {}
  private readonly buses: Record<string, I2CBus> = {}
  private readonly wires: Record<string, OneWireLine> = {}
  private readonly pulseWires: Record<string, PulseLine> = {}

  constructor(
    setup: KitSetup,
    time: Timing,
    world: World,
    random: readonly Random[],
    wiring?: Wiring,
  ) {
    this.time = time
    this.chips = setup.chips.map(({ part, port, unit, model: file }, i) => {
      const model = MODELS[file ?? part]
      if (model === undefined) throw new Error(`no model of ${part}`)
      const openLine = (baud: number) => {
        const line = wiring === undefined ? new SerialLine(time, baud) : wiring.line(part, baud)
        this.lines[port] = line
        return line
      }
      const addToBus = (chip: I2CChip) =>
        this.bus(port)!.add(wiring === undefined ? chip : wiring.chip(part, chip))
      const addToOneWire = (chip: OneWireChip) =>
        this.oneWire(port)!.add(wiring === undefined ? chip : wiring.oneWireChip(part, chip))
      const addToPulses = (chip: PulseChip) =>
        this.pulses(port)!.attach(wiring === undefined ? chip : wiring.pulseChip(part, chip))
      const ways = { openLine, addToBus, addToOneWire, addToPulses }
      return model({ time, world, random: random[i]!, ...ways }, unit)
    })
  }

  /** A port that nothing is wired to is there as well. */
  line(port: string): SerialLine | undefined {
    if (this.lines[port] === undefined && port.slice(0, 4) === 'uart')
      this.lines[port] = new SerialLine(this.time, IDLE_BAUD)
    return this.lines[port]
  }

  bus(port: string): I2CBus | undefined {
    if (this.buses[port] === undefined && port.slice(0, 3) === 'i2c')
      this.buses[port] = new I2CBus()
    return this.buses[port]
  }

  pulses(port: string): PulseLine | undefined {
    if (this.pulseWires[port] === undefined && port.slice(0, 4) === 'wire')
      this.pulseWires[port] = new PulseLine(this.time)
    return this.pulseWires[port]
  }

  oneWire(port: string): OneWireLine | undefined {
    if (this.wires[port] === undefined && port.slice(0, 4) === 'wire')
      this.wires[port] = new OneWireLine()
    return this.wires[port]
  }
}

/** What runs one kit; a run is watched through it. */
export interface Board {
  readonly kernel: Kernel
  readonly flash: SimFlash
  /** The firmware as its latest boot made it. */
  readonly kit: Kit
  /** Boots so far, and those that power was lost for. */
  readonly boots: number
  readonly powerLosses: number
  /** Lets time go on to `untilMs` of the scenario; false while the server's answer is awaited. */
  run(untilMs: number): boolean
}

/** A kit with steady power: one boot. */
export class SimKit implements Board {
  readonly kernel = new Kernel()
  readonly flash: SimFlash
  readonly kit: Kit
  readonly boots = 1
  readonly powerLosses = 0

  constructor(
    setup: KitSetup,
    series: readonly Series[],
    store: FlashStore,
    server: Server,
    firmware: Firmware,
    onUpload: OnUpload,
  ) {
    const kernel = this.kernel
    kernel.run(setup.powerOnMs * 1000)
    const parts = new Parts(setup, kernel, new World(series), drawsOfChips(setup))
    kernel.run((setup.powerOnMs + BOOT_MS) * 1000)
    this.flash = new SimFlash(store, setup.flash.writeAlign)
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
      parts,
      batteryOf(setup),
    )
    this.kit = firmware(platform, setup.config)
    this.kit.start()
  }

  run(untilMs: number): boolean {
    return this.kernel.run(untilMs * 1000)
  }
}
