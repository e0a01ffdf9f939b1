/**
 * A UART between kit and chip, byte for byte: 8N1, so ten bit times a byte, each direction on its
 * own wire. Bytes from the chip can be read by the kit from the moment that their stop bit is over;
 * a full receive queue loses what comes then, as the hardware does, and counts it.
 */
import type { Serial } from '../../device/platform/io.ts'
import { Timer, type Timing } from './kernel.ts'

const QUEUE_LENGTH = 256
const SEND_LENGTH = 64

export class SerialLine implements Serial {
  /** Bytes that the full receive queue lost. */
  overruns = 0
  private readonly kernel: Timing
  protected readonly byteUs: number
  private readonly queue = new Uint8Array(QUEUE_LENGTH)
  private head = 0
  private queued = 0
  /** Of the queued bytes, the last `coming` are still on the wire; the first of them since. */
  private coming = 0
  private comingSinceUs = 0
  /** While something is being sent. */
  private sending: Uint8Array | undefined
  private sendingLength = 0
  private readonly sent: Timer
  private onCommand: (bytes: Uint8Array, length: number) => void

  constructor(kernel: Timing, baud: number) {
    this.kernel = kernel
    this.byteUs = Math.floor(10_000_000 / baud)
    this.onCommand = () => {}
    this.sent = new Timer(() => {
      const bytes = this.sending!
      const length = this.sendingLength
      this.sending = undefined
      this.sendingLength = 0
      this.onCommand(bytes, length)
    })
  }

  /** The chip's end: hears what the kit wrote, once its last stop bit is over. */
  attach(onCommand: (bytes: Uint8Array, length: number) => void): void {
    this.onCommand = onCommand
  }

  /** The chip sends `length` bytes, after what it is sending already. */
  transmit(bytes: Uint8Array, length: number): void {
    this.arrive()
    if (this.coming === 0) this.comingSinceUs = this.kernel.nowUs
    for (let i = 0; i < length; i++) {
      if (this.queued === QUEUE_LENGTH) {
        this.overruns++
        continue
      }
      this.queue[(this.head + this.queued) % QUEUE_LENGTH] = bytes[i]!
      this.queued++
      this.coming++
    }
  }

  read(into: Uint8Array): number {
    this.arrive()
    const length = Math.min(into.length, this.queued - this.coming)
    for (let i = 0; i < length; i++) into[i] = this.queue[(this.head + i) % QUEUE_LENGTH]!
    this.head = (this.head + length) % QUEUE_LENGTH
    this.queued -= length
    return length
  }

  write(bytes: Uint8Array): void {
    const length = Math.min(bytes.length, SEND_LENGTH - this.sendingLength)
    if (this.sending === undefined) this.sending = new Uint8Array(SEND_LENGTH)
    for (let i = 0; i < length; i++) this.sending[this.sendingLength + i] = bytes[i]!
    const busyUntilUs = this.sendingLength > 0 ? this.sent.timeUs : this.kernel.nowUs
    this.sendingLength += length
    this.kernel.set(this.sent, busyUntilUs + length * this.byteUs)
  }

  /** What was being sent is cut off, and the chip never hears of it. */
  close(): void {
    this.sending = undefined
    this.sendingLength = 0
    this.kernel.clear(this.sent)
  }

  private arrive(): void {
    if (this.coming === 0) return
    const arrived = Math.floor((this.kernel.nowUs - this.comingSinceUs) / this.byteUs)
    if (arrived <= 0) return
    const taken = Math.min(arrived, this.coming)
    this.coming -= taken
    this.comingSinceUs += taken * this.byteUs
  }
}
