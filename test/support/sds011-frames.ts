/** Frames of the "Laser Dust Sensor Control Protocol", V1.3, built from its text alone. */

/** ID of the sensor in all examples of the protocol document. */
export const EXAMPLE_ID = 0xa160

function frame(kind: number, data: number[]): Uint8Array {
  const sum = data.reduce((total, byte) => total + byte, 0) % 256
  return Uint8Array.from([0xaa, kind, ...data, sum, 0xab])
}

/** What the chip reports: both concentrations in 0.1 µg/m³, low byte first. */
export function dataFrame(pm25: number, pm10: number, id = EXAMPLE_ID): Uint8Array {
  const words = [pm25 & 255, pm25 >> 8, pm10 & 255, pm10 >> 8, id >> 8, id & 255]
  return frame(0xc0, words)
}

export function replyFrame(command: number, set: number, value: number): Uint8Array {
  return frame(0xc5, [command, set, value, 0, EXAMPLE_ID >> 8, EXAMPLE_ID & 255])
}

/** A command to whatever sensor listens (device id FF FF). */
export function commandFrame(command: number, set: number, value: number): Uint8Array {
  return frame(0xb4, [command, set, value, ...new Array<number>(10).fill(0), 0xff, 0xff])
}

/** A chip on a line: it keeps mode and period, and a sleeping one hears only the call to work. */
export class Sds011Model {
  answers = true
  working: number
  mode: number
  period: number

  constructor(working: number, mode: number, period: number) {
    this.working = working
    this.mode = mode
    this.period = period
  }

  /** Whether data frames come by themselves, once a second. */
  reports(): boolean {
    return this.working === 1 && this.mode === 0 && this.period === 0
  }

  /** The replies to one command, as CP 1, 4 and 5 describe them. */
  hear(command: Uint8Array): Uint8Array[] {
    const [, , number, set, value] = command as unknown as [number, number, number, number, number]
    const wakes = number === 6 && set === 1 && value === 1
    if (!this.answers || (this.working === 0 && !wakes)) return []
    if (set === 1 && number === 6) this.working = value
    if (set === 1 && number === 2) this.mode = value
    if (set === 1 && number === 8) this.period = value
    const state = number === 6 ? this.working : number === 2 ? this.mode : this.period
    return [replyFrame(number, set, state)]
  }
}
