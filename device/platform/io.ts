/**
 * The one seam: all that the firmware knows of a board.
 *
 * Terms are those of ECMA-419 (Serial, I2C, Analog, Flash). Every call is synchronous and short;
 * whatever takes time answers through a callback, and a callback must only note what happened and
 * ask for a turn of the kit's loop. Bytes travel in buffers that the caller owns.
 */

/**
 * ECMA-419 `embedded:io/serial`, buffer format. The receive queue lives behind the seam and holds
 * at least 256 bytes; what comes when it is full is lost.
 */
export interface Serial {
  /** Moves received bytes into `into`; returns how many (0 when none wait). */
  read(into: Uint8Array): number
  /** Queues all of `bytes` for sending. */
  write(bytes: Uint8Array): void
  close(): void
}

/** ECMA-419 `embedded:io/i2c`, bound to one address. A NACK or a stuck bus throws. */
export interface I2C {
  /** Writes all of `bytes`; without `stop` the bus is kept for a repeated start. */
  write(bytes: Uint8Array, stop?: boolean): void
  /** Fills all of `into`. */
  read(into: Uint8Array): void
  close(): void
}

/**
 * A 1-Wire bus after the class OneWire of Moddable and Espruino; ECMA-419 has none. Its time slots
 * are the matter of what is behind the seam.
 */
export interface OneWire {
  /** A reset pulse; false where nothing answers with a presence pulse. */
  reset(): boolean
  /** Writes all of `bytes`, least significant bits first. */
  write(bytes: Uint8Array): void
  /** Fills all of `into`; a bus where nobody speaks reads as ones. */
  read(into: Uint8Array): void
  close(): void
}

/** One wire with a pull-up, for a chip that answers a start pulse with pulses of its own. */
export interface Pulses {
  /** Holds the wire low for `lowUs` or somewhat longer, lets it go, and times what follows. */
  start(lowUs: number): void
  /**
   * Ends the timing: fills `into` with how long, in µs, the wire was high before each of its falls
   * since it was let go; returns how many.
   */
  read(into: Uint16Array): number
  close(): void
}

/** ECMA-419 `embedded:io/analog`, already scaled by the board's divider. */
export interface Analog {
  readMillivolts(): number
}

/** What a flash region is made of. Lengths in bytes. */
export interface FlashStatus {
  /** Number of erasable blocks, numbered from 0. */
  readonly blocks: number
  readonly blockLength: number
  /** Every write starts at a multiple of this and is as long as a multiple of it. */
  readonly writeAlign: number
}

/** ECMA-419 `embedded:storage/flash`: each byte is written at most once between erases. */
export interface Flash {
  status(): FlashStatus
  /** Reads `length` bytes at `byteOffset` into the beginning of `into`. */
  read(into: Uint8Array, length: number, byteOffset: number): void
  /** Writes the first `length` bytes of `bytes`; they are durable when this returns. */
  write(bytes: Uint8Array, length: number, byteOffset: number): void
  /** Sets every byte of the block to 0xff. */
  eraseBlock(block: number): void
}

/** A monotonic clock with one alarm. */
export interface Clock {
  /** Whole milliseconds since boot; never steps back. */
  ticks(): number
  /** Calls `wake` once after `delayMs`; a second call replaces the first. */
  alarm(delayMs: number, wake: () => void): void
}

/** Status of an exchange that brought no HTTP reply. */
export const NO_REPLY = 0

/** Requests that may be under way at the same time: one for each delivery target. */
export const CHANNELS_MAX = 4

/** `retryAfterS`: the reply's Retry-After in whole seconds, 0 where it says none. */
export type OnReply = (status: number, text: string, retryAfterS: number) => void

/** None of these throws: what cannot be done is a call that never comes, or NO_REPLY. */
export interface Network {
  /** Joins the network and keeps trying; `onLink` hears of every change. */
  connect(onLink: (up: boolean) => void): void
  /** Asks the time service (SNTP); `onTime` may never be called. */
  requestTime(onTime: (utcMs: number) => void): void
  /**
   * Sends one HTTP request. Channels, 0 to CHANNELS_MAX - 1, know nothing of each other; on one of
   * them the caller gives up what is still under way by asking for the next, which may then fail.
   * `headers` are names and values in turn. The body is the first `length` bytes of `body`, which
   * is the caller's again as soon as `request` returns; a GET has none. `onReply` is called at
   * most once: with the HTTP status and at most 256 bytes of the reply's text, or with NO_REPLY
   * when the exchange failed.
   */
  request(
    channel: number,
    method: 'GET' | 'POST',
    url: string,
    headers: readonly string[],
    body: Uint8Array,
    length: number,
    onReply: OnReply,
  ): void
}

export interface Platform {
  /** Stable name of this very board, for example from its MAC address. At most 32 characters. */
  readonly id: string
  /** Why the board started: one of RESET_CAUSES. */
  readonly resetCause: number
  readonly clock: Clock
  readonly flash: Flash
  readonly network: Network
  /** A random unsigned 32-bit integer from the best source that the board has. */
  entropy(): number
  /** Restarts the board unless called again within a minute. */
  feedWatchdog(): void
  /** `port` and `bus` are names of the board's pin map. Throws for unknown ones, and when open. */
  openSerial(port: string, baud: number): Serial
  openI2C(bus: string, address: number, hz: number): I2C
  /** Throws, with a sentence that says so, also where the engine cannot do it on this board. */
  openOneWire(port: string): OneWire
  /** Throws like it. */
  openPulses(port: string): Pulses
  /** Undefined where the board cannot measure its supply. */
  openBattery(): Analog | undefined
}

/** Reset causes, by code. */
export const RESET_CAUSES = ['power-on', 'software', 'watchdog', 'brown-out', 'unknown'] as const
