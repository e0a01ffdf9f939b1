/** The seam, played by the simulator: one board with its buses, flash, network and battery. */
import type {
  Analog,
  Clock,
  Flash,
  I2C,
  Network,
  OneWire,
  Platform,
  Pulses,
  Serial,
} from '../../device/platform/io.ts'
import { type I2CBus, I2CPort } from './i2c-bus.ts'
import { Timer, type Timing } from './kernel.ts'
import type { Random } from './random.ts'
import type { SerialLine } from './serial-line.ts'

class SimClock implements Clock {
  private readonly kernel: Timing
  private readonly bootUs: number
  private readonly timer: Timer
  private onWake: () => void

  constructor(kernel: Timing) {
    this.kernel = kernel
    this.bootUs = kernel.nowUs
    this.onWake = () => {}
    this.timer = new Timer(() => this.onWake())
  }

  ticks(): number {
    return Math.floor((this.kernel.nowUs - this.bootUs) / 1000)
  }

  alarm(delayMs: number, wake: () => void): void {
    this.onWake = wake
    // Whole milliseconds of the board's clock, so that a wake is never a moment early.
    const nowUs = this.kernel.nowUs
    const tickUs = nowUs - ((nowUs - this.bootUs) % 1000)
    this.kernel.set(this.timer, delayMs === 0 ? nowUs : tickUs + delayMs * 1000)
  }
}

/** A lithium cell that falls slowly from where it was when power came. */
class SimBattery implements Analog {
  private readonly clock: Clock
  private readonly fullMv: number

  constructor(clock: Clock, fullMv: number) {
    this.clock = clock
    this.fullMv = fullMv
  }

  readMillivolts(): number {
    return this.fullMv - Math.floor(this.clock.ticks() / 360_000)
  }
}

/** What the board's pins lead to, by names of ports; undefined where there is no such port. */
export interface Ports {
  line(port: string): SerialLine | undefined
  bus(port: string): I2CBus | undefined
  oneWire(port: string): OneWire | undefined
  pulses(port: string): Pulses | undefined
}

export class SimPlatform implements Platform {
  readonly id: string
  readonly resetCause: number = 0
  readonly clock: Clock
  readonly flash: Flash
  readonly network: Network
  /** Watchdog feedings. */
  fed = 0
  private readonly kernel: Timing
  private readonly random: Random
  private readonly ports: Ports
  /** Names of the ports for one part that are open. */
  private open: readonly string[] = []
  private readonly batteryMv: number

  constructor(
    id: string,
    kernel: Timing,
    random: Random,
    flash: Flash,
    network: Network,
    ports: Ports,
    batteryMv: number,
  ) {
    this.batteryMv = batteryMv
    this.id = id
    this.kernel = kernel
    this.random = random
    this.clock = new SimClock(kernel)
    this.flash = flash
    this.network = network
    this.ports = ports
  }

  /** Since the scenario's start, whatever the board's clock shows. */
  trueUs(): number {
    return this.kernel.nowUs
  }

  entropy(): number {
    return this.random.next()
  }

  feedWatchdog(): void {
    this.fed++
  }

  openSerial(port: string, _baud: number): Serial {
    const line = this.ports.line(port)
    if (line === undefined) throw new Error(`no serial port ${port}`)
    this.occupy(port)
    return line
  }

  openI2C(port: string, address: number, _hz: number): I2C {
    const bus = this.ports.bus(port)
    if (bus === undefined) throw new Error(`no I2C bus ${port}`)
    return new I2CPort(bus, address)
  }

  openOneWire(port: string): OneWire {
    const wire = this.ports.oneWire(port)
    if (wire === undefined) throw new Error(`no wire ${port}`)
    this.occupy(port)
    return wire
  }

  openPulses(port: string): Pulses {
    const pulses = this.ports.pulses(port)
    if (pulses === undefined) throw new Error(`no wire ${port}`)
    this.occupy(port)
    return pulses
  }

  openBattery(): Analog {
    return new SimBattery(this.clock, this.batteryMv)
  }

  private occupy(port: string): void {
    if (this.open.indexOf(port) >= 0) throw new Error(`${port} is open already`)
    this.open = this.open.concat([port])
  }
}
