/**
 * A 1-Wire bus, byte by byte: who speaks pulls it down, so that the ones of several are lost. The
 * master's time slots take no simulated time.
 */
import type { OneWire } from '../../device/platform/io.ts'

/** A chip's end of the bus. */
export interface OneWireChip {
  /** A reset pulse; true where the chip answers with its presence pulse. */
  onReset(): boolean
  onWrite(byte: number): void
  /** What the chip says in eight read slots; 0xff is nothing. */
  onRead(): number
}

export class OneWireLine implements OneWire {
  private chips: readonly OneWireChip[] = []

  add(chip: OneWireChip): void {
    // A list of just its length: thousands of kits have one.
    this.chips = this.chips.concat([chip])
  }

  reset(): boolean {
    const chips = this.chips
    let isPresent = false
    for (let i = 0; i < chips.length; i++) if (chips[i]!.onReset()) isPresent = true
    return isPresent
  }

  write(bytes: Uint8Array): void {
    const chips = this.chips
    for (let at = 0; at < bytes.length; at++)
      for (let i = 0; i < chips.length; i++) chips[i]!.onWrite(bytes[at]!)
  }

  read(into: Uint8Array): void {
    const chips = this.chips
    for (let at = 0; at < into.length; at++) {
      let byte = 0xff
      for (let i = 0; i < chips.length; i++) byte &= chips[i]!.onRead()
      into[at] = byte
    }
  }

  close(): void {}
}
