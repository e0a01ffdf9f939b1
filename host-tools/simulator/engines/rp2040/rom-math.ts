/**
 * The floating-point functions of the boot ROM (RP2040 datasheet, 2.8.3.2), done by the host: by
 * their place in the ROM's tables, arguments and results in the registers as the ABI has them.
 */

const BITS_32 = 32n
const INT32_MAX = 2 ** 31 - 1
const UINT32_MAX = 2 ** 32 - 1
const INT64_MAX = 2n ** 63n - 1n
const UINT64_MAX = 2n ** 64n - 1n

/** Arguments and results of one width in an emulated core's registers. */
export class Numbers {
  private readonly r: Uint32Array
  private readonly isDouble: boolean
  private readonly words = new Uint32Array(2)
  private readonly double = new Float64Array(this.words.buffer)
  private readonly single = new Float32Array(this.words.buffer)
  /** Registers that a number takes. */
  private readonly width: number

  constructor(r: Uint32Array, isDouble: boolean) {
    this.r = r
    this.isDouble = isDouble
    this.width = isDouble ? 2 : 1
  }

  /** False where the ROM has nothing that this knows. */
  call(place: number): boolean {
    return this.calculate(place) || this.fromInteger(place) || this.toInteger(place)
  }

  private calculate(place: number): boolean {
    const a = this.get(0, this.isDouble)
    const b = this.get(this.width, this.isDouble)
    if (place === 0x00) this.put(a + b)
    else if (place === 0x04) this.put(a - b)
    else if (place === 0x08) this.put(a * b)
    else if (place === 0x0c) this.put(a / b)
    else if (place === 0x18) this.put(Math.sqrt(a))
    else if (place === 0x3c) this.put(Math.cos(a))
    else if (place === 0x40) this.put(Math.sin(a))
    else if (place === 0x44) this.put(Math.tan(a))
    else if (place === 0x4c) this.put(Math.exp(a))
    else if (place === 0x50) this.put(Math.log(a))
    else if (place === 0x54) this.r[0] = a < b ? -1 : a > b ? 1 : 0
    else if (place === 0x58) this.put(Math.atan2(a, b))
    else if (place === 0x7c) this.put(a, !this.isDouble)
    else return false
    return true
  }

  private fromInteger(place: number): boolean {
    const { r } = this
    const wide = (BigInt(r[1]!) << BITS_32) | BigInt(r[0]!)
    if (place === 0x2c) this.put(r[0]! | 0)
    else if (place === 0x30) this.put((r[0]! | 0) / 2 ** (r[1]! | 0))
    else if (place === 0x34) this.put(r[0]!)
    else if (place === 0x38) this.put(r[0]! / 2 ** (r[1]! | 0))
    else if (place === 0x5c) this.put(Number(BigInt.asIntN(64, wide)))
    else if (place === 0x60) this.put(Number(BigInt.asIntN(64, wide)) / 2 ** (r[2]! | 0))
    else if (place === 0x64) this.put(Number(wide))
    else if (place === 0x68) this.put(Number(wide) / 2 ** (r[2]! | 0))
    else return false
    return true
  }

  private toInteger(place: number): boolean {
    const value = this.get(0, this.isDouble)
    const scaled = value * 2 ** (this.r[this.width]! | 0)
    if (place === 0x1c) this.narrow(value, -INT32_MAX - 1, INT32_MAX)
    else if (place === 0x20) this.narrow(scaled, -INT32_MAX - 1, INT32_MAX)
    else if (place === 0x24) this.narrow(value, 0, UINT32_MAX)
    else if (place === 0x28) this.narrow(scaled, 0, UINT32_MAX)
    else if (place === 0x6c) this.wide(value, -INT64_MAX - 1n, INT64_MAX)
    else if (place === 0x70) this.wide(scaled, -INT64_MAX - 1n, INT64_MAX)
    else if (place === 0x74) this.wide(value, 0n, UINT64_MAX)
    else if (place === 0x78) this.wide(scaled, 0n, UINT64_MAX)
    else return false
    return true
  }

  /** Towards minus infinity, and never out of range. */
  private narrow(value: number, least: number, most: number): void {
    this.r[0] = Math.min(Math.max(Math.floor(value), least), most)
  }

  private wide(value: number, least: bigint, most: bigint): void {
    let whole = value > 0 ? most : least
    if (Number.isFinite(value)) whole = BigInt(Math.floor(value))
    const bounded = whole < least ? least : whole > most ? most : whole
    this.r[0] = Number(BigInt.asUintN(32, bounded))
    this.r[1] = Number(BigInt.asUintN(32, bounded >> BITS_32))
  }

  private get(register: number, isDouble: boolean): number {
    this.words[0] = this.r[register]!
    this.words[1] = this.r[register + 1]!
    return isDouble ? this.double[0]! : this.single[0]!
  }

  private put(value: number, isDouble = this.isDouble): void {
    if (isDouble) this.double[0] = value
    else this.single[0] = value
    this.r[0] = this.words[0]!
    if (isDouble) this.r[1] = this.words[1]!
  }
}
