/** The seam in memory, with a clock that leaps from one alarm to the next. */
import type { Analog, Clock, I2C, OneWire, Platform, Pulses, Serial } from '../../io.ts'
import { DustLine } from './dust-line.ts'
import { MemoryFlash } from './flash.ts'
import { HubDouble } from './hub-double.ts'

class LeapingClock implements Clock {
  private nowMs = 0
  private alarmAtMs = 0
  private wake: (() => void) | undefined = undefined

  ticks(): number {
    return this.nowMs
  }

  alarm(delayMs: number, wake: () => void): void {
    this.alarmAtMs = this.nowMs + delayMs
    this.wake = wake
  }

  /** Lives through all alarms up to `untilMs`. */
  leap(untilMs: number): void {
    while (this.wake !== undefined && this.alarmAtMs <= untilMs) {
      const wake = this.wake
      this.wake = undefined
      this.nowMs = this.alarmAtMs
      wake()
    }
    this.nowMs = untilMs
  }
}

export class HostPlatform implements Platform {
  readonly id = 'x-cli-lin'
  readonly resetCause = 0
  readonly clock = new LeapingClock()
  readonly flash = new MemoryFlash()
  readonly network = new HubDouble(() => this.clock.ticks())
  private seed = 1

  /** The same series in every run, so that the result can be compared. */
  entropy(): number {
    this.seed = (this.seed * 16_807) % 2_147_483_647
    return this.seed
  }

  feedWatchdog(): void {}

  openSerial(): Serial {
    return new DustLine(() => this.clock.ticks())
  }

  openI2C(bus: string): I2C {
    throw new Error(`no I2C bus ${bus}`)
  }

  openOneWire(port: string): OneWire {
    throw new Error(`no wire ${port}`)
  }

  openPulses(port: string): Pulses {
    throw new Error(`no wire ${port}`)
  }

  openBattery(): Analog | undefined {
    return undefined
  }
}
