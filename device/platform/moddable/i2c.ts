/** One address on an I2C bus. A missing acknowledgement throws. */
import EmbeddedI2C from 'embedded:io/i2c'
import type { I2CPins } from '../../boards/board.ts'
import type { I2C } from '../io.ts'

export class ModdableI2C implements I2C {
  private readonly i2c: EmbeddedI2C

  /** Moddable allows one instance for an address; the kit opens each part once. */
  constructor(pins: I2CPins, address: number, hz: number) {
    this.i2c = new EmbeddedI2C({
      data: pins.sdaPin,
      clock: pins.sclPin,
      port: pins.bus,
      address,
      hz,
    })
  }

  write(bytes: Uint8Array, stop?: boolean): void {
    this.i2c.write(bytes, stop !== false)
  }

  read(into: Uint8Array): void {
    this.i2c.read(into)
  }

  /** The bus is shared; the part stays open for as long as the kit runs. */
  close(): void {}
}
