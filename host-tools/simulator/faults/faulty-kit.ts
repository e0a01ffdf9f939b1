/**
 * One simulated kit around which things go wrong as its setup's `faults` say. It boots as often as
 * it must: every boot has a board, a network and a firmware of its own, and nothing of an older one
 * is heard again. What lasts is the flash, the world, and what is on the wire. Chips lose their
 * power with the board when the supply fails, and keep it when the board alone restarts.
 */
import type { Kit } from '../../../device/kit.ts'
import { RESET_CAUSES } from '../../../device/platform/io.ts'
import { type MemoryStore, SimFlash } from '../flash.ts'
import { Kernel, Timer } from '../kernel.ts'
import { type OnUpload, type Server, SimNetwork } from '../network.ts'
import {
  BOOT_MS,
  type Board,
  batteryOf,
  draws,
  drawsOfChips,
  ENTROPY,
  type Firmware,
  type KitSetup,
  NETWORK,
  type Parts,
} from '../sim-kit.ts'
import { type Series, World } from '../world.ts'
import { FaultyNetwork } from './faulty-network.ts'
import { type Ailment, ailmentsOf, FaultyParts } from './faulty-parts.ts'
import { FaultyPlatform } from './faulty-platform.ts'
import { FragileStore, PowerLost } from './fragile-store.ts'
import type { KitFaults, PowerLoss } from './kit-faults.ts'
import { BoardTime, Life } from './life.ts'
import { Wire } from './wire.ts'

/** Streams of draws, besides those of a kit without faults. */
const WIRE = 5
const TEARS = 6

const MS_US = 1_000
const SECOND_US = 1_000_000

type Cause = (typeof RESET_CAUSES)[number]

export class FaultyKit implements Board {
  readonly kernel = new Kernel()
  readonly flash: SimFlash
  readonly store: FragileStore
  /** There is none before the first boot. */
  kit!: Kit
  /** Boots so far, and those that power was lost for. */
  boots = 0
  powerLosses = 0
  /** When the latest life of the board ended. */
  endedUs = 0
  readonly id: string
  private readonly setup: KitSetup
  private readonly faults: KitFaults
  private readonly world: World
  private readonly wire: Wire
  private readonly firmware: Firmware
  private readonly makeNetwork: (life: Life) => FaultyNetwork
  private readonly ailments: readonly Ailment[]
  private readonly chips: ReturnType<typeof drawsOfChips>
  private readonly entropy: ReturnType<typeof draws>
  private readonly batteryMv: number
  private supply: Life
  private parts!: Parts
  private life: Life
  private time: BoardTime
  private cause: Cause = 'power-on'
  private struck = 0
  private readonly strike: Timer
  private readonly decay: Timer
  private decayed = 0
  private readonly power: Timer
  private readonly boot: Timer

  constructor(
    setup: KitSetup,
    series: readonly Series[],
    store: MemoryStore,
    server: Server,
    firmware: Firmware,
    onUpload: OnUpload,
  ) {
    const kernel = this.kernel
    const faults = setup.faults ?? {}
    this.id = setup.id
    this.setup = setup
    this.faults = faults
    this.firmware = firmware
    this.world = new World(series)
    const nowUs = () => kernel.nowUs
    this.store = new FragileStore(store, setup.flash.writeAlign, draws(setup, TEARS), nowUs)
    this.flash = new SimFlash(this.store, setup.flash.writeAlign)
    this.chips = drawsOfChips(setup)
    this.ailments = ailmentsOf(setup)
    this.entropy = draws(setup, ENTROPY)
    this.batteryMv = batteryOf(setup)
    const { outages, startUtcMs } = setup
    const random = draws(setup, NETWORK)
    this.wire = new Wire(kernel, draws(setup, WIRE), server, faults.network ?? [], outages)
    this.makeNetwork = (life) => {
      const sound = new SimNetwork(life, random, server, outages, startUtcMs, onUpload)
      return new FaultyNetwork(life, sound, this.wire, faults, onUpload)
    }
    this.life = new Life(kernel)
    this.supply = this.life
    this.time = new BoardTime(this.life, 0)
    this.strike = new Timer(() => this.onStrike())
    this.power = new Timer(() => this.powerOn())
    this.boot = new Timer(() => this.start())
    this.decay = new Timer(() => this.onDecay())
    this.life.end()
    kernel.set(this.power, setup.powerOnMs * MS_US)
    this.awaitStrike()
    this.awaitDecay()
    if (faults.calmFromS !== undefined)
      kernel.set(new Timer(() => this.calm()), faults.calmFromS * SECOND_US)
  }

