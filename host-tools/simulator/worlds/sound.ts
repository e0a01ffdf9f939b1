/**
 * Sound in the air: the mean square of its A-weighted pressure, as a multiple of (20 µPa)^2. Such
 * sounds add up, as levels do not: two of 60 dB(A) make 63.
 */
import { exp, ln } from './exact-math.ts'

const DECIBEL = Math.LN10 / 10
/** Where nothing is heard, in dB(A): a level ends there. */
const SILENCE = 0

/** `air.sound += soundOf(70)` adds a sound of 70 dB(A). */
export function soundOf(level: number): number {
  return exp(level * DECIBEL)
}

/** In dB(A). */
export function levelOf(sound: number): number {
  return sound > 1 ? ln(sound) / DECIBEL : SILENCE
}
