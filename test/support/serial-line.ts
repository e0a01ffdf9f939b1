/** A serial line in memory: what the driver wrote, and what waits to be read by it. */
import type { Serial } from '../../device/platform/io.ts'

export class SerialLine implements Serial {
  readonly written: Uint8Array[] = []
  /** Answers a command; nothing by default. */
  onWrite: (bytes: Uint8Array) => void = () => {}
  closed = false
  private waiting: number[] = []

  feed(...frames: Iterable<number>[]): void {
    for (const frame of frames) this.waiting.push(...frame)
  }

  read(into: Uint8Array): number {
    const count = Math.min(into.length, this.waiting.length)
    for (let i = 0; i < count; i++) into[i] = this.waiting[i]!
    this.waiting = this.waiting.slice(count)
    return count
  }

  write(bytes: Uint8Array): void {
    const copy = bytes.slice()
    this.written.push(copy)
    this.onWrite(copy)
  }

  close(): void {
    this.closed = true
  }
}
