/**
 * What every driver of a chip looks like to the sampler.
 *
 * Split-phase: `start` sends what has to be sent and says when to come back; `finish` collects what
 * the chip has. Neither ever waits. A driver is made from an open bus, sends nothing before its
 * first `start`, owns its buffers and allocates nothing afterwards.
 */
import type { Quantity } from '../quantities.ts'
import type { Average } from '../sampling/average.ts'

/** A reading was written into the caller's buffer. */
export const READING = 0
/** Nothing more to collect in this turn; not a fault. */
export const PENDING = 1
/** The chip answers, but its readings do not count yet. */
export const WARMING_UP = 2
/** The turn has another step: call `start` for it now. */
export const NEXT_STEP = 3
/** No answer on the bus (I2C address or data not acknowledged, silent serial line). */
export const NO_ANSWER = 4
/** Bytes arrived and their checksum is wrong. */
export const CHECKSUM = 5
/** Well-formed bytes that this chip would not send now: other chip, other command, other length. */
export const PROTOCOL = 6
/** The chip has no result although its conversion time is over. */
export const NOT_READY = 7
/** A result outside what the chip can measure. */
export const OUT_OF_RANGE = 8
/** The chip says itself that something in it is broken; what that measures is in no reading. */
export const DEFECT = 9

/** Stands in a reading for a channel that the chip has no value for. */
export const NO_VALUE = -0x8000_0000

/** Names of the outcomes, by code. Codes from NO_ANSWER on are faults and are counted. */
export const OUTCOMES = [
  'reading',
  'pending',
  'warming-up',
  'next-step',
  'no-answer',
  'checksum',
  'protocol',
  'not-ready',
  'out-of-range',
  'defect',
] as const

export interface ChannelDescription {
  readonly quantity: Quantity
  /** Values that the chip can report, in the quantity's steps. */
  readonly minimum: number
  readonly maximum: number
  /** Smallest difference that the chip reports, in the quantity's steps. */
  readonly resolution: number
  /** The datasheet's accuracy, as it words it. */
  readonly accuracy: string
  /** In place of the quantity's, where a part has larger steps or is read more often. */
  readonly stuckAfter?: number
}

/** The facts of a part, read by sampler, simulator, docs and pages. */
export interface PartDescription {
  /** Part of the stored and uploaded formats: never renumber, only add. */
  readonly code: number
  readonly name: string
  readonly bus: 'serial' | 'i2c' | '1-wire' | 'pulses' | 'analog'
  /** Of a part that can be on I2C, the one that it has as it comes first. */
  readonly addresses?: readonly number[]
  /** Time between readings, in ms. */
  readonly intervalMs: number
  /** Readings in this time after power-on do not count. */
  readonly warmUpMs: number
  readonly currentMilliamps: number
  /** One piece, 2026: 1 up to 10 euros, 2 up to 30, 3 more. */
  readonly priceClass: 1 | 2 | 3
  readonly channels: readonly ChannelDescription[]
}

export interface Driver {
  readonly part: PartDescription
  /** Begins a turn, or its next step; returns the earliest time, in ms from now, for `finish`. */
  start(nowMs: number): number
  /**
   * Collects one result. On READING one integer a channel, or NO_VALUE, stands in `into`, in the
   * order of `part.channels`. Call again until it returns PENDING, NEXT_STEP or a fault. After a
   * fault the driver is ready to `start` again, at once or in the next turn.
   */
  finish(nowMs: number, into: Int32Array): number
  /**
   * What stands for a channel's readings since it was last asked, where their arithmetic mean does
   * not: a driver adds up what it needs for that by itself. `average` has at least one of them.
   */
  meanOf?(channel: number, average: Average): number
  close(): void
}
