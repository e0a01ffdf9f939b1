/**
 * A part's driver on a bus that nobody can trust: what its simulated chip says arrives whole,
 * garbled, cut, doubled, or is replaced by chance. Everything comes from one seed.
 */
import * as v from 'valibot'
import type { I2C, OneWire, Platform, Pulses, Serial } from '../../device/platform/io.ts'
import {
  type Driver,
  NEXT_STEP,
  NO_ANSWER,
  NO_VALUE,
  OUTCOMES,
  PENDING,
  READING,
} from '../../device/sensors/driver.ts'
import { openSensor } from '../../device/sensors/open.ts'
import type { Bench } from '../../host-tools/simulator/chips/chip.ts'
import { MODELS } from '../../host-tools/simulator/chips/models.ts'
import { I2CBus, I2CPort } from '../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../host-tools/simulator/kernel.ts'
import { OneWireLine } from '../../host-tools/simulator/one-wire-line.ts'
import { PulseLine } from '../../host-tools/simulator/pulse-line.ts'
import { Random } from '../../host-tools/simulator/random.ts'
import { fitPart, Part } from '../../host-tools/simulator/scenario/parts/parts.ts'
import { SerialLine } from '../../host-tools/simulator/serial-line.ts'
import { World } from '../../host-tools/simulator/world.ts'

/** Results that one turn may have, and steps; as the sampler has it. */
const RESULTS_MAX = 16
const STEPS_MAX = 9

/** Parts as files have them, by name; one that can be on either bus is on both. */
export const HOSTILE_PARTS: readonly (readonly [name: string, file: object])[] = [
  ...Part.options
    .map(({ entries }) => entries.part.literal)
    .filter((name) => name !== 'use')
    .map((name) => [name, { part: name }] as const),
  ['SPS30 on I2C', { part: 'SPS30', port: 'i2c1' }],
]

export class HostileBench {
  readings = 0
  faults = 0
  private readonly kernel = new Kernel()
  private readonly random: Random
  private readonly driver: Driver
  private readonly into: Int32Array

  constructor(file: object, seed: number) {
    this.random = new Random(seed, 1, 900)
    const fitted = fitPart(v.parse(Part, file), new Random(seed, 2, 900), '')
    const bus = new I2CBus()
    const wire = new OneWireLine()
    const pulses = new PulseLine(this.kernel)
    let line: SerialLine | undefined
    const bench: Bench = {
      time: this.kernel,
      world: new World([]),
      random: new Random(seed, 3, 900),
      openLine: (baud) => (line = new SerialLine(this.kernel, baud)),
      addToBus: (chip) => bus.add(chip),
      addToOneWire: (chip) => wire.add(chip),
      addToPulses: (chip) => pulses.attach(chip),
    }
    MODELS[fitted.part]!(bench, fitted.chip.unit)
    const platform = {
      openSerial: () => this.serial(line!),
      openI2C: (_port: string, address: number) => this.i2c(new I2CPort(bus, address)),
      openOneWire: () => this.oneWire(wire),
      openPulses: () => this.pulses(pulses),
      openBattery: () => ({ readMillivolts: () => this.millivolts() }),
    } as unknown as Platform
    this.driver = openSensor(platform, fitted)
    this.into = new Int32Array(this.driver.part.channels.length)
  }

  /** One turn of the driver; throws where it broke a promise. */
  turn(): void {
    const { driver, kernel } = this
    const beginUs = kernel.nowUs
    for (let step = 0; step <= STEPS_MAX; step++) {
      const delayMs = driver.start(kernel.nowUs / 1000)
      if (!(Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= driver.part.intervalMs))
        throw new Error(`a delay of ${delayMs} ms`)
      kernel.run(kernel.nowUs + delayMs * 1000)
      if (!this.collect()) {
        const nextUs = beginUs + driver.part.intervalMs * 1000
        kernel.run(Math.max(nextUs, kernel.nowUs))
        return
      }
    }
    throw new Error('a turn without end')
  }

  /** True when the turn has another step. */
  private collect(): boolean {
    for (let results = 0; results < RESULTS_MAX; results++) {
      const outcome = this.driver.finish(this.kernel.nowUs / 1000, this.into)
      if (OUTCOMES[outcome] === undefined) throw new Error(`outcome ${outcome}`)
      if (outcome === PENDING) return false
      if (outcome === NEXT_STEP) return true
      if (outcome === READING) this.check()
      else if (outcome >= NO_ANSWER) this.faults++
    }
    return false
  }

  private check(): void {
    this.readings++
    this.driver.part.channels.forEach(({ quantity, minimum, maximum }, i) => {
      const value = this.into[i]!
      if (value === NO_VALUE) return
      if (value < minimum || value > maximum) throw new Error(`${quantity.name} of ${value}`)
    })
  }

  private serial(line: SerialLine): Serial {
    return {
      read: (into) => this.mangle(into, line.read(into)),
      write: (bytes) => line.write(bytes),
      close: () => line.close(),
    }
  }

  private i2c(port: I2CPort): I2C {
    return {
      write: (bytes, stop) => {
        if (this.chance(20)) throw new Error('no acknowledge')
        port.write(bytes, stop)
      },
      read: (into) => {
        if (this.chance(20)) throw new Error('no acknowledge')
        if (this.chance(10)) this.fill(into, into.length)
        else port.read(into)
        this.mangle(into, into.length)
      },
      close: () => {},
    }
  }

  private oneWire(wire: OneWireLine): OneWire {
    return {
      reset: () => !this.chance(20) && wire.reset(),
      write: (bytes) => {
        if (!this.chance(20)) wire.write(bytes)
      },
      read: (into) => {
        if (this.chance(10)) this.fill(into, into.length)
        else wire.read(into)
        this.mangle(into, into.length)
      },
      close: () => {},
    }
  }

  /** Edges that are missed, seen where there are none, or at another time. */
  private pulses(line: PulseLine): Pulses {
    return {
      start: (lowUs) => {
        if (!this.chance(20)) line.start(lowUs)
      },
      read: (into) => {
        let count = line.read(into)
        if (count > 0 && this.chance(5)) into.copyWithin(0, 1, count--)
        if (count > 0 && this.chance(5)) into[this.random.next() % count]! += 40
        if (count > 0 && this.chance(10)) into[this.random.next() % count] = this.random.next()
        if (count < into.length && this.chance(10)) into[count++] = this.random.next() % 100
        if (this.chance(20)) count = into.fill(this.random.next() % 90).length - (count % 4)
        return count
      },
      close: () => {},
    }
  }

  private millivolts(): number {
    if (this.chance(20)) throw new Error('in use')
    const odd = [0, -1, Number.NaN, Infinity, -Infinity, 2 ** 32 + 4_000]
    return odd[this.random.next() % 40] ?? this.random.next() % 34_000
  }

  /** One time in `often`. */
  private chance(often: number): boolean {
    return this.random.next() % often === 0
  }

  private fill(into: Uint8Array, length: number): number {
    const level = this.random.next() % 4
    for (let i = 0; i < length; i++)
      into[i] = level === 0 ? 0 : level === 1 ? 0xff : this.random.next()
    return length
  }

  /** What arrives of `length` bytes; returns how many. */
  private mangle(into: Uint8Array, length: number): number {
    const kind = this.random.next() % 12
    if (kind === 0) return this.fill(into, Math.min(into.length, this.random.next() % 65))
    if (length === 0 || kind > 3) return length
    const at = this.random.next() % length
    if (kind === 1) into[at]! ^= 1 << (this.random.next() % 8)
    else if (kind === 2) into[at] = this.random.next()
    else return at
    return length
  }
}
