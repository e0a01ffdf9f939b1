/**
 * A serial line with an SDS011 at its end: one report a second, and an echo of each command, as
 * the chip gives it. Time is asked for, not waited for.
 */
import type { Serial } from '../../io.ts'

const REPORT_MS = 1_000

export class DustLine implements Serial {
  private readonly ticks: () => number
  private readonly frame = new Uint8Array([0xaa, 0xc0, 0, 0, 0, 0, 0xa1, 0x60, 0, 0xab])
  private readonly waiting: number[] = []
  private reportAtMs = REPORT_MS

  constructor(ticks: () => number) {
    this.ticks = ticks
  }

  read(into: Uint8Array): number {
    while (this.reportAtMs <= this.ticks()) {
      this.report(this.reportAtMs / REPORT_MS)
      this.reportAtMs += REPORT_MS
    }
    const length = Math.min(into.length, this.waiting.length)
    for (let i = 0; i < length; i++) into[i] = this.waiting[i]!
    this.waiting.splice(0, length)
    return length
  }

  write(command: Uint8Array): void {
    this.send(0xc5, command[2]!, command[3]!, command[4]!, 0)
  }

  close(): void {}

  /** PM2.5 goes round from 10.0 to 19.9 µg/m³, PM10 is twice that. */
  private report(turn: number): void {
    const pm25 = 100 + (turn % 100)
    const pm10 = pm25 * 2
    this.send(0xc0, pm25 & 255, pm25 >> 8, pm10 & 255, pm10 >> 8)
  }

  private send(kind: number, a: number, b: number, c: number, d: number): void {
    const frame = this.frame
    frame[1] = kind
    frame[2] = a
    frame[3] = b
    frame[4] = c
    frame[5] = d
    frame[8] = (a + b + c + d + frame[6]! + frame[7]!) & 255
    for (let i = 0; i < frame.length; i++) this.waiting.push(frame[i]!)
  }
}
