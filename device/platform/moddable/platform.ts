/** The seam on Moddable; what differs between chips is handed in as `Parts`. */
import EmbeddedAnalog from 'embedded:io/analog'
import Timer from 'timer'
import type { BatteryPin, Board } from '../../boards/board.ts'
import type { Analog, Flash, I2C, Network, OneWire, Platform, Pulses, Serial } from '../io.ts'
import { MinuteWatchdog } from '../watchdog.ts'
import type { ModdableClock } from './clock.ts'
import { ModdableI2C } from './i2c.ts'
import { ModdableSerial } from './serial.ts'

const WATCH_MS = 2_000

export interface Parts {
  readonly board: Board
  readonly id: string
  /** Index in RESET_CAUSES. */
  readonly resetCause: number
  readonly clock: ModdableClock
  readonly flash: Flash
  readonly network: Network
  /** Absent where Moddable has no 1-Wire for the chip. */
  openOneWire?(pin: number): OneWire
  entropy(): number
  /** Tells the chip's watchdog that scripts are running. */
  kickWatchdog(): void
  restart(): void
}

class ModdableBattery implements Analog {
  private readonly battery: BatteryPin

  constructor(battery: BatteryPin) {
    this.battery = battery
  }

  /** Opened for each reading: an RP2040 reads the channel that was opened last. */
  readMillivolts(): number {
    const battery = this.battery
    const analog = new EmbeddedAnalog({ pin: battery.pin })
    const fullScale = (1 << analog.resolution) - 1
    const raw = analog.read()
    return Math.floor((raw * battery.fullScaleMv * battery.dividerRatio) / fullScale)
  }
}

export class ModdablePlatform implements Platform {
  readonly id: string
  readonly resetCause: number
  readonly clock: ModdableClock
  readonly flash: Flash
  readonly network: Network
  private readonly parts: Parts
  private readonly opened: string[] = []
  private watchdog: MinuteWatchdog | undefined = undefined

  constructor(parts: Parts) {
    this.parts = parts
    this.id = parts.id
    this.resetCause = parts.resetCause
    this.clock = parts.clock
    this.flash = parts.flash
    this.network = parts.network
  }

  entropy(): number {
    return this.parts.entropy()
  }

  feedWatchdog(): void {
    if (this.watchdog === undefined) this.watchdog = this.armWatchdog()
    this.watchdog.feed()
  }

  openSerial(port: string, baud: number): Serial {
    const pins = this.parts.board.serial.find((pins) => pins.name === port)
    if (pins === undefined) throw new Error(`no serial port ${port}`)
    if (this.opened.includes(port)) throw new Error(`${port} is open already`)
    this.opened.push(port)
    return new ModdableSerial(pins, baud)
  }

  openI2C(bus: string, address: number, hz: number): I2C {
    const pins = this.parts.board.i2c.find((pins) => pins.name === bus)
    if (pins === undefined) throw new Error(`no I2C bus ${bus}`)
    return new ModdableI2C(pins, address, hz)
  }

  openOneWire(port: string): OneWire {
    const wire = this.parts.board.wires.find((wire) => wire.name === port)
    if (wire === undefined) throw new Error(`no wire ${port}`)
    if (this.parts.openOneWire === undefined)
      throw new Error(`${port}: Moddable has no 1-Wire for this board`)
    if (this.opened.includes(port)) throw new Error(`${port} is open already`)
    this.opened.push(port)
    return this.parts.openOneWire(wire.pin)
  }

  openPulses(port: string): Pulses {
    // Its module `embedded:io/pulsewidth` keeps only the last one, until scripts run again.
    throw new Error(`${port}: Moddable cannot time the pulses of an answer`)
  }

  openBattery(): Analog | undefined {
    const battery = this.parts.board.battery
    return battery === undefined ? undefined : new ModdableBattery(battery)
  }

  private armWatchdog(): MinuteWatchdog {
    const parts = this.parts
    const watchdog = new MinuteWatchdog(
      () => parts.clock.ticks(),
      () => parts.kickWatchdog(),
    )
    Timer.repeat(() => {
      if (!watchdog.watch()) parts.restart()
    }, WATCH_MS)
    return watchdog
  }
}