  /** Whether the board has power and runs what `kit` names. */
  get alive(): boolean {
    return !this.life.over
  }

  run(untilMs: number): boolean {
    for (;;) {
      try {
        return this.kernel.run(untilMs * MS_US)
      } catch (error) {
        // The firmware ended in the middle of a call, with its power.
        if (!(error instanceof PowerLost)) throw error
      }
    }
  }

  /** Power stays from now on: what has not struck yet never does. */
  calm(): void {
    this.kernel.clear(this.strike)
    this.store.cutInside(Infinity, () => {})
  }

  private powerOn(): void {
    const kept = this.parts?.chips.map((chip) => chip.memory?.())
    const chips = this.setup.chips.map((chip, i) => ({
      ...chip,
      unit: { ...chip.unit, ...kept?.[i] },
    }))
    this.supply = new Life(this.kernel)
    const setup = { ...this.setup, chips }
    this.parts = new FaultyParts(setup, this.supply, this.world, this.chips, this.ailments)
    this.store.powerOn()
    this.bootSoon()
  }

  private bootSoon(): void {
    this.kernel.set(this.boot, this.kernel.nowUs + BOOT_MS * MS_US)
  }

  private start(): void {
    const life = new Life(this.kernel)
    this.life = life
    this.time = new BoardTime(life, this.faults.driftPpm ?? 0)
    this.boots++
    const platform = new FaultyPlatform(
      {
        id: this.setup.id,
        life,
        time: this.time,
        resetCause: RESET_CAUSES.indexOf(this.cause),
        entropy: this.entropy,
        flash: this.flash,
        network: this.makeNetwork(life),
        parts: this.parts,
        batteryMv: this.batteryMv,
      },
      () => this.restart('watchdog'),
    )
    this.kit = this.firmware(platform, this.setup.config)
    this.kit.start()
  }

  private awaitStrike(): void {
    const next = this.faults.power?.[this.struck]
    if (next !== undefined) this.kernel.set(this.strike, next.atS * SECOND_US)
  }

  private onStrike(): void {
    const fault = this.faults.power![this.struck++]!
    this.awaitStrike()
    if ('offS' in fault && fault.inFlash !== undefined) {
      // Also while power is away: so it can strike the boot that follows.
      this.store.cutInside(fault.inFlash, () => this.losePower(fault))
      return
    }
    // What is down cannot fall.
    if (this.life.over) return
    if ('offS' in fault) this.losePower(fault)
    else if (fault.kind === 'reset') this.restart('software')
    else this.time.stop()
  }

  private awaitDecay(): void {
    const next = this.faults.flash?.[this.decayed]
    if (next !== undefined) this.kernel.set(this.decay, next.atS * SECOND_US)
  }

  private onDecay(): void {
    const fault = this.faults.flash![this.decayed++]!
    if (fault.kind === 'rot') this.store.rot(fault.bits)
    else this.store.spoil(fault.block)
    this.awaitDecay()
  }

  private losePower(fault: PowerLoss): void {
    this.powerLosses++
    this.end(fault.kind === 'cut' ? 'power-on' : 'brown-out')
    this.supply.end()
    this.store.powerOff()
    const calmUs = (this.faults.calmFromS ?? Infinity) * SECOND_US
    this.kernel.set(this.power, Math.min(this.kernel.nowUs + fault.offS * SECOND_US, calmUs))
  }

  private restart(cause: Cause): void {
    this.end(cause)
    this.dropSerial()
    this.bootSoon()
  }

  private end(cause: Cause): void {
    this.cause = cause
    this.endedUs = this.kernel.nowUs
    this.life.end()
  }

  /** Receive queues are the board's; what a chip is sending just then still arrives. */
  private dropSerial(): void {
    for (const { port } of this.setup.chips) {
      const line = this.parts.line(port)
      line?.close()
      line?.read(new Uint8Array(256))
    }
  }
}
