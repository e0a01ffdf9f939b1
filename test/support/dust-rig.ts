/** A simulated chip in still air, on the bus or line of a kit of its own. */
import { HUMIDITY, PM2_5, PM10, TEMPERATURE } from '../../device/quantities.ts'
import type { Driver } from '../../device/sensors/driver.ts'
import { MODELS } from '../../host-tools/simulator/chips/models.ts'
import { I2CBus, I2CPort } from '../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../host-tools/simulator/kernel.ts'
import { Random } from '../../host-tools/simulator/random.ts'
import { SerialLine } from '../../host-tools/simulator/serial-line.ts'
import { World } from '../../host-tools/simulator/world.ts'
import { collect } from './driving.ts'

const LEVELS = [
  [PM2_5.code, 1_200],
  [PM10.code, 2_500],
  [TEMPERATURE.code, -315],
  [HUMIDITY.code, 8_120],
] as const

export class DustRig {
  readonly kernel = new Kernel()
  readonly chip
  line: SerialLine | undefined
  readonly bus: I2CPort
  private readonly received = new Uint8Array(256)

  /** A chip whose readings are what the world has, but for what `unit` says. */
  constructor(part: string, unit: object) {
    const { kernel } = this
    const bus = new I2CBus()
    const series = LEVELS.map(([quantity, value]) => ({ quantity, timesS: [0], values: [value] }))
    this.chip = MODELS[part]!(
      {
        time: kernel,
        world: new World(series),
        random: new Random(1, 1, 1),
        openLine: (baud) => (this.line = new SerialLine(kernel, baud)),
        addToBus: (chip) => bus.add(chip),
      },
      {
        gain: 0,
        noise: 0,
        noiseFloor: 0,
        airNoise: 0,
        temperatureOffset: 0,
        humidityOffset: 0,
        ...unit,
      },
    )
    this.bus = new I2CPort(bus, 0x69)
  }

  wait(ms: number): this {
    this.kernel.run(this.kernel.nowUs + 1000 * ms)
    return this
  }

  /** Writes a command to the bus; true where it is acknowledged. */
  tell(...bytes: number[]): boolean {
    try {
      this.bus.write(Uint8Array.from(bytes), true)
      return true
    } catch (_nack) {
      return false
    }
  }

  /** Bytes read from the bus; empty without an acknowledge. */
  read(length: number): number[] {
    const into = new Uint8Array(length)
    try {
      this.bus.read(into)
      return [...into]
    } catch (_nack) {
      return []
    }
  }

  /** Words that a command gives, `ms` after it, without their checks. */
  words(command: number, count: number, ms = 20): number[] {
    if (!this.tell(command >> 8, command & 255)) return []
    const bytes = this.wait(ms).read(3 * count)
    return bytes.flatMap((byte, i) => (i % 3 === 0 ? [byte * 256 + bytes[i + 1]!] : []))
  }

  /** What the line brought since the last look. */
  heard(): number[] {
    return [...this.received.subarray(0, this.line!.read(this.received))]
  }

  /** Writes to the line; what came back within 60 ms. */
  exchange(...bytes: number[]): number[] {
    this.line!.write(Uint8Array.from(bytes))
    return this.wait(60).heard()
  }

  /** Turns of a driver, one a second: outcomes of each, and all values. */
  turns(driver: Driver, count: number) {
    const outcomes: string[] = []
    const values: number[][] = []
    for (let turn = 0; turn < count; turn++) {
      const endUs = this.kernel.nowUs + 1_000_000
      const told: string[] = []
      for (let step = 0; step < 9; step++) {
        this.wait(driver.start(this.kernel.nowUs / 1000))
        const found = collect(driver, this.kernel.nowUs / 1000)
        values.push(...found.values)
        told.push(...found.outcomes.filter((outcome) => outcome !== 'next-step'))
        if (found.outcomes.at(-1) !== 'next-step') break
      }
      outcomes.push(told.join(' '))
      this.kernel.run(endUs)
    }
    return { outcomes, values }
  }
}
