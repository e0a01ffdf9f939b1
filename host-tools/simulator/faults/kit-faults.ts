/**
 * What goes wrong around one kit, as plain data: times in seconds of the scenario, rates in per
 * mille of the requests. What a rate hits is drawn from the kit's own stream of its seed.
 */

/**
 * `cut` and `brown-out` take the power from board and chips for `offS`; the causes differ that the
 * next boot is told. With `inFlash` power goes not at `atS` but within that flash operation after
 * it, counted from 1, which is then done in part.
 */
export interface PowerLoss {
  readonly kind: 'cut' | 'brown-out'
  readonly atS: number
  readonly offS: number
  readonly inFlash?: number
}

/** `reset` restarts the board alone, at once; `hang` leaves it to the watchdog. */
interface BoardReset {
  readonly kind: 'reset' | 'hang'
  readonly atS: number
}

export type PowerFault = PowerLoss | BoardReset

/** From `atS` on the time service is this far off; 0 makes it right again. */
export interface ClockFault {
  readonly atS: number
  readonly offsetS: number
}

/** `toS` not included. */
export interface Span {
  readonly fromS: number
  readonly toS: number
}

/** What a request may meet; each can hit alone or together with others. */
export interface NetworkRates {
  /** The request, or its reply, is lost on its way. */
  readonly lostRequestPerMille?: number
  readonly lostReplyPerMille?: number
  /** The request reaches the server twice, the second time up to `lateSMax` later. */
  readonly twicePerMille?: number
  /** The request is under way for up to `lateSMax`, so that others overtake it. */
  readonly latePerMille?: number
  /** The server takes up to `lateSMax` to answer what it has done at once. */
  readonly slowPerMille?: number
  /** The reply is heard twice. */
  readonly replyTwicePerMille?: number
  /** Something on the way answers for the server, which never sees the request. */
  readonly serverErrorPerMille?: number
  /** The server's answer arrives as something else. */
  readonly garbledReplyPerMille?: number
  /** The server fails with a code of its own, and stores nothing. */
  readonly failingPerMille?: number
}

/** Where several are in force at a moment, the worst of each rate counts. */
export interface NetworkFault extends Span, NetworkRates {
  readonly lateSMax: number
  /** What it strikes of the kit's targets, from 0; all of them if it is not said. */
  readonly target?: number
  /** The server is slow by this instead of by up to `lateSMax`. */
  readonly slowS?: number
}

/** What is wrong with a part, or with its wires; `part` is its name in the config. */
export interface PartFault extends Span {
  readonly kind: 'stuck-fan' | 'blinded-laser' | 'swapped-wires' | 'loose-wire' | 'i2c-nack'
  readonly part: string
  /** Loose wire: share of the time without contact, and mean length of such a time. */
  readonly openPerMille?: number
  readonly burstMs?: number
  /** I2C: share of the transactions that nobody acknowledges. */
  readonly nackPerMille?: number
}

/** Bits that turn over in what is written, or a block that does not keep what is written to it. */
export type FlashFault =
  | { readonly kind: 'rot'; readonly atS: number; readonly bits: number }
  | { readonly kind: 'bad-block'; readonly atS: number; readonly block: number }

export interface KitFaults {
  /** In order of time. */
  readonly power?: readonly PowerFault[]
  readonly clock?: readonly ClockFault[]
  /** While the time service does not answer. */
  readonly timeSilences?: readonly Span[]
  /** By how much the board's oscillator runs fast. */
  readonly driftPpm?: number
  readonly network?: readonly NetworkFault[]
  readonly parts?: readonly PartFault[]
  /** In order of time. */
  readonly flash?: readonly FlashFault[]
  /**
   * From then on no power fault strikes any more, not even one that waits for a write, and power
   * that was away is back.
   */
  readonly calmFromS?: number
}
