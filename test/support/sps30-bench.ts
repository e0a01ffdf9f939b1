/** An SPS30 on a line, as one test has it: it answers each frame with what it was told to. */
import { sps30Part } from '../../device/sensors/sps30.ts'
import { Sps30Uart } from '../../device/sensors/sps30-uart.ts'
import { hex, turn } from './driving.ts'
import { SerialLine } from './serial-line.ts'
import { measured, miso, mosi } from './shdlc.ts'

export const WAKE = `ff ${hex(mosi(0x11))}`
export const RESET = hex(mosi(0xd3))
export const START = hex(mosi(0x00, [1, 3]))
export const READ = hex(mosi(0x03))
export const CLEAR = hex(mosi(0xd2, [1]))
export const MEETING = [WAKE, RESET, START]
export const NOTHING = { outcomes: [], values: [] }
export const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })
export const reading = (k: number) => ({
  outcomes: ['reading'],
  values: [[100 * k, 200 * k, 300 * k, 400 * k]],
})
export const values = (k: number) => miso(0x03, measured(k, 2 * k, 3 * k, 4 * k))

/** A chip of one test: it answers a command, here by its hex, with these bytes. */
export class Sps30Bench {
  readonly line = new SerialLine()
  readonly driver = new Sps30Uart(this.line, sps30Part('serial'))
  seconds = 0
  answers: Record<string, readonly number[]> = {
    [WAKE]: miso(0x11),
    [RESET]: miso(0xd3),
    [START]: miso(0x00),
    [READ]: values(1),
    [CLEAR]: miso(0xd2, [0, 0, 0, 0, 0]),
  }

  constructor() {
    this.line.onWrite = (bytes) => this.line.feed(this.answers[hex(bytes)] ?? [])
  }

  /** One turn; a read is answered so. */
  second(answer: readonly number[] = this.answers[READ]!) {
    this.answers[READ] = answer
    return turn(this.driver, 1000 * this.seconds++)
  }

  warm(): this {
    while (this.seconds <= 31) this.second(values(1))
    this.line.written.splice(0)
    return this
  }

  /** What was sent since the last look. */
  sent(): string[] {
    return this.line.written.splice(0).map(hex)
  }

  /** Turns until there is a reading again; fails when it takes too long. */
  expectRecovery(secondsMax: number): void {
    this.answers[READ] = values(5)
    const until = this.seconds + secondsMax
    let outcome: string | undefined
    while (this.seconds < until && outcome !== 'reading') outcome = this.second().outcomes[0]
    expect(this.second()).toEqual(reading(5))
  }
}
