/** What an SPS30 measured, as both of its interfaces give it (DS 4.3, see `sps30.ts`). */
import { NO_VALUE, OUT_OF_RANGE, READING } from './driver.ts'
import { NO_NUMBER, scaledFloat } from './float.ts'

/** Ten floats; the first four are mass concentrations in µg/m³, the last is a particle size. */
export const SPS30_WORDS = 20
const CHANNELS = 4
const STEPS_PER_UNIT = 100
const MAXIMUM = 100_000

/** DS 4.4: of the errors in the status register, laser and fan. */
export const SPS30_ERRORS = 0x30

/**
 * Takes the values from words of two bytes that stand `stride` bytes apart, from `at` on. With
 * nothing but zeros the chip says that it has no values yet: a size of 0 µm is none. What is
 * beyond the range stands at its end, where it is told as saturated.
 */
export function sps30Values(
  bytes: Uint8Array,
  at: number,
  stride: number,
  into: Int32Array,
): number {
  let isEmpty = true
  for (let i = 0; i < SPS30_WORDS; i++) {
    const word = at + i * stride
    if (bytes[word] !== 0 || bytes[word + 1] !== 0) isEmpty = false
  }
  let outcome = READING
  for (let i = 0; i < CHANNELS; i++) {
    const high = at + 2 * i * stride
    const low = high + stride
    const steps = scaledFloat(
      bytes[high]! * 256 + bytes[high + 1]!,
      bytes[low]! * 256 + bytes[low + 1]!,
      STEPS_PER_UNIT,
    )
    const isNone = steps === NO_NUMBER || steps < 0
    if (isNone) outcome = OUT_OF_RANGE
    into[i] = isNone || isEmpty ? NO_VALUE : steps > MAXIMUM ? MAXIMUM : steps
  }
  return outcome
}

/** No channel has a value. */
export function noValues(into: Int32Array): void {
  for (let i = 0; i < CHANNELS; i++) into[i] = NO_VALUE
}
