/** A 1-Wire bus on Espruino's own class, which makes the time slots in software. */
import type { OneWire as Wire } from '../io.ts'
import type { EspruinoOneWireBus } from './modules.ts'

class EspruinoOneWire implements Wire {
  private readonly bus: EspruinoOneWireBus

  constructor(bus: EspruinoOneWireBus) {
    this.bus = bus
  }

  reset(): boolean {
    return this.bus.reset()
  }

  write(bytes: Uint8Array): void {
    this.bus.write(bytes)
  }

  read(into: Uint8Array): void {
    into.set(this.bus.read(into.length))
  }

  /** Nothing is held: between two calls the pin is an input. */
  close(): void {}
}

export function openWire(pin: number): Wire {
  return new EspruinoOneWire(new OneWire(pin))
}
