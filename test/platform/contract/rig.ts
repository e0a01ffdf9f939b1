/**
 * A rig puts a Platform behind its seam and plays the world on the other side. Whoever wants a new
 * Platform tried writes one and hands it to `platformContract`.
 */
import type { Platform } from '../../../device/platform/io.ts'

/** What a rig's server does with a request; `later` is silence for the whole test. */
export type Answer =
  | { status: number; text: string; afterMs: number; retryAfter?: string }
  | 'refuse'
  | 'later'

/** A request as it came to a server. */
export interface Heard {
  readonly method: string
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** What the servers answer, and what they heard. */
export class Servers {
  readonly heard: Heard[] = []
  /** Of every server that has no answer of its own. */
  private answer: Answer = 'later'
  private readonly own = new Map<string, Answer>()

  serve(answer: Answer, host = ''): void {
    if (host === '') this.answer = answer
    else this.own.set(host, answer)
  }

  answerOf(host: string): Answer {
    return this.own.get(host) ?? this.answer
  }
}

/** One device on a 1-Wire bus; it answers a reset while `isPresent`. */
export interface WireRig {
  readonly port: string
  isPresent: boolean
  gives: readonly number[]
  readonly heard: number[]
}

/** A chip that answers a start pulse with levels in µs, high and low in turn. */
export interface PulseRig {
  readonly port: string
  answers: readonly number[]
  /** Lengths of the start pulses that it saw. */
  readonly starts: number[]
}

export interface Rig {
  readonly platform: Platform
  /** Names that the platform knows. */
  readonly serialPort: string
  readonly i2cBus: string
  /** A chip acknowledges here, and nothing one address above. */
  readonly chipAddress: number
  /** Lets time pass, with everything that becomes due in it. */
  pass(ms: number): void
  /** Bytes arrive at the kit's end of the serial port, which is open. */
  arrive(bytes: readonly number[]): void
  /** Every byte that the kit has sent on the serial port. */
  sent(): readonly number[]
  /** What the chip gives to the next reads. */
  chipGives(bytes: readonly number[]): void
  /** What the chip was written, write by write. */
  chipHeard(): readonly (readonly number[])[]
  /** The one device on the 1-Wire bus. */
  readonly oneWire: WireRig
  /** The chip on the wire with pulses, or why there can be none. */
  readonly pulses: PulseRig | RegExp
  /** Steps the wall clock; absent where the engine has none beside the ticks. */
  stepWallClock?(ms: number): void
  /** Brings the link up, after `connect`. */
  joinWifi(): void
  loseWifi(): void
  /** Where requests go to. */
  readonly servers: Servers
}

/** The same bytes for whoever asks for as many. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7) & 255)
}
