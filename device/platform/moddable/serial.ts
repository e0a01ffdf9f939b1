/**
 * A serial port with the receive queue that the seam promises: the hardware keeps 128 bytes only.
 * Bytes travel as numbers, so that receiving allocates nothing. What does not fit is dropped.
 */
import EmbeddedSerial from 'embedded:io/serial'
import type { SerialPins } from '../../boards/board.ts'
import type { Serial } from '../io.ts'

const QUEUE_LENGTH = 512

export class ModdableSerial implements Serial {
  private readonly serial: EmbeddedSerial
  private readonly queue = new Uint8Array(QUEUE_LENGTH)
  private first = 0
  private waiting = 0

  constructor(pins: SerialPins, baud: number) {
    this.serial = new EmbeddedSerial({
      receive: pins.rxPin,
      transmit: pins.txPin,
      port: pins.uart,
      baud,
      format: 'number',
      onReadable: (bytes) => this.receive(bytes),
    })
  }

  read(into: Uint8Array): number {
    const length = Math.min(this.waiting, into.length)
    for (let i = 0; i < length; i++) into[i] = this.queue[(this.first + i) % QUEUE_LENGTH]!
    this.first = (this.first + length) % QUEUE_LENGTH
    this.waiting -= length
    return length
  }

  write(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.serial.write(bytes[i]!)
  }

  close(): void {
    this.serial.close()
  }

  private receive(bytes: number): void {
    for (let i = 0; i < bytes; i++) {
      const byte = this.serial.read() as number | undefined
      if (byte === undefined) return
      if (this.waiting === QUEUE_LENGTH) continue
      this.queue[(this.first + this.waiting) % QUEUE_LENGTH] = byte
      this.waiting++
    }
  }
}
