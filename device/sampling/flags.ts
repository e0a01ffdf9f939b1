/** What was wrong with a channel's average, as bits. Never renumber, only add. */

/** A reading stood at the upper end of the chip's range. */
export const SATURATED = 1
/** The same value so often that the chip is suspected to hang. */
export const STUCK = 2
/** Readings outside the chip's range were refused. */
export const REFUSED = 4
/** Relative humidity above what the particle sensor is specified for. */
export const HUMID = 8
/** Readings of the warm-up were left out. */
export const WARM_UP = 16
/** The part did not answer at all. */
export const MISSING = 32
/** Frames or words with a wrong checksum were refused. */
export const CHECKSUMS = 64
/** The bus or the conversation with the chip failed at times. */
export const BUS_FAULTS = 128
/** The part told of a defect of its own, and what that concerns was left out. */
export const BROKEN = 256

/** Names of the flags, by bit. */
export const FLAGS = [
  'saturated',
  'stuck',
  'out-of-range',
  'humid',
  'warming-up',
  'sensor-missing',
  'checksum-errors',
  'bus-errors',
  'defective',
] as const
