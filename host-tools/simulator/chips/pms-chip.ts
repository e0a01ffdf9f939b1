/**
 * PMS5003, PMS7003 and PMSA003 as their data manuals describe them (see `device/sensors/pms.ts`).
 *
 * After power-on the chip is active: a report every 2.3 s, or every 800 ms while concentrations
 * move by more than a fifth. Passive, it reports when asked. A change of mode and the command to
 * sleep are answered. Asleep it hears nothing but the call to wake up. The mode lasts until power
 * goes. Readings are right 30 s after the fan starts.
 */
import { Timer, type Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { SerialLine } from '../serial-line.ts'
import type { World } from '../world.ts'
import type { Chip, ChipModel } from './chip.ts'
import { Optics, type OpticsUnit } from './optics.ts'

const BAUD = 9600
const STABLE_US = 2_300_000
const FAST_US = 800_000
const FIRST_US = 1_000_000
const RESPONSE_US = 30_000_000
const COMMAND_LENGTH = 7
const REPORT_LENGTH = 32
const REPLY_LENGTH = 8
/** Above this a word of the report cannot hold the figure. */
const WORD_MAXIMUM = 0xffff
/** Every chip's, one after the other: the line copies what it is given. */
const FRAME = /* @__PURE__ */ new Uint8Array(REPORT_LENGTH)

export interface PmsUnit extends OpticsUnit {
  /** The kit's TX is not wired: the chip hears nothing and stays active. */
  readonly deaf?: boolean
}

export class PmsChip implements Chip {
  private readonly kernel: Timing
  private readonly line: SerialLine
  private readonly optics: Optics
  private readonly report: Timer
  private readonly command = new Uint8Array(COMMAND_LENGTH)
  private heard = 0
  private passive = false
  private asleep = false
  private runningSinceUs: number
  private lastPm25 = 0

  constructor(kernel: Timing, line: SerialLine, world: World, random: Random, unit: PmsUnit) {
    this.kernel = kernel
    this.line = line
    this.optics = new Optics(world, random, unit)
    this.runningSinceUs = kernel.nowUs
    this.report = new Timer(() => this.onReport())
    if (unit.deaf !== true) line.attach((bytes, length) => this.hear(bytes, length))
    kernel.set(this.report, kernel.nowUs + FIRST_US + random.between(0, STABLE_US))
  }

  suffer(ailment: string, isOn: boolean): void {
    this.optics.suffer(ailment, isOn)
  }

  private onReport(): void {
    const moved = Math.abs(this.send() - this.lastPm25) * 5 > this.lastPm25
    this.lastPm25 = this.optics.pm25
    this.kernel.set(this.report, this.kernel.nowUs + (moved ? FAST_US : STABLE_US))
  }

  private hear(bytes: Uint8Array, length: number): void {
    const command = this.command
    for (let i = 0; i < length; i++) {
      if (this.heard === 0 && bytes[i] !== 0x42) continue
      command[this.heard++] = bytes[i]!
      if (this.heard < COMMAND_LENGTH) continue
      this.heard = 0
      let sum = 0
      for (let at = 0; at < 5; at++) sum += command[at]!
      if (command[1] === 0x4d && sum === command[5]! * 256 + command[6]!)
        this.obey(command[2]!, command[4]!)
    }
  }

  private obey(command: number, data: number): void {
    if (this.asleep && !(command === 0xe4 && data === 1)) return
    if (command === 0xe2 && this.passive) this.send()
    else if (command === 0xe1) {
      this.passive = data === 0
      if (this.passive) this.kernel.clear(this.report)
      else this.kernel.set(this.report, this.kernel.nowUs + FAST_US)
      this.reply(command, data)
    } else if (command === 0xe4) this.sleepOrWake(data)
  }

  private sleepOrWake(data: number): void {
    this.asleep = data === 0
    if (this.asleep) {
      this.kernel.clear(this.report)
      this.reply(0xe4, data)
    } else {
      this.runningSinceUs = this.kernel.nowUs
      if (!this.passive) this.kernel.set(this.report, this.kernel.nowUs + FIRST_US)
    }
  }

  private reply(command: number, data: number): void {
    FRAME[3] = 4
    FRAME[4] = command
    FRAME[5] = data
    this.transmit(REPLY_LENGTH)
  }

  /** Sends a report; returns the PM2.5 in it, in 0.01 µg/m³. */
  private send(): number {
    const optics = this.optics
    const runningUs = this.kernel.nowUs - this.runningSinceUs
    const permille = runningUs < RESPONSE_US ? Math.floor((1000 * runningUs) / RESPONSE_US) : 1000
    optics.look(Math.floor(this.kernel.nowUs / 1000), permille)
    FRAME[3] = 28
    const fine = whole(optics.pm25)
    const coarse = whole(optics.pm10)
    // Of fine dust most is smaller than 1 µm.
    const finest = Math.floor((fine * 7 + 5) / 10)
    for (let at = 4; at < REPORT_LENGTH; at++) FRAME[at] = 0
    this.masses(4, inFactories(finest), inFactories(fine), inFactories(coarse))
    this.masses(10, finest, fine, coarse)
    // Counts above 0.3 µm in 0.1 L, about as many as it prints for such a mass.
    word(16, fine * 180 + 60)
    FRAME[28] = 0x97
    this.transmit(REPORT_LENGTH)
    return optics.pm25
  }

  private masses(at: number, pm1: number, pm25: number, pm10: number): void {
    word(at, pm1)
    word(at + 2, pm25)
    word(at + 4, pm10)
  }

  private transmit(length: number): void {
    FRAME[0] = 0x42
    FRAME[1] = 0x4d
    FRAME[2] = 0
    let sum = 0
    for (let i = 0; i < length - 2; i++) sum += FRAME[i]!
    word(length - 2, sum)
    this.line.transmit(FRAME, length)
  }
}

function whole(concentration: number): number {
  return Math.floor((concentration + 50) / 100)
}

/** "CF=1, standard particle": the same up to 30 µg/m³, half as much again from 100 on. */
function inFactories(atmospheric: number): number {
  if (atmospheric <= 30) return atmospheric
  if (atmospheric >= 100) return Math.floor((atmospheric * 3) / 2)
  return atmospheric + Math.floor(((atmospheric - 30) * 50) / 70)
}

function word(at: number, value: number): void {
  const bounded = value > WORD_MAXIMUM ? WORD_MAXIMUM : value
  FRAME[at] = bounded >> 8
  FRAME[at + 1] = bounded & 0xff
}

/** One of the three on its serial line; power comes with it. */
export const pmsModel: ChipModel<PmsUnit> = (bench, unit) =>
  new PmsChip(bench.time, bench.openLine(BAUD), bench.world, bench.random, unit)
