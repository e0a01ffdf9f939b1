/**
 * The wires between a serial chip and a UART of the emulated chip: each byte arrives when its stop
 * bit is over. What comes while the pin is not the UART's, or at another speed, is lost, and so is
 * what finds the UART's own queue full.
 */
import type { RP2040 } from 'rp2040js'
import type { SerialPins } from '../../../../device/boards/board.ts'
import { Timer, type Timing } from '../../kernel.ts'
import { SerialLine } from '../../serial-line.ts'

const FUNCTION_UART = 2
/** How far two ends of a line may be apart, in per cent. */
const SKEW_MAX = 3
const FLAGS = 0x18
const RECEIVE_QUEUE_FULL = 0x40

export class UartLine extends SerialLine {
  /** Bytes that no UART took. */
  lost = 0
  private readonly time: Timing
  private readonly baud: number
  private readonly one = new Uint8Array(1)
  private readonly arrival: Timer
  private waiting = 0
  private chip: RP2040 | undefined = undefined
  private pins: SerialPins | undefined = undefined

  constructor(time: Timing, baud: number) {
    super(time, baud)
    this.time = time
    this.baud = baud
    this.arrival = new Timer(() => this.onArrival())
  }

  connect(chip: RP2040, pins: SerialPins): void {
    this.chip = chip
    this.pins = pins
    chip.uart[pins.uart]!.onByte = (byte) => {
      if (chip.gpio[pins.txPin]!.functionSelect !== FUNCTION_UART || !this.agrees()) return
      this.one[0] = byte
      this.write(this.one)
    }
  }

  override transmit(bytes: Uint8Array, length: number): void {
    super.transmit(bytes, length)
    if (this.waiting === 0) this.time.set(this.arrival, this.time.nowUs + this.byteUs)
    this.waiting += length
  }

  private onArrival(): void {
    while (this.waiting > 0 && this.read(this.one) === 1) {
      this.waiting--
      this.deliver(this.one[0]!)
    }
    if (this.waiting > 0) this.time.set(this.arrival, this.time.nowUs + this.byteUs)
  }

  private deliver(byte: number): void {
    const { chip, pins } = this
    if (chip === undefined || pins === undefined) return
    const uart = chip.uart[pins.uart]!
    const isRouted = chip.gpio[pins.rxPin]!.functionSelect === FUNCTION_UART
    const isFull = (uart.readUint32(FLAGS) & RECEIVE_QUEUE_FULL) !== 0
    if (!isRouted || !this.agrees() || !uart.enabled || isFull) this.lost++
    else uart.feedByte(byte)
  }

  private agrees(): boolean {
    const baud = this.chip!.uart[this.pins!.uart]!.baudRate
    return Math.abs(baud - this.baud) * 100 < this.baud * SKEW_MAX
  }
}
