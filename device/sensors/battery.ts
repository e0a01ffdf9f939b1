/**
 * The board's supply by its own analog pin, in mV: a part like others, so that its course stands in
 * the records. Only a board with a divider has it; of those here the Raspberry Pi Pico (VSYS
 * divided by three on ADC3: Raspberry Pi Pico datasheet, 4.4). Accuracy is an estimate from that
 * divider's resistors and the filter in front of the converter's reference (4.3).
 */
import type { SensorConfig } from '../config/config.ts'
import type { Analog, Platform } from '../platform/io.ts'
import { BATTERY } from '../quantities.ts'
import { BATTERY_CODE } from './codes.ts'
import {
  type Driver,
  NO_ANSWER,
  OUT_OF_RANGE,
  type PartDescription,
  PENDING,
  READING,
} from './driver.ts'

/** On less than its minimum no board runs: then the pin is not what it is taken for. */
export const BATTERY_PART: PartDescription = {
  code: BATTERY_CODE,
  name: 'battery',
  bus: 'analog',
  intervalMs: 10_000,
  warmUpMs: 0,
  currentMilliamps: 1,
  priceClass: 1,
  channels: [
    { quantity: BATTERY, minimum: 1_500, maximum: 30_000, resolution: 3, accuracy: '±3 %' },
  ],
}

export class Battery implements Driver {
  readonly part = BATTERY_PART
  private readonly analog: Analog
  private started = false

  constructor(analog: Analog) {
    this.analog = analog
  }

  start(_nowMs: number): number {
    this.started = true
    return 0
  }

  finish(_nowMs: number, into: Int32Array): number {
    if (!this.started) return PENDING
    this.started = false
    try {
      const millivolts = Math.floor(this.analog.readMillivolts())
      const { minimum, maximum } = BATTERY_PART.channels[0]!
      // Written so that what is not a number does not pass.
      if (!(millivolts >= minimum && millivolts <= maximum)) return OUT_OF_RANGE
      into[0] = millivolts
      return READING
    } catch (_busy) {
      return NO_ANSWER
    }
  }

  close(): void {}
}

/** Throws on a board that cannot measure its supply. */
export function openBattery(platform: Platform, _config: SensorConfig): Driver {
  const analog = platform.openBattery()
  if (analog === undefined)
    throw new Error('battery: this board has no divider from its supply to an analog pin')
  return new Battery(analog)
}
