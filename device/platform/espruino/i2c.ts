/** One address on an I2C bus. Espruino throws on a missing acknowledgement or a stuck bus. */
import type { I2C } from '../io.ts'
import type { EspruinoBus } from './modules.ts'

export class EspruinoI2C implements I2C {
  private readonly bus: EspruinoBus
  private readonly address: number
  /** Made once: a write without stop must not cost an object. */
  private readonly held: { address: number; stop: boolean }

  /** `bus` has been set up. */
  constructor(bus: EspruinoBus, address: number) {
    this.bus = bus
    this.address = address
    this.held = { address, stop: false }
  }

  write(bytes: Uint8Array, stop?: boolean): void {
    this.bus.writeTo(stop === false ? this.held : this.address, bytes)
  }

  read(into: Uint8Array): void {
    into.set(this.bus.readFrom(this.address, into.length))
  }

  /** Nothing is held: the bus stays up for the other addresses. */
  close(): void {}
}
