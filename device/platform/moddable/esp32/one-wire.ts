/** A 1-Wire bus on Moddable's module for the ESP32 family, where the chip's RMT makes the slots. */
import OneWireModule from 'onewire'
import type { OneWire } from '../../io.ts'

export class ModdableOneWire implements OneWire {
  private readonly bus: OneWireModule

  constructor(pin: number) {
    this.bus = new OneWireModule({ pin })
  }

  reset(): boolean {
    return this.bus.reset()
  }

  write(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.bus.write(bytes[i]!)
  }

  /** Byte by byte: else each call would make a buffer. */
  read(into: Uint8Array): void {
    for (let i = 0; i < into.length; i++) into[i] = this.bus.read()
  }

  close(): void {
    this.bus.close()
  }
}
