/**
 * A Raspberry Pi Pico with a kit's chips on its pins: an emulated RP2040 that runs a firmware image
 * as it is, simulated chips, and one time for both.
 */
import { ConsoleLogger, LogLevel, RP2040 } from 'rp2040js'
import { pico } from '../../../../device/boards/pico.ts'
import { batteryOf, draws, drawsOfChips, ENTROPY, type KitSetup, Parts } from '../../sim-kit.ts'
import { type Series, World } from '../../world.ts'
import { doFlashFunction, loadBootRom } from './boot-rom.ts'
import { passBusyWaits } from './busy-wait.ts'
import { ChipClock } from './clock.ts'
import { FLASH_LENGTH, FlashChip } from './flash-chip.ts'
import { answerUniqueId } from './flash-id.ts'
import { HostRom } from './host-rom.ts'
import { I2CWires } from './i2c-wires.ts'
import type { LogRegion } from './log-region.ts'
import { connectBattery, connectOscillator } from './pins.ts'
import { ChipTime } from './time.ts'
import { UartLine } from './uart-line.ts'

const FLASH_START = 0x10000000
/** High while VBUS brings the supply, as it does from any USB charger. */
const VBUS_PIN = 24
const WATCHDOG = 0x40058
const SCRATCH_REGISTERS = 8
/** Stream of the draws that make the board's number. */
const BOARD_ID = 7
const ID_LENGTH = 8

/** What of the emulator's watchdog outlasts a reset. */
interface Watchdog {
  reason: number
  readonly alarm: { enable: boolean }
  readonly scratchData: Uint32Array
  onWatchdogTrigger: () => void
}

/** What an image needs besides the board. */
export interface PicoOptions {
  /** The chip's own boot ROM; without it the host does what it is asked for. */
  readonly rom: Uint8Array | undefined
  /** All of the flash chip, image and settings, as the power finds it. */
  readonly flash: Uint8Array
  readonly log: LogRegion
}

export class PicoBoard {
  readonly time: ChipTime
  readonly parts: Parts
  readonly log: LogRegion
  /** Resets by the watchdog, whoever asked for them. */
  resets = 0
  private chip!: RP2040
  private clock!: ChipClock
  private readonly options: PicoOptions
  private readonly setup: KitSetup
  private readonly id: Uint8Array
  private readonly random: ReturnType<typeof draws>
  private readonly batteryMv: number
  private cyclesBefore = 0
  private idleNanosBefore = 0
  private mustReset = false

  /** Power comes at the setup's moment. */
  constructor(setup: KitSetup, series: readonly Series[], options: PicoOptions) {
    this.options = options
    this.log = options.log
    this.setup = setup
    this.time = new ChipTime(setup.powerOnMs * 1000)
    this.random = draws(setup, ENTROPY)
    this.batteryMv = batteryOf(setup)
    const random = draws(setup, BOARD_ID)
    this.id = Uint8Array.from({ length: ID_LENGTH }, () => random.between(0, 255))
    this.parts = new Parts(setup, this.time, new World(series), drawsOfChips(setup), {
      line: (_part, baud) => new UartLine(this.time, baud),
      chip: (_part, chip) => chip,
      oneWireChip: (_part, chip) => chip,
      pulseChip: (_part, chip) => chip,
    })
    this.start(options.flash, 0, new Uint32Array(SCRATCH_REGISTERS))
  }

  /** The flash chip's content. */
  get content(): Uint8Array {
    return this.chip.flash.subarray(0, FLASH_LENGTH)
  }

  /** Cycles that the core worked for, in all boots. */
  get cycles(): number {
    return this.cyclesBefore + this.chip.core.cycles
  }

  /** Time in which it waited for an interrupt, or for a time to come. */
  get idleNanos(): number {
    return this.idleNanosBefore + this.clock.idleNanos
  }

  /** Bytes of serial chips that no UART of the board took. */
  get serialLost(): number {
    return this.lines().reduce((sum, [, line]) => sum + line.lost, 0)
  }

  /** Lets the scenario go on to `untilMs`; throws when the firmware broke down. */
  run(untilMs: number): void {
    while (this.time.nowUs < untilMs * 1000) {
      const leftUs = untilMs * 1000 - this.time.nowUs
      this.clock.run(this.clock.nanos + leftUs * 1000, () => !this.mustReset)
      if (this.mustReset) this.restart()
    }
  }

  private lines(): [ReturnType<typeof pico>['serial'][number], UartLine][] {
    return pico().serial.flatMap((pins): [typeof pins, UartLine][] => {
      const line = this.parts.line(pins.name)
      return line instanceof UartLine ? [[pins, line]] : []
    })
  }

  private restart(): void {
    const { reason, scratchData } = this.watchdog()
    this.cyclesBefore = this.cycles
    this.idleNanosBefore = this.idleNanos
    this.resets++
    this.mustReset = false
    this.start(this.content.slice(), reason, scratchData)
  }

  /** Power comes, or the watchdog has reset the chip; the parts know nothing of the latter. */
  private start(content: Uint8Array, reason: number, scratch: Uint32Array): void {
    const { log } = this
    const { rom } = this.options
    const clock = new ChipClock()
    const chip = new RP2040(clock)
    chip.logger = new ConsoleLogger(LogLevel.Error, false)
    clock.attach(chip)
    const stall = (nanos: number) => clock.stall(nanos)
    this.chip = chip
    this.clock = clock
    const flash = new FlashChip(chip.flash, log, stall)
    const isDone = rom === undefined ? hostRom(chip, flash) : chipRom(chip, flash, rom)
    chip.flash.set(content)
    chip.onBreak = (code) => {
      if (!isDone(code)) throw new Error(`the firmware broke down ${placeOf(chip)}`)
    }
    answerUniqueId(chip, this.id)
    passBusyWaits(chip, clock)
    this.wire(stall)
    const watchdog = this.watchdog()
    watchdog.reason = reason
    watchdog.scratchData.set(scratch)
    watchdog.onWatchdogTrigger = () => {
      // The emulator's would go off again at once, and without end.
      watchdog.alarm.enable = false
      this.mustReset = true
      clock.stall(0)
    }
    this.time.follow(clock)
    log.awaitBoot(() => this.time.nowUs / 1000)
    chip.core.PC = FLASH_START
  }

  private wire(stall: (nanos: number) => void): void {
    const { chip, parts, setup, time } = this
    const map = pico()
    for (const [pins, line] of this.lines()) line.connect(chip, pins)
    for (const pins of map.i2c) new I2CWires(chip, pins, parts.bus(pins.name)!, stall)
    connectBattery(chip, map.battery!, this.batteryMv, () => time.nowUs - setup.powerOnMs * 1000)
    connectOscillator(chip, this.random)
    chip.gpio[VBUS_PIN]!.setInputValue(true)
  }

  private watchdog(): Watchdog {
    return this.chip.peripherals[WATCHDOG] as unknown as Watchdog
  }
}

/** Of the break that the core has just passed. */
function placeOf({ core }: RP2040): string {
  return `at 0x${(core.PC - 2).toString(16)}, called from 0x${core.LR.toString(16)}`
}

function hostRom(chip: RP2040, flash: FlashChip): (code: number) => boolean {
  const rom = new HostRom(chip, flash)
  return (code) => rom.call(code)
}

function chipRom(chip: RP2040, flash: FlashChip, rom: Uint8Array): (code: number) => boolean {
  loadBootRom(chip, rom)
  return (code) => doFlashFunction(code, chip, flash)
}
