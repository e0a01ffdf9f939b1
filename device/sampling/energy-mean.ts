/**
 * Sound levels are averaged by their energy: the mean of n levels is 10 * log10 of the mean of
 * 10^(level / 10), so that one loud minute counts for as much as it is heard.
 *
 * Powers of ten and their inverse come from tables of whole numbers, since engines differ in the
 * last bits of `Math.pow` and `Math.log10`. A level of 10 * d + t + u / 10 dB has the energy
 * 10^d * TENS[t] * TENTHS[u] / 2^32, within 0.00005 dB. The sum is kept in units of the loudest
 * level's 10^d; what is cut off of quieter ones is less than 2^-32 of it each. With READINGS_MAX
 * readings every intermediate value stays below 2^53, so that the mean is exact but for these
 * errors and its rounding to 0.1 dB.
 */

/** round(10^(u / 100) * 2^16): tenths of a decibel. */
export const TENTHS = /* @__PURE__ */ new Uint32Array([
  65_536, 67_063, 68_625, 70_223, 71_859, 73_533, 75_245, 76_998, 78_792, 80_627,
])
/** round(10^(t / 10) * 2^16): decibels. */
export const TENS = /* @__PURE__ */ new Uint32Array([
  65_536, 82_505, 103_868, 130_762, 164_619, 207_243, 260_904, 328_458, 413_504, 520_571,
])
const SCALE = 65_536
const ONE = SCALE * SCALE
/** round(10^(1 / 200) * 2^16): half a tenth, from which on a mean is rounded up. */
export const HALF_TENTH = 66_295

/** Energy of a level of 0 to 99 tenths of a decibel, in units of 2^-32. */
function energyOf(tenths: number): number {
  return TENS[Math.floor(tenths / 10)]! * TENTHS[tenths % 10]!
}

export class EnergyMean {
  private count = 0
  private sum = 0
  /** The sum is in units of 10^decade. */
  private decade = 0

  /** Adds a level of 0 dB or more, in tenths. */
  add(tenths: number): void {
    const decade = Math.floor(tenths / 100)
    let energy = energyOf(tenths % 100)
    for (let d = decade; d < this.decade; d++) energy = Math.floor(energy / 10)
    while (this.decade < decade) {
      this.sum = Math.floor(this.sum / 10)
      this.decade++
    }
    this.sum += energy
    this.count++
  }

  /** The mean of what was added since it was last taken, in tenths; needs a level. */
  take(): number {
    const n = this.count
    let { sum, decade } = this
    this.count = 0
    this.sum = 0
    this.decade = 0
    while (sum < n * ONE) {
      sum *= 10
      decade--
    }
    const energy = Math.floor(sum / n)
    let tenths = 99
    while (energyOf(tenths) > energy) tenths--
    if (energy * SCALE >= energyOf(tenths) * HALF_TENTH) tenths++
    return decade * 100 + tenths
  }
}
