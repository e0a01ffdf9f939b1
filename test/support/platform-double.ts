/** A board in memory: flash outlives a boot, everything else begins anew with it. */
import type {
  Analog,
  Clock,
  I2C,
  OneWire,
  Platform,
  Pulses,
  Serial,
} from '../../device/platform/io.ts'
import type { FlashModel } from '../journal/flash-model.ts'
import type { I2CBus } from './i2c-bus.ts'
import { NetworkDouble } from './network-double.ts'
import type { OneWireBus } from './one-wire-bus.ts'
import type { PulseWire } from './pulse-wire.ts'
import { SerialLine } from './serial-line.ts'

/** What is wired to the board; an I2C bus without a chip acknowledges nothing. */
export interface Wiring {
  readonly serial?: SerialLine
  readonly i2c?: I2CBus
  readonly oneWire?: OneWireBus
  readonly pulses?: PulseWire
}

const NOTHING: I2C = {
  write: () => {
    throw new Error('no acknowledge')
  },
  read: () => {
    throw new Error('no acknowledge')
  },
  close: () => {},
}

class VirtualClock implements Clock {
  nowMs = 0
  alarmAtMs = Infinity
  private onAlarm: () => void = () => {}

  ticks(): number {
    return this.nowMs
  }

  alarm(delayMs: number, wake: () => void): void {
    this.alarmAtMs = this.nowMs + delayMs
    this.onAlarm = wake
  }

  runTo(ms: number): void {
    let alarms = 0
    while (this.alarmAtMs <= ms) {
      if (alarms++ > 100_000) throw new Error('the kit spins')
      this.nowMs = this.alarmAtMs
      this.alarmAtMs = Infinity
      this.onAlarm()
    }
    this.nowMs = ms
  }
}

export class PlatformDouble implements Platform {
  readonly id = 'bench-1'
  readonly resetCause = 0
  readonly clock = new VirtualClock()
  readonly network = new NetworkDouble()
  readonly flash: FlashModel
  /** The longest time between two feedings. */
  hungerMs = 0
  private fedAtMs = 0
  private readonly wiring: Wiring
  private chance = 1

  constructor(flash: FlashModel, wiring: Wiring = {}) {
    this.flash = flash
    this.wiring = wiring
  }

  entropy(): number {
    this.chance = (this.chance * 16_807) % 2_147_483_647
    return this.chance
  }

  feedWatchdog(): void {
    this.hungerMs = Math.max(this.hungerMs, this.clock.nowMs - this.fedAtMs)
    this.fedAtMs = this.clock.nowMs
  }

  openSerial(): Serial {
    return this.wiring.serial ?? new SerialLine()
  }

  openI2C(): I2C {
    return this.wiring.i2c ?? NOTHING
  }

  openOneWire(port: string): OneWire {
    if (this.wiring.oneWire === undefined) throw new Error(`no wire ${port}`)
    return this.wiring.oneWire
  }

  openPulses(port: string): Pulses {
    if (this.wiring.pulses === undefined) throw new Error(`no wire ${port}`)
    return this.wiring.pulses
  }

  openBattery(): Analog | undefined {
    return undefined
  }
}
