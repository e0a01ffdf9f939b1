/**
 * The firmware's real image for a Raspberry Pi Pico on an emulated RP2040, with the same simulated
 * chips on its pins. A Pico has no network: at the end its log is read by cable, and only then
 * does a hub get anything. `docs/rp2040.md` says what is faithful in this and what is not.
 */
import { readFileSync } from 'node:fs'
import type { KitReport } from '../../guest/guest.ts'
import type { FleetKit } from '../../scenario/fleet.ts'
import type { KitSetup } from '../../sim-kit.ts'
import {
  type Cost,
  type Engine,
  EngineMissing,
  type EngineOptions,
  EngineRefusal,
  endOfRunMs,
  type KitRun,
  type OnArrival,
  type OnBody,
} from '../engine.ts'
import { loadOwnModels } from '../own-models.ts'
import { PicoBoard } from './board.ts'
import { isBootRom } from './boot-rom.ts'
import { builtMisfit } from './built-setup.ts'
import { misfitOf } from './fit.ts'
import { type FirmwareImage, logRegionOf, readImage } from './image.ts'
import { type Readout, readOut } from './readout.ts'
import { boardBundle, flashOf } from './settings.ts'

/** Simulated time between two looks at what else is to be done. */
const STEP_MS = 1_000
/** A kit that has not entered itself in its log by then has not started. */
const START_MS_MAX = 30_000

const NO_IMAGE =
  'No image: name one with --image FILE.uf2. An Espruino for the Pico comes from a checkout of ' +
  'github.com/espruino/Espruino ("BOARD=RP2040_PICO RELEASE=1 make"); this firmware under ' +
  'Moddable from "mcconfig -m -p pico" in this folder, with the SDK of ' +
  'github.com/Moddable-OpenSource/moddable. A boot ROM (--bootrom FILE) may be left out; ' +
  'github.com/raspberrypi/pico-bootrom-rp2040 has it. docs/rp2040.md tells more.'

export class Rp2040Engine implements Engine {
  readonly name = 'rp2040'
  private readonly image: FirmwareImage
  private readonly rom: Uint8Array | undefined
  private bundle = ''
  private closed = false

  /** Throws EngineMissing without an image, and EngineRefusal for a file that cannot be used. */
  constructor({ image, bootrom }: EngineOptions) {
    if (image === undefined) throw new EngineMissing(NO_IMAGE)
    this.image = using(image, readImage)
    this.rom = bootrom === undefined ? undefined : using(bootrom, asBootRom)
  }

  /** Rejects with EngineRefusal for a kit that a Pico, or this image, cannot be. */
  async run(
    kit: FleetKit,
    hours: number,
    onUpload: OnBody,
    onArrival: OnArrival = () => {},
  ): Promise<KitRun> {
    const { setup, series } = kit
    const { firmware } = this.image
    const misfit = misfitOf(setup, firmware)
    if (misfit !== '') throw new EngineRefusal(`${setup.id}: ${misfit}`)
    await loadOwnModels(setup)
    if (firmware === 'espruino' && this.bundle === '') this.bundle = await boardBundle()
    const flash = flashOf(this.image, setup, this.bundle)
    const log = logRegionOf(firmware)
    const board = new PicoBoard(setup, series, { rom: this.rom, flash, log })
    const endMs = endOfRunMs(hours)
    const knownMs = setup.powerOnMs + START_MS_MAX
    await this.runTo(board, Math.min(knownMs, endMs))
    if (endMs >= knownMs && log.boots.length === 0)
      throw new Error(`${setup.id}: half a minute after power the firmware’s log is empty`)
    // A kit that is not the scenario's is known by its first average.
    await this.runTo(board, Math.min(knownMs + setup.config.periodS * 1000, endMs))
    this.checkBuilt(readLog(board, setup, board.time.nowUs / 1000), setup)
    await this.runTo(board, endMs)
    const readout = readLog(board, setup, endMs)
    this.checkBuilt(readout, setup)
    readout.bodies.forEach((body, number) => {
      onUpload(body, endMs, 0)
      onArrival(number, endMs)
    })
    return { report: reportOf(readout, board), cost: costOf(board, endMs - setup.powerOnMs) }
  }

  close(): void {
    this.closed = true
  }

  /** Throws where the image has a setup built in, and it is not this one. */
  private checkBuilt({ bodies }: Readout, { id, config }: KitSetup): void {
    const misfit = this.image.firmware === 'moddable-built' ? builtMisfit(bodies, config) : ''
    if (misfit !== '') throw new EngineRefusal(`${id}: ${misfit}`)
  }

  private async runTo(board: PicoBoard, endMs: number): Promise<void> {
    for (let timeMs = board.time.nowUs / 1000; timeMs < endMs; ) {
      if (this.closed) throw new Error('closed')
      timeMs = Math.min(timeMs + STEP_MS, endMs)
      board.run(timeMs)
      // Signals and timers get their turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

function asBootRom(bytes: Uint8Array): Uint8Array {
  if (!isBootRom(bytes)) throw new Error('no boot ROM of an RP2040, which has 16,384 bytes')
  return bytes
}

/** What a file holds; the refusal of one that cannot be used begins with its name. */
function using<T>(file: string, read: (bytes: Uint8Array) => T): T {
  try {
    return read(readFileSync(file))
  } catch (error) {
    throw new EngineRefusal(`${file}: ${error instanceof Error ? error.message : error}`)
  }
}

function readLog(board: PicoBoard, setup: KitSetup, timeMs: number): Readout {
  const { log } = board
  return readOut(board.content.subarray(log.from, log.to), log.blockLength, {
    kit: setup.id,
    bootsUtcMs: log.boots.map((bootMs) => setup.startUtcMs + bootMs),
    nowUtcMs: setup.startUtcMs + timeMs,
  })
}

function reportOf(
  { bodies, records, clockRecords, journal }: Readout,
  board: PicoBoard,
): KitReport {
  const { log, resets, time } = board
  return {
    records: journal.next,
    delivered: records,
    backlog: 0,
    lost: journal.dropped[0]!,
    duplicates: 0,
    batches: bodies.length,
    flashWrites: log.writes,
    flashBytes: log.bytes,
    flashErases: log.erases,
    events: time.kernel.events,
    boots: 1 + resets,
    powerLosses: 0,
    journal,
    readByCable: { clockRecords },
  }
}

function costOf(board: PicoBoard, poweredMs: number): Cost {
  const idleMs = board.idleNanos / 1e6
  return {
    cycles: board.cycles,
    idlePerMille: poweredMs > 0 ? Math.round((idleMs * 1000) / poweredMs) : 0,
    serialLost: board.serialLost,
  }
}
