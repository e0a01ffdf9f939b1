/** An I2C bus: chips by address. What does not acknowledge throws, as the seam says. */
import type { I2C } from '../../device/platform/io.ts'

/** A chip's end of the bus. */
export interface I2CChip {
  readonly address: number
  /** The master wrote `bytes`; false where the chip does not acknowledge. */
  onWrite(bytes: Uint8Array): boolean
  /** The master reads: fill all of `into`; false where the chip does not acknowledge. */
  onRead(into: Uint8Array): boolean
}

export class I2CBus {
  private chips: readonly I2CChip[] = []

  add(chip: I2CChip): void {
    // A list of just its length: thousands of kits have one.
    this.chips = this.chips.concat([chip])
  }

  /** The chip at `address`, or undefined: then nothing acknowledges there. */
  at(address: number): I2CChip | undefined {
    const chips = this.chips
    for (let i = 0; i < chips.length; i++) if (chips[i]!.address === address) return chips[i]
    return undefined
  }
}

/** The kit's end for one address. */
export class I2CPort implements I2C {
  private readonly bus: I2CBus
  private readonly address: number

  constructor(bus: I2CBus, address: number) {
    this.bus = bus
    this.address = address
  }

  write(bytes: Uint8Array, _stop?: boolean): void {
    const chip = this.bus.at(this.address)
    if (chip === undefined || !chip.onWrite(bytes)) throw new Error('no acknowledge')
  }

  read(into: Uint8Array): void {
    const chip = this.bus.at(this.address)
    if (chip === undefined || !chip.onRead(into)) throw new Error('no acknowledge')
  }

  close(): void {}
}
