/**
 * MH-Z19 as its manuals describe it (see `device/sensors/mhz19.ts`): it answers when asked, says
 * 410 ppm until it is warm, and each day from power-on takes the lowest that it said for 400 ppm,
 * unless that was switched off. Without power it forgets that.
 */
import { Timer, type Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { SerialLine } from '../serial-line.ts'
import type { World } from '../world.ts'
import type { ChipModel } from './chip.ts'
import { Co2Air, type Co2Unit } from './co2-air.ts'

const BAUD = 9600
const FRAME_LENGTH = 9
const WARM_UP_US = 180_000_000
const WARM_UP_PPM = 410
const ANSWER_US = 10_000
const DAY_US = 86_400_000_000
const ZERO_PPM = 400
/** Every module's, one after the other: the line copies what it is given. */
const FRAME = /* @__PURE__ */ new Uint8Array(FRAME_LENGTH)

export interface Mhz19Unit extends Co2Unit {
  /** Largest concentration that it says. */
  readonly range: number
  /** It answers to settings, as later units do. */
  readonly answersSettings: boolean
}

class Mhz19Chip {
  private readonly kernel: Timing
  private readonly line: SerialLine
  private readonly air: Co2Air
  private readonly unit: Mhz19Unit
  private readonly command = new Uint8Array(FRAME_LENGTH)
  private heard = 0
  private readonly poweredUs: number
  private selfCalibrating = true
  private dayUs: number
  private lowest = Infinity
  private zero = 0
  /** The command that is to be answered. */
  private asked = 0
  private readonly answer: Timer

  constructor(kernel: Timing, line: SerialLine, world: World, random: Random, unit: Mhz19Unit) {
    this.kernel = kernel
    this.line = line
    this.air = new Co2Air(world, random, unit)
    this.unit = unit
    this.poweredUs = kernel.nowUs
    this.dayUs = kernel.nowUs + DAY_US
    this.answer = new Timer(() => this.send())
    line.attach((bytes, length) => this.hear(bytes, length))
  }

  private hear(bytes: Uint8Array, length: number): void {
    const command = this.command
    for (let i = 0; i < length; i++) {
      if (this.heard === 0 && bytes[i] !== 0xff) continue
      command[this.heard++] = bytes[i]!
      if (this.heard < FRAME_LENGTH) continue
      this.heard = 0
      if (command[1] === 1 && command[8] === checksum(command)) this.obey(command[2]!, command[3]!)
    }
  }

  private obey(command: number, data: number): void {
    if (command === 0x79) this.selfCalibrating = data === 0xa0
    const isAnswered = command === 0x86 || (command === 0x79 && this.unit.answersSettings)
    if (!isAnswered) return
    this.asked = command
    this.kernel.set(this.answer, this.kernel.nowUs + ANSWER_US)
  }

  private send(): void {
    for (let i = 2; i < FRAME_LENGTH; i++) FRAME[i] = 0
    FRAME[0] = 0xff
    FRAME[1] = this.asked
    if (this.asked === 0x86) this.measure()
    else FRAME[2] = 1
    FRAME[8] = checksum(FRAME)
    this.line.transmit(FRAME, FRAME_LENGTH)
  }

  private measure(): void {
    const nowUs = this.kernel.nowUs
    const air = this.air
    air.look(nowUs)
    const seen = nowUs - this.poweredUs < WARM_UP_US ? WARM_UP_PPM : this.scaled(air.ppm, nowUs)
    const { range } = this.unit
    const ppm = seen < 0 ? 0 : seen > range ? range : seen
    FRAME[2] = ppm >> 8
    FRAME[3] = ppm & 0xff
    FRAME[4] = Math.floor(air.celsius / 100) + 40
  }

  private scaled(ppm: number, nowUs: number): number {
    if (nowUs >= this.dayUs) {
      this.dayUs += DAY_US
      if (this.selfCalibrating && this.lowest < Infinity) this.zero += ZERO_PPM - this.lowest
      this.lowest = Infinity
    }
    const seen = ppm + this.zero
    if (seen < this.lowest) this.lowest = seen
    return seen
  }
}

function checksum(frame: Uint8Array): number {
  let sum = 0
  for (let i = 1; i < FRAME_LENGTH - 1; i++) sum += frame[i]!
  return (256 - (sum & 0xff)) & 0xff
}

/** An MH-Z19 on its serial line; power comes with it. */
export const mhz19Model: ChipModel<Mhz19Unit> = (bench, unit) => {
  new Mhz19Chip(bench.time, bench.openLine(BAUD), bench.world, bench.random, unit)
  return {}
}
