/**
 * SDS011 as its two documents describe it (see `device/sensors/sds011.ts` for their titles).
 *
 * Reports once a second in active mode; keeps reporting mode and working period through power-off;
 * with a working period of n minutes it runs for 30 s, reports once and sleeps; asleep it hears
 * nothing but the command to work. A reading needs 10 s of running fan (DS, response time) before
 * it is right. Values end at 999.9 µg/m³.
 */
import { Timer, type Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { SerialLine } from '../serial-line.ts'
import type { World } from '../world.ts'
import type { Chip, ChipModel } from './chip.ts'
import { Optics, type OpticsUnit } from './optics.ts'

const BAUD = 9600
const REPORT_US = 1_000_000
const RESPONSE_US = 10_000_000
const WORK_US = 30_000_000
const MINUTE_US = 60_000_000
const RAW_MAXIMUM = 9999
const COMMAND_LENGTH = 19
/** Every chip's, one after the other: the line copies what it is given. */
const FRAME = /* @__PURE__ */ new Uint8Array([0xaa, 0, 0, 0, 0, 0, 0, 0, 0, 0xab])

/** What one unit is like, and what its memory holds when power comes. */
export interface Sds011Unit extends OpticsUnit {
  readonly id: number
  readonly workingPeriodMinutes: number
  readonly queryMode: boolean
}

export class Sds011Chip implements Chip {
  private readonly kernel: Timing
  private readonly line: SerialLine
  private readonly optics: Optics
  private readonly random: Random
  private id: number
  /** What was heard of a command so far. */
  private command: Uint8Array | undefined
  private heard = 0
  private readonly report: Timer
  private asleep = false
  /** These two stay in the chip's memory through power-off. */
  private queryMode: boolean
  private workingPeriod: number
  private runningSinceUs = 0

  constructor(kernel: Timing, line: SerialLine, world: World, random: Random, unit: Sds011Unit) {
    this.kernel = kernel
    this.line = line
    this.optics = new Optics(world, random, unit)
    this.random = random
    this.queryMode = unit.queryMode
    this.workingPeriod = unit.workingPeriodMinutes
    this.id = unit.id
    this.report = new Timer(() => this.onReport())
    line.attach((bytes, length) => this.hear(bytes, length))
  }

  /** Supply comes on, now; the first report follows within a second. */
  powerOn(): void {
    this.wake(this.random.between(0, REPORT_US - 1))
  }

  memory(): object {
    return { queryMode: this.queryMode, workingPeriodMinutes: this.workingPeriod }
  }

  suffer(ailment: string, isOn: boolean): void {
    this.optics.suffer(ailment, isOn)
  }

  private wake(phaseUs: number): void {
    this.asleep = false
    this.runningSinceUs = this.kernel.nowUs
    const firstUs = this.workingPeriod > 0 ? WORK_US : phaseUs
    this.kernel.set(this.report, this.kernel.nowUs + firstUs)
  }

  private onReport(): void {
    if (!this.queryMode) this.sendReading()
    if (this.workingPeriod === 0) {
      this.kernel.set(this.report, this.kernel.nowUs + REPORT_US)
      return
    }
    // The fan rests between two working windows; the next one begins 30 s before its report.
    this.runningSinceUs = this.kernel.nowUs + this.workingPeriod * MINUTE_US - WORK_US
    this.kernel.set(this.report, this.kernel.nowUs + this.workingPeriod * MINUTE_US)
  }

  private resting(): boolean {
    return this.asleep || this.kernel.nowUs < this.runningSinceUs
  }

  private hear(bytes: Uint8Array, length: number): void {
    for (let i = 0; i < length; i++) {
      const byte = bytes[i]!
      if (this.command === undefined && byte !== 0xaa) continue
      this.command ??= new Uint8Array(COMMAND_LENGTH)
      const command = this.command
      command[this.heard++] = byte
      if (this.heard < COMMAND_LENGTH) continue
      this.heard = 0
      this.command = undefined
      this.take(command)
    }
  }

  /** CP: 19 bytes, AA B4, command, set or ask, value, ..., id or FF FF, checksum, AB. */
  private take(command: Uint8Array): void {
    if (command[1] !== 0xb4 || command[18] !== 0xab) return
    let sum = 0
    for (let i = 2; i < 17; i++) sum += command[i]!
    if ((sum & 0xff) !== command[17]) return
    const addressed = command[15]! * 256 + command[16]!
    if (addressed !== 0xffff && addressed !== this.id) return
    const newId = command[13]! * 256 + command[14]!
    this.obey(command[2]!, command[3] === 1, command[4]!, newId)
  }

  private obey(command: number, set: boolean, value: number, newId: number): void {
    if (this.resting() && !(command === 6 && set && value === 1)) return
    if (command === 2) {
      if (set) this.queryMode = value === 1
      this.answer(command, set ? 1 : 0, this.queryMode ? 1 : 0)
    } else if (command === 4) {
      this.sendReading()
    } else if (command === 5) {
      this.id = newId
      this.answer(command, 0, 0)
    } else if (command === 6) {
      if (set) this.sleepOrWork(value)
      this.answer(command, set ? 1 : 0, this.asleep ? 0 : 1)
    } else if (command === 7) {
      this.answer(command, 15, 7)
    } else if (command === 8 && value <= 30) {
      if (set) this.setWorkingPeriod(value)
      this.answer(command, set ? 1 : 0, this.workingPeriod)
    }
  }

  private sleepOrWork(value: number): void {
    if (value === 0) {
      this.asleep = true
      this.kernel.clear(this.report)
    } else if (this.resting()) this.wake(REPORT_US)
  }

  private setWorkingPeriod(minutes: number): void {
    const was = this.workingPeriod
    this.workingPeriod = minutes
    if (was !== minutes) this.wake(REPORT_US)
  }

  private answer(command: number, first: number, second: number): void {
    FRAME[1] = 0xc5
    FRAME[2] = command
    FRAME[3] = first
    FRAME[4] = second
    FRAME[5] = command === 7 ? 10 : 0
    this.send()
  }

  private sendReading(): void {
    const optics = this.optics
    const nowUs = this.kernel.nowUs
    const runningUs = nowUs - this.runningSinceUs
    const permille = runningUs < RESPONSE_US ? Math.floor((1000 * runningUs) / RESPONSE_US) : 1000
    optics.look(Math.floor(nowUs / 1000), permille)
    const pm25 = raw(optics.pm25)
    const pm10 = raw(optics.pm10)
    FRAME[1] = 0xc0
    FRAME[2] = pm25 & 0xff
    FRAME[3] = pm25 >> 8
    FRAME[4] = pm10 & 0xff
    FRAME[5] = pm10 >> 8
    this.send()
  }

  private send(): void {
    FRAME[6] = this.id >> 8
    FRAME[7] = this.id & 0xff
    let sum = 0
    for (let i = 2; i < 8; i++) sum += FRAME[i]!
    FRAME[8] = sum & 0xff
    this.line.transmit(FRAME, FRAME.length)
  }
}

/** The chip's figure, in 0.1 µg/m³. */
function raw(concentration: number): number {
  const rounded = Math.floor((concentration + 5) / 10)
  return rounded > RAW_MAXIMUM ? RAW_MAXIMUM : rounded
}

/** An SDS011 on its serial line; power comes with it. */
export const sds011Model: ChipModel<Sds011Unit> = (bench, unit) => {
  const line = bench.openLine(BAUD)
  const chip = new Sds011Chip(bench.time, line, bench.world, bench.random, unit)
  chip.powerOn()
  return chip
}
