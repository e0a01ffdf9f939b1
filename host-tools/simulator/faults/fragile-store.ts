/**
 * Flash whose power can fail inside an operation.
 *
 * A write stops at some word: those before it are written, those behind it are not, and of its own
 * bits that should fall some have. An erase stops half-way: a word may be erased, as it was, or
 * anything between. A bit that was left half-way may be unstable: it then reads differently each
 * time, until the next erase. From the cut until power is back nothing works.
 *
 * What was written in the moment of the cut, whole or not, is weak: nothing but zeros may be
 * written over it, which on NOR lets only bits fall that could fall anyway; and zeros over zeros.
 * All else that was touched since its erase must not be written at all, whatever it reads as.
 */
import { blotsOut, type FlashStore, type MemoryStore } from '../flash.ts'
import type { Random } from '../random.ts'

/** Ends what the firmware was doing: where power is gone, nothing goes on. */
export class PowerLost extends Error {}

const NEVER = Infinity
/** One byte in so many of a spoilt block keeps some of the bits that should fall. */
const SPOILT_ONE_IN = 8
/** One cut in so many leaves unstable bits. */
const UNSTABLE_ONE_IN = 4

export class FragileStore implements FlashStore {
  readonly blocks: number
  readonly blockLength: number
  /** Erases of each block, also those that were cut short. */
  readonly wear: number[] = []
  readBytes = 0
  private readonly inner: MemoryStore
  private readonly word: number
  private readonly random: Random
  private readonly nowUs: () => number
  /** Unstable bits by the place of their byte. */
  private readonly unstable = new Map<number, number>()
  private readonly weak = new Set<number>()
  /** Places of bytes that were written at `latestUs`. */
  private latest: number[] = []
  private latestUs = -1
  private operationsLeft = NEVER
  private onCut: () => void = () => {}
  private off = false
  /** Blocks that do not keep all that is written to them. */
  private readonly spoilt = new Set<number>()
  /** Blocks in which something has rotted since their erase. */
  private readonly rotten = new Set<number>()

  /** `word`: bytes that the chip programs at once. */
  constructor(inner: MemoryStore, word: number, random: Random, nowUs: () => number) {
    this.inner = inner
    this.nowUs = nowUs
    this.word = word
    this.random = random
    this.blocks = inner.blocks
    this.blockLength = inner.blockLength
    for (let i = 0; i < inner.blocks; i++) this.wear.push(0)
  }

  /** The `operations`-th write or erase from now on is cut; `onCut` hears of it before it ends. */
  cutInside(operations: number, onCut: () => void): void {
    this.operationsLeft = operations
    this.onCut = onCut
  }

  powerOff(): void {
    this.off = true
    this.operationsLeft = NEVER
  }

  powerOn(): void {
    this.off = false
  }

  read(into: Uint8Array, length: number, offset: number): void {
    this.needPower()
    this.readBytes += length
    this.inner.read(into, length, offset)
    if (this.unstable.size === 0) return
    for (const [at, bits] of this.unstable)
      if (at >= offset && at < offset + length) {
        const seen = into[at - offset]!
        into[at - offset] = (seen & ~bits) | (this.random.next() & bits)
      }
  }

  accepts(bytes: Uint8Array, length: number, offset: number): boolean {
    if (blotsOut(this.blocks, bytes, length)) return true
    const block = Math.floor(offset / this.blockLength)
    // Where a frame cannot be read any more a boot settles all that stands behind it.
    const isBad = this.spoilt.has(block) || this.rotten.has(block)
    const there = new Uint8Array(1)
    for (let i = 0; i < length; i++) {
      const at = offset + i
      if (!this.inner.isTouched(at)) continue
      if (bytes[i] !== 0) return false
      this.inner.read(there, 1, at)
      if (there[0] !== 0 && !isBad && !this.weak.has(at)) return false
    }
    return true
  }

  program(bytes: Uint8Array, length: number, offset: number): void {
    this.needPower()
    if (this.nowUs() !== this.latestUs) this.latest = []
    this.latestUs = this.nowUs()
    for (let i = 0; i < length; i++) this.latest.push(offset + i)
    if (this.isLast()) {
      this.tear(bytes, length, offset)
      this.cut()
    }
    const block = Math.floor(offset / this.blockLength)
    const kept = this.spoilt.has(block) ? this.spoiltBytes(bytes, length, offset) : bytes
    this.inner.program(kept, length, offset)
    for (let i = 0; i < length && this.unstable.size > 0; i++) this.unstable.delete(offset + i)
  }

