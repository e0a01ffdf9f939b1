/**
 * What SPS30 and SEN5x have in common: once started they measure each second, clean their fan now
 * and then, for 10 s in which nothing new comes, and tell in a status register what is broken. The
 * fan comes to speed within some seconds. Runs inside of real engines too.
 */
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import { Optics, type OpticsUnit } from './optics.ts'

/** SPS30 DS 1.1, SEN5x DS 2.2: start-up time in air with some dust. */
const RESPONSE_US = 8_000_000
const SECOND_US = 1_000_000
const CLEANING_US = 10_000_000
/** A fan that does not turn is noticed when it stands twice in succession. */
const NOTICE_US = 2_000_000
/** DS 4.4 and 5.4. */
const FAN = 0x10

export interface DustUnit extends OpticsUnit {
  /** Of the chip's own clock; else 1,000. */
  readonly intervalMs?: number
  /** Seconds of measuring between two cleanings; never if it is not said. */
  readonly cleaningS?: number
  /** So many start commands after power comes have no effect. */
  readonly lostStarts?: number
}

export class DustNode {
  readonly optics: Optics
  /** Bits of the status register. */
  status = 0
  private readonly time: Timing
  private readonly unit: DustUnit
  /** Since when it measures, or -1. */
  private sinceUs = -1
  /** Results that came since the start, and how many of them were seen by a master. */
  private taken = 0
  private isFanStuck = false
  private stuckUs = 0
  private lostStarts: number

  constructor(time: Timing, world: World, random: Random, unit: DustUnit) {
    this.time = time
    this.unit = unit
    this.optics = new Optics(world, random, unit)
    this.lostStarts = unit.lostStarts ?? 0
  }

  suffer(ailment: string, isOn: boolean): void {
    this.optics.suffer(ailment, isOn)
    if (ailment !== 'stuck-fan') return
    this.isFanStuck = isOn
    this.stuckUs = this.time.nowUs
  }

  get isMeasuring(): boolean {
    return this.sinceUs >= 0
  }

  /** How long it has measured, in µs. */
  get measuredUs(): number {
    return this.time.nowUs - this.sinceUs
  }

  /** As after power-on. */
  reset(): void {
    this.stop()
    this.status = 0
  }

  start(): void {
    if (this.sinceUs >= 0 || this.lostStarts-- > 0) return
    this.sinceUs = this.time.nowUs
    this.taken = 0
  }

  stop(): void {
    this.sinceUs = -1
  }

  /** Whether there is a result that nobody took. */
  isReady(): boolean {
    return this.results() > this.taken
  }

  /** The latest result is in the optics then, and taken. */
  take(): void {
    const us = this.measuredUs
    const permille = us < RESPONSE_US ? Math.floor((1000 * us) / RESPONSE_US) : 1000
    if (this.isReady()) this.optics.look(Math.floor(this.time.nowUs / 1000), permille)
    this.taken = this.results()
  }

  /** The status register as it is now. */
  look(): number {
    const fromUs = this.stuckUs > this.sinceUs ? this.stuckUs : this.sinceUs
    const isOver = this.sinceUs >= 0 && this.time.nowUs - fromUs >= NOTICE_US
    if (this.isFanStuck && isOver) this.status |= FAN
    return this.status
  }

  /** DS 4.4 and 5.4: the bits of a fault that lasts come again when it is noticed again. */
  clear(): void {
    this.status = 0
    this.stuckUs = this.time.nowUs
  }

  private results(): number {
    if (this.sinceUs < 0) return 0
    const stepUs = (this.unit.intervalMs ?? 1000) * 1000
    const us = this.measuredUs
    const cleaningS = this.unit.cleaningS ?? 0
    if (cleaningS === 0) return Math.floor(us / stepUs)
    // Within each round one cleaning comes last.
    const roundUs = cleaningS * SECOND_US + CLEANING_US
    const rounds = Math.floor(us / roundUs)
    const within = us - rounds * roundUs
    const workUs = cleaningS * SECOND_US
    const whole = Math.floor(workUs / stepUs)
    return rounds * whole + Math.floor((within < workUs ? within : workUs) / stepUs)
  }
}
