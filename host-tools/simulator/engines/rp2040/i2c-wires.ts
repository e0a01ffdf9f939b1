/**
 * The wires between simulated chips and an I2C controller of the emulated chip, at the speed that
 * the firmware set; the core stands still for as long as a byte takes, as the drivers of the Pico
 * SDK only wait for it. A simulated chip hears whole messages: a write with its last byte, so that
 * this byte can still be refused; a read is asked for in full when it begins.
 */
import { I2CMode, type RP2040 } from 'rp2040js'
import type { I2CPins } from '../../../../device/boards/board.ts'
import type { I2CBus, I2CChip } from '../../i2c-bus.ts'

const FUNCTION_I2C = 3
/** Eight bits and the acknowledge. */
const BITS = 9
const MESSAGE_LENGTH_MAX = 64
/** IC_RAW_INTR_STAT: the emulator forgets it when an address is not acknowledged. */
const TX_EMPTY = 0x10

type Controller = RP2040['i2c'][number]

export class I2CWires {
  private readonly controller: Controller
  private readonly chip: RP2040
  private readonly bus: I2CBus
  private readonly pins: I2CPins
  private readonly stall: (nanos: number) => void
  private readonly message = new Uint8Array(MESSAGE_LENGTH_MAX)
  private length = 0
  private partner: I2CChip | undefined = undefined
  private isWrite = false
  private refused = false

  constructor(chip: RP2040, pins: I2CPins, bus: I2CBus, stall: (nanos: number) => void) {
    const controller = chip.i2c[pins.bus]!
    this.controller = controller
    this.chip = chip
    this.bus = bus
    this.pins = pins
    this.stall = stall
    controller.onStart = (repeated) => {
      if (repeated) this.refused = !this.conclude()
      controller.completeStart()
    }
    controller.onConnect = (address, mode) => this.connect(address, mode === I2CMode.Write)
    controller.onWriteByte = (byte) => this.write(byte)
    controller.onReadByte = () => this.read()
    controller.onStop = () => {
      this.conclude()
      controller.completeStop()
    }
  }

  private connect(address: number, isWrite: boolean): void {
    const partner = this.isRouted() && !this.refused ? this.bus.at(address) : undefined
    this.pass()
    this.refused = false
    this.isWrite = isWrite
    this.length = 0
    const isThere = partner !== undefined && (isWrite || partner.onRead(this.message))
    this.partner = isThere ? partner : undefined
    this.controller.completeConnect(isThere)
    if (isThere) return
    this.controller.intRaw |= TX_EMPTY
    this.controller.checkInterrupts()
  }

  private write(byte: number): void {
    this.pass()
    if (this.length < MESSAGE_LENGTH_MAX) this.message[this.length++] = byte
    // The emulator keeps to itself whether a stop follows this byte.
    const isLast = (this.controller as unknown as { stop: boolean }).stop
    this.controller.completeWrite(isLast ? this.conclude() : true)
  }

  private read(): void {
    this.pass()
    this.controller.completeRead(this.message[this.length++ % MESSAGE_LENGTH_MAX]!)
  }

  /** Tells the chip what was written to it; false where it refuses. */
  private conclude(): boolean {
    const { partner, length } = this
    this.partner = undefined
    this.length = 0
    if (partner === undefined || !this.isWrite || length === 0) return true
    return partner.onWrite(this.message.slice(0, length))
  }

  /** One byte's time goes by. */
  private pass(): void {
    const { sclHighPeriod, sclLowPeriod } = this.controller
    this.stall((BITS * (sclHighPeriod + sclLowPeriod) * 1e9) / this.chip.clkSys)
  }

  private isRouted(): boolean {
    const { sdaPin, sclPin } = this.pins
    return [sdaPin, sclPin].every((pin) => this.chip.gpio[pin]!.functionSelect === FUNCTION_I2C)
  }
}