  erase(block: number): void {
    this.needPower()
    this.wear[block]!++
    if (this.isLast()) {
      this.eraseInPart(block)
      this.cut()
    }
    this.inner.erase(block)
    this.rotten.delete(block)
    this.settle(block)
  }

  /** From now on some of the bits that are to fall in this block do not. */
  spoil(block: number): void {
    this.spoilt.add(block)
  }

  /** Turns bits over, one a byte, from some written byte on. */
  rot(bits: number): void {
    const written: number[] = []
    for (let at = 0; at < this.blocks * this.blockLength; at++)
      if (this.inner.isTouched(at)) written.push(at)
    if (written.length === 0) return
    const place = this.random.next() % written.length
    const byte = new Uint8Array(1)
    this.rotten.add(Math.floor(written[place]! / this.blockLength))
    for (const at of written.slice(place, place + bits)) {
      this.inner.read(byte, 1, at)
      byte[0]! ^= 1 << (this.random.next() % 8)
      this.inner.program(byte, 1, at)
    }
  }

  private spoiltBytes(bytes: Uint8Array, length: number, offset: number): Uint8Array {
    const kept = bytes.slice(0, length)
    const before = new Uint8Array(length)
    this.inner.read(before, length, offset)
    for (let i = 0; i < length; i++)
      if (this.random.next() % SPOILT_ONE_IN === 0) kept[i]! |= before[i]! & this.random.next()
    return kept
  }

  private needPower(): void {
    if (this.off) throw new PowerLost()
  }

  private isLast(): boolean {
    this.operationsLeft--
    return this.operationsLeft === 0
  }

  private cut(): never {
    for (const at of this.latest) if (this.inner.isTouched(at)) this.weak.add(at)
    this.powerOff()
    this.onCut()
    throw new PowerLost()
  }

  private tear(bytes: Uint8Array, length: number, offset: number): void {
    const done = this.random.between(0, length / this.word) * this.word
    this.inner.program(bytes, done, offset)
    if (done === length) return
    const word = new Uint8Array(this.word)
    this.inner.read(word, this.word, offset + done)
    const isUnstable = this.random.between(1, UNSTABLE_ONE_IN) === 1
    for (let i = 0; i < this.word; i++) {
      const falling = word[i]! & ~bytes[done + i]!
      word[i] = word[i]! & ~(falling & this.random.next())
      if (isUnstable) this.unsettle(offset + done + i, falling & this.random.next())
    }
    this.inner.program(word, this.word, offset + done)
  }

  private eraseInPart(block: number): void {
    const length = this.blockLength
    const base = block * length
    const left = new Uint8Array(length)
    this.inner.read(left, length, base)
    const isUnstable = this.random.between(1, UNSTABLE_ONE_IN) === 1
    // Cells of one erase go alike: most are done, most are not, or anything between.
    const erased = this.random.between(0, 8)
    for (let at = 0; at < length; at++) {
      const before = left[at]!
      if (this.random.between(1, 8) <= erased) left[at] = 0xff
      else if (this.random.between(0, 3) === 0) left[at] = before | this.random.next()
      else continue
      if (isUnstable && this.random.between(0, 15) === 0)
        this.unsettle(base + at, ~before & this.random.next())
    }
    this.inner.erase(block)
    // Every byte of it is touched now, whatever it reads as.
    this.inner.program(left, length, base)
    for (let at = base; at < base + length; at++) this.weak.add(at)
  }

  private unsettle(offset: number, bits: number): void {
    if ((bits & 0xff) !== 0) this.unstable.set(offset, bits & 0xff)
  }

  private settle(block: number): void {
    const from = block * this.blockLength
    const isIn = (at: number) => at >= from && at < from + this.blockLength
    for (const at of this.unstable.keys()) if (isIn(at)) this.unstable.delete(at)
    for (const at of this.weak) if (isIn(at)) this.weak.delete(at)
    this.latest = this.latest.filter((at) => !isIn(at))
  }
}
