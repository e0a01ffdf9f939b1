/**
 * SDS011 as its two documents describe it (see `device/sensors/sds011.ts` for their titles).
 *
 * Reports once a second in active mode; keeps reporting mode and working period through power-off;
 * with a working period of n minutes it runs for 30 s, reports once and sleeps; asleep it hears
 * nothing but the command to work. A reading needs 10 s of running fan (DS, response time) before
 * it is right. Values end at 999.9 µg/m³. It measures scattered light: damp particles look larger
 * than they weigh, and fog droplets like particles.
 *
 * Ailments: with a stuck fan it reports the same values for ever, blinded it sees nothing.
 */
import { PM2_5, PM10 } from '../../../device/quantities.ts'
import { Timer, type Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { SerialLine } from '../serial-line.ts'
import { DROPLETS, type Line, SWELLING, valueAt, type World } from '../world.ts'
import type { Chip, ChipModel } from './chip.ts'

const BAUD = 9600
const REPORT_US = 1_000_000
const RESPONSE_US = 10_000_000
const WORK_US = 30_000_000
const MINUTE_US = 60_000_000
const RAW_MAXIMUM = 9999
const COMMAND_LENGTH = 19
/** Every chip's, one after the other: the line copies what it is given. */
const FRAME = /* @__PURE__ */ new Uint8Array([0xaa, 0, 0, 0, 0, 0, 0, 0, 0, 0xab])
/** Share of the fog droplets that it takes for PM2.5, in per mille; all of them look like PM10. */
const FINE_DROPLETS = 300

/** What one unit is like, and what its memory holds when power comes. */
export interface Sds011Unit {
  readonly id: number
  /** Gain error in per mille. */
  readonly gain: number
  /** Spread of single readings in per mille of the value, and in 0.01 µg/m³ besides. */
  readonly noise: number
  readonly noiseFloor: number
  /** How much of swelling and droplets it sees, in per mille of a plain inlet; else 1000. */
  readonly humidityResponse?: number
  readonly workingPeriodMinutes: number
  readonly queryMode: boolean
}

export class Sds011Chip implements Chip {
  private readonly kernel: Timing
  private readonly line: SerialLine
  private readonly fine: Line | undefined
  private readonly coarse: Line | undefined
  private readonly swelling: Line | undefined
  private readonly droplets: Line | undefined
  private readonly random: Random
  private readonly unit: Sds011Unit
  private id: number
  /** What was heard of a command so far. */
  private command: Uint8Array | undefined
  private heard = 0
  private readonly report: Timer
  private asleep = false
  private pm25 = 0
  private pm10 = 0
  private hasMeasured = false
  private fanStuck = false
  private blinded = false
  /** These two stay in the chip's memory through power-off. */
  private queryMode: boolean
  private workingPeriod: number
  private runningSinceUs = 0

  constructor(kernel: Timing, line: SerialLine, world: World, random: Random, unit: Sds011Unit) {
    this.kernel = kernel
    this.line = line
    this.fine = world.line(PM2_5.code)
    this.coarse = world.line(PM10.code)
    this.swelling = world.line(SWELLING)
    this.droplets = world.line(DROPLETS)
    this.random = random
    this.unit = unit
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
    if (ailment === 'stuck-fan') this.fanStuck = isOn
    if (ailment === 'blinded-laser') this.blinded = isOn
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
    // With the fan stuck the same air stays before the laser.
    if (!this.fanStuck || !this.hasMeasured) this.measure()
    FRAME[1] = 0xc0
    FRAME[2] = this.pm25 & 0xff
    FRAME[3] = this.pm25 >> 8
    FRAME[4] = this.pm10 & 0xff
    FRAME[5] = this.pm10 >> 8
    this.send()
  }

  private measure(): void {
    this.hasMeasured = true
    const timeMs = Math.floor(this.kernel.nowUs / 1000)
    let fine = valueAt(this.fine, timeMs, 0)
    let coarse = valueAt(this.coarse, timeMs, 0)
    if (this.swelling !== undefined || this.droplets !== undefined) {
      const response = this.unit.humidityResponse ?? 1000
      const swelling = valueAt(this.swelling, timeMs, 1000)
      const factor = 1000 + Math.floor(((swelling - 1000) * response) / 1000)
      const droplets = Math.floor((valueAt(this.droplets, timeMs, 0) * response) / 1000)
      fine = Math.floor((fine * factor + droplets * FINE_DROPLETS) / 1000)
      coarse = Math.floor((coarse * factor) / 1000) + droplets
    }
    const pm25 = this.raw(fine)
    const pm10 = this.raw(coarse)
    this.pm25 = this.blinded ? 0 : pm25
    this.pm10 = this.blinded ? 0 : Math.max(pm10, pm25)
  }

  /** The chip's figure, in 0.1 µg/m³, for a true value in 0.01 µg/m³; less than none is none. */
  private raw(concentration: number): number {
    const unit = this.unit
    const value = concentration < 0 ? 0 : concentration
    const spread = Math.floor((value * unit.noise) / 1000) + unit.noiseFloor
    let seen =
      Math.floor((value * (1000 + unit.gain)) / 1000) + this.random.between(-spread, spread)
    const runningUs = this.kernel.nowUs - this.runningSinceUs
    if (runningUs < RESPONSE_US) seen = Math.floor((seen * runningUs) / RESPONSE_US)
    const raw = Math.floor((seen + 5) / 10)
    return raw < 0 ? 0 : raw > RAW_MAXIMUM ? RAW_MAXIMUM : raw
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

/** An SDS011 on its serial line; power comes with it. */
export const sds011Model: ChipModel<Sds011Unit> = (bench, unit) => {
  const line = bench.openLine(BAUD)
  const chip = new Sds011Chip(bench.time, line, bench.world, bench.random, unit)
  chip.powerOn()
  return chip
}
