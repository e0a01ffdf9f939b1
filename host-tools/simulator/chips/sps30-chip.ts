/**
 * SPS30 as its datasheet ("SPS30", version 1.0, section numbers: DS) describes it, on a serial line
 * or, where the unit has an address, on I2C: only one of them is there (DS 3). After power it is
 * idle and measures nothing. Asleep it hears only that somebody speaks, and for 100 ms what is said
 * then.
 */
import type { Timing } from '../kernel.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'
import type { Chip, ChipModel } from './chip.ts'
import { DustNode, type DustUnit } from './dust-node.ts'
import { Sps30Bus } from './sps30-bus.ts'
import { Sps30Line } from './sps30-line.ts'

const BAUD = 115_200
/** DS 4.3: ten floats, or ten integers of two bytes. */
const FLOATS = 3
const NUMBERS = 10
/** DS 5.3.5, 6.3.6. */
const AWAKE_US = 100_000
/** Counts of particles in a cm³ for each 0.01 µg/m³, about as many as it prints for such a mass. */
const COUNTS = 0.07
/** In µm, as it prints it of usual air. */
const SIZE = 0.6

export interface Sps30Unit extends DustUnit {
  /** Major and minor version, as 0x0202; else that. */
  readonly firmware?: number
  /** Of a unit on I2C. */
  readonly address?: number
}

export class Sps30 implements Chip {
  readonly node: DustNode
  readonly firmware: number
  /** The values as they are sent: four bytes or two for each. */
  readonly values = new Uint8Array(NUMBERS * 4)
  length = NUMBERS * 4
  private readonly time: Timing
  private readonly number = new DataView(new ArrayBuffer(4))
  private asleep = false
  private awakeUntilUs = 0

  constructor(time: Timing, world: World, random: Random, unit: Sps30Unit) {
    this.time = time
    this.node = new DustNode(time, world, random, unit)
    this.firmware = unit.firmware ?? 0x0202
  }

  suffer(ailment: string, isOn: boolean): void {
    this.node.suffer(ailment, isOn)
  }

  /** Its supply went and came back, or it was told to reset. */
  reset(): void {
    this.node.reset()
    this.asleep = false
    this.length = NUMBERS * 4
    for (let i = 0; i < this.length; i++) this.values[i] = 0
  }

  /** DS 4.1: only from idle. False where it is not. */
  start(format: number): boolean {
    if (this.node.isMeasuring) return false
    this.node.start()
    this.length = NUMBERS * (format === FLOATS ? 4 : 2)
    return true
  }

  stop(): boolean {
    const was = this.node.isMeasuring
    this.node.stop()
    return was
  }

  sleep(): boolean {
    if (this.node.isMeasuring || this.firmware < 0x0200) return false
    this.asleep = true
    this.awakeUntilUs = 0
    return true
  }

  wake(): void {
    this.asleep = false
  }

  /** Somebody speaks to it; false where it cannot hear what. */
  hears(): boolean {
    if (!this.asleep || this.time.nowUs < this.awakeUntilUs) return true
    this.awakeUntilUs = this.time.nowUs + AWAKE_US
    return false
  }

  /** Asleep, with its interface awake, it obeys the call to wake up and nothing else. */
  get isAsleep(): boolean {
    return this.asleep
  }

  /** The latest values, which now are taken. */
  take(): void {
    const { optics } = this.node
    if (!this.node.isReady()) return
    this.node.take()
    const masses = [optics.pm1(), optics.pm25, optics.pm4(), optics.pm10]
    for (let i = 0; i < NUMBERS; i++) {
      const mass = masses[i < 4 ? i : i === 4 ? 0 : i - 5]!
      this.put(i, i < 4 ? mass / 100 : i === NUMBERS - 1 ? SIZE : mass * COUNTS)
    }
  }

  private put(i: number, value: number): void {
    if (this.length === NUMBERS * 2) {
      const whole = Math.floor((i === NUMBERS - 1 ? value * 1000 : value) + 0.5)
      this.values[2 * i] = (whole >> 8) & 0xff
      this.values[2 * i + 1] = whole & 0xff
      return
    }
    this.number.setFloat32(0, value)
    for (let byte = 0; byte < 4; byte++) this.values[4 * i + byte] = this.number.getUint8(byte)
  }
}

/** An SPS30 on its serial line or its bus; power comes with it. */
export const sps30Model: ChipModel<Sps30Unit> = (bench, unit) => {
  const chip = new Sps30(bench.time, bench.world, bench.random, unit)
  if (unit.address === undefined) new Sps30Line(bench.time, bench.openLine(BAUD), chip)
  else bench.addToBus(new Sps30Bus(bench.time, unit.address, chip))
  return chip
}
