/** The seam on Espruino. */
import type { BatteryPin, Board } from '../../boards/board.ts'
import type { Analog, I2C, Network, OneWire, Platform, Pulses, Serial } from '../io.ts'
import { Offline } from '../offline.ts'
import type { WifiSetup } from '../setup.ts'
import { EspruinoClock } from './clock.ts'
import { Entropy } from './entropy.ts'
import { EspruinoFlash } from './flash.ts'
import { EspruinoI2C } from './i2c.ts'
import type { EspruinoBus, EspruinoGlobal, EspruinoPort } from './modules.ts'
import { EspruinoNetwork } from './network.ts'
import { openWire } from './one-wire.ts'
import { openPulseWire } from './pulses.ts'
import { EspruinoSerial } from './serial.ts'
import { EspruinoWatchdog } from './watchdog.ts'

/** Index in RESET_CAUSES. Espruino tells no board's firmware why it started. */
const RESET_UNKNOWN = 4

class EspruinoBattery implements Analog {
  private readonly pin: number
  private readonly fullMv: number

  constructor(battery: BatteryPin) {
    this.pin = battery.pin
    this.fullMv = battery.fullScaleMv * battery.dividerRatio
  }

  readMillivolts(): number {
    return Math.floor(analogRead(this.pin) * this.fullMv)
  }
}

class EspruinoPlatform implements Platform {
  readonly id: string
  readonly resetCause = RESET_UNKNOWN
  readonly clock = new EspruinoClock()
  readonly flash: EspruinoFlash
  readonly network: Network
  private readonly board: Board
  private readonly random: Entropy
  private readonly watchdog: EspruinoWatchdog
  private readonly opened: string[] = []

  constructor(board: Board, wifi: WifiSetup | undefined) {
    const ticks = () => this.clock.ticks()
    this.board = board
    this.id = getSerial().split('-').join('').toLowerCase()
    this.random = new Entropy(this.id, board.noisePin)
    this.flash = new EspruinoFlash(board.espruinoJournal)
    this.watchdog = new EspruinoWatchdog(board.watchdogS, ticks)
    this.network =
      wifi === undefined ? new Offline() : new EspruinoNetwork(wifi, ticks, () => this.entropy())
  }

  entropy(): number {
    return this.random.next()
  }

  feedWatchdog(): void {
    this.watchdog.feed()
  }

  openSerial(port: string, baud: number): Serial {
    const pins = this.board.serial.find((pins) => pins.name === port)
    if (pins === undefined) throw new Error(`no serial port ${port}`)
    if (this.opened.includes(port)) throw new Error(`${port} is open already`)
    this.opened.push(port)
    // Espruino counts its ports from 1, the chips their UARTs from 0.
    const serial = globals()[`Serial${pins.uart + 1}`] as EspruinoPort
    serial.setup(baud, { rx: pins.rxPin, tx: pins.txPin })
    return new EspruinoSerial(serial)
  }

  openI2C(bus: string, address: number, hz: number): I2C {
    const pins = this.board.i2c.find((pins) => pins.name === bus)
    if (pins === undefined) throw new Error(`no I2C bus ${bus}`)
    const i2c = globals()[`I2C${pins.bus + 1}`] as EspruinoBus
    if (!this.opened.includes(bus)) {
      this.opened.push(bus)
      i2c.setup({ sda: pins.sdaPin, scl: pins.sclPin, bitrate: hz })
    }
    return new EspruinoI2C(i2c, address)
  }

  openOneWire(port: string): OneWire {
    return openWire(this.pinOf(port))
  }

  openPulses(port: string): Pulses {
    return openPulseWire(this.pinOf(port))
  }

  openBattery(): Analog | undefined {
    const battery = this.board.battery
    return battery === undefined ? undefined : new EspruinoBattery(battery)
  }

  /** Of a wire, which is taken from now on. */
  private pinOf(port: string): number {
    const wire = this.board.wires.find((wire) => wire.name === port)
    if (wire === undefined) throw new Error(`no wire ${port}`)
    if (this.opened.includes(port)) throw new Error(`${port} is open already`)
    this.opened.push(port)
    return wire.pin
  }
}

function globals(): EspruinoGlobal {
  return globalThis as unknown as EspruinoGlobal
}

/** Without `wifi` the kit measures and stores. */
export function espruinoPlatform(board: Board, wifi: WifiSetup | undefined): Platform {
  return new EspruinoPlatform(board, wifi)
}
