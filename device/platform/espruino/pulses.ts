/**
 * A single wire's pulses, by watches: Espruino's interrupt notes when the pin changed and its main
 * loop tells it afterwards, so that nothing hurries. After EspruinoDocs, devices/DHT22.js.
 */
import type { Pulses } from '../io.ts'

/** More than these are noise. */
const PULSES_MAX = 64
/** A fall, and the rise before it: the lengths are those of the high levels. */
const FALLS = { repeat: true, edge: 'falling' } as const

class EspruinoPulses implements Pulses {
  private readonly pin: number
  private readonly highs = new Uint16Array(PULSES_MAX)
  private count = 0
  private watch: number | undefined = undefined
  private readonly onFall: (edge: { time: number; lastTime: number }) => void
  private readonly letGo: () => void

  constructor(pin: number) {
    this.pin = pin
    this.onFall = (edge) => {
      if (this.count < PULSES_MAX)
        this.highs[this.count++] = Math.floor((edge.time - edge.lastTime) * 1_000_000 + 0.5)
    }
    this.letGo = () => pinMode(pin, 'input_pullup')
    this.letGo()
  }

  start(lowUs: number): void {
    const pin = this.pin
    this.stop()
    this.count = 0
    digitalWrite(pin, 0)
    pinMode(pin, 'output')
    this.watch = setWatch(this.onFall, pin, FALLS)
    setTimeout(this.letGo, Math.ceil(lowUs / 1000))
  }

  read(into: Uint16Array): number {
    this.stop()
    const count = this.count < into.length ? this.count : into.length
    for (let i = 0; i < count; i++) into[i] = this.highs[i]!
    return count
  }

  close(): void {
    this.stop()
  }

  private stop(): void {
    if (this.watch !== undefined) clearWatch(this.watch)
    this.watch = undefined
  }
}

export function openPulseWire(pin: number): Pulses {
  return new EspruinoPulses(pin)
}
