/**
 * Single pins of an Espruino board: its class OneWire with one device, and watches on a wire where
 * a chip answers a start pulse.
 */
import type { EspruinoOneWireBus } from '../../device/platform/espruino/modules.ts'
import type { PulseRig, WireRig } from './contract/rig.ts'

/** The pin of wire1 on an ESP32. */
const WIRE_PIN = 4
/** The main loop runs so much later than the interrupts that noted what it tells. */
const LOOP_MS = 10

interface Edge {
  readonly time: number
  readonly lastTime: number
}

export class EspruinoPins {
  readonly wire: WireRig = { port: 'wire1', isPresent: true, gives: [], heard: [] }
  readonly pulses: PulseRig = { port: 'wire1', answers: [], starts: [] }
  /** Watches count from 1. */
  private readonly watches: (((edge: Edge) => void) | undefined)[] = [undefined]
  private lowSinceS = -1

  /** To be put in place. */
  get globals(): object {
    const openOneWire = (pin: number) => this.oneWire(pin)
    return {
      OneWire: function OneWire(pin: number) {
        return openOneWire(pin)
      },
      digitalWrite: (_pin: number, level: number) => {
        if (level === 0) this.lowSinceS = getTime()
      },
      pinMode: (pin: number, mode: string) => this.pinMode(pin, mode),
      setWatch: (onEdge: (edge: Edge) => void, _pin: number, options: { edge: string }) => {
        if (options.edge !== 'falling') throw new Error('other edges would be told as well')
        return this.watches.push(onEdge) - 1
      },
      clearWatch: (watch: number) => {
        if (this.watches[watch] === undefined) throw new Error(`no watch ${watch}`)
        this.watches[watch] = undefined
      },
    }
  }

  private oneWire(pin: number): EspruinoOneWireBus {
    if (pin !== WIRE_PIN) throw new Error(`nothing at pin ${pin}`)
    const wire = this.wire
    return {
      reset: () => wire.isPresent,
      write: (values) => wire.heard.push(...values),
      read: (count) =>
        Uint8Array.from({ length: count }, (_, i) => (wire.isPresent ? wire.gives[i]! : 0xff)),
    }
  }

  /** As an input the wire is let go; the chip answers if it was low before. */
  private pinMode(pin: number, mode: string): void {
    if (pin !== WIRE_PIN) throw new Error(`nothing at pin ${pin}`)
    if (mode !== 'input_pullup' || this.lowSinceS < 0) return
    this.pulses.starts.push(Math.round((getTime() - this.lowSinceS) * 1_000_000))
    this.lowSinceS = -1
    const letGoS = getTime()
    setTimeout(() => this.fall(letGoS), LOOP_MS)
  }

  private fall(letGoS: number): void {
    let timeS = letGoS
    this.pulses.answers.forEach((us, i) => {
      const lastTime = timeS
      timeS += us / 1_000_000
      const edge = { time: timeS, lastTime }
      if (i % 2 === 0) for (const onEdge of this.watches) onEdge?.(edge)
    })
  }
}
