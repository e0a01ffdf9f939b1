/**
 * Flash as the datasheets let it be at its worst; it shares no code with the journal. `README.md`
 * beside it says what is allowed.
 */
import type { Flash, FlashStatus } from '../../device/platform/io.ts'
import type { Cut } from './cut.ts'
import { Dice } from './dice.ts'
import { Erases } from './erases.ts'
import type { Geometry } from './geometries.ts'
import { Operations } from './operations.ts'
import { Tearing } from './tearing.ts'
import { UnstableBits } from './unstable-bits.ts'
import { Violation } from './violation.ts'

/** States of a word. */
const ERASED = 0
const WRITTEN = 1
const WEAK = 2
/** From here on: how many writes it saw, the last of which were zeros. */
const ZEROED = 16

export class PowerCut extends Error {}
const POWER_CUT = new PowerCut('power cut')

export class ProofFlash implements Flash {
  readonly geometry: Geometry
  /** What a read gives, but for the unstable bits. */
  readonly bytes: Uint8Array
  /** Per block: how often an erase of it began. What was written before is then gone. */
  readonly laps: Uint32Array
  /** What was done since `begin`. */
  readonly done = new Operations()
  readonly dice = new Dice()
  /** Power fails here, counted from `begin`. */
  cut: Cut | undefined
  /** Asked before an erase of a block begins. */
  onErase: (block: number) => void = () => {}
  bytesRead = 0
  /** The most writes that any word saw between two erases. */
  writesMax = 1
  /** Zeros may be written over a word until it has seen so many writes. */
  zeroingsMax = 2
  /** Bytes that may be read since `begin`: nothing may go round for ever. */
  bytesReadMax = Infinity
  private readonly erases: Erases
  private readonly states: Uint8Array
  private readonly unstable: UnstableBits
  private readonly tearing: Tearing
  private readonly align: number
  private readonly blockLength: number

  constructor(geometry: Geometry) {
    const length = geometry.blocks * geometry.blockLength
    this.geometry = geometry
    this.align = geometry.writeAlign
    this.blockLength = geometry.blockLength
    this.bytes = new Uint8Array(length).fill(0xff)
    this.unstable = new UnstableBits(length)
    this.tearing = new Tearing(this.bytes, this.unstable, this.dice)
    this.states = new Uint8Array(length / geometry.writeAlign)
    this.erases = new Erases(geometry.blocks)
    this.laps = this.erases.laps
  }

  /** Becomes what `other` is; the operations noted and the cut are left out. */
  copy(other: ProofFlash): void {
    this.bytes.set(other.bytes)
    this.states.set(other.states)
    this.erases.copy(other.erases)
    this.dice.state = other.dice.state
    this.unstable.copy(other.unstable)
  }

  /** A region that something else has used: every word holds what `seed` draws. */
  litter(seed: number): void {
    this.dice.state = seed
    const plain = [0x00, 0x55, 0xaa][seed & 3]
    for (let i = 0; i < this.bytes.length; i++) this.bytes[i] = plain ?? this.dice.next()
    this.states.fill(WRITTEN)
  }

  /** A call of the journal begins. */
  begin(): void {
    this.done.clear()
    this.bytesRead = 0
  }

  /** What is read from now on is counted; no call needs all of the region more than six times. */
  limitReads(): void {
    this.bytesRead = 0
    this.bytesReadMax = this.bytes.length * 6 + 8192
  }

  status(): FlashStatus {
    return this.geometry
  }

  read(into: Uint8Array, length: number, byteOffset: number): void {
    if (!(byteOffset >= 0 && length >= 0 && byteOffset + length <= this.bytes.length))
      throw new Violation('I7', `read of ${length} bytes at ${byteOffset}, outside of the region`)
    if (length > into.length) throw new Violation('I7', `${length} bytes do not fit ${into.length}`)
    this.bytesRead += length
    if (this.bytesRead > this.bytesReadMax)
      throw new Violation('I5', `one call has read ${this.bytesRead} bytes`)
    for (let i = 0; i < length; i++) into[i] = this.bytes[byteOffset + i]!
    this.unstable.shake(into, length, byteOffset, this.dice)
  }

  write(bytes: Uint8Array, length: number, byteOffset: number): void {
    if (!(byteOffset >= 0 && length > 0 && byteOffset + length <= this.bytes.length))
      throw new Violation('I7', `write of ${length} bytes at ${byteOffset}, outside of the region`)
    if (length > bytes.length) throw new Violation('I7', `${length} bytes, longer than its buffer`)
    if (byteOffset % this.align !== 0 || length % this.align !== 0)
      throw new Violation('I7', `unaligned write of ${length} bytes at ${byteOffset}`)
    const inBlock = byteOffset % this.blockLength
    if (inBlock + length > this.blockLength) throw new Violation('I7', 'write across two blocks')
    let isFarewell = false
    for (let at = 0; at < length; at += this.align) {
      const state = this.states[(byteOffset + at) / this.align]!
      if (state === ERASED) continue
      if (state !== WRITTEN && this.isZero(bytes, at) && state < ZEROED + this.zeroingsMax) continue
      isFarewell = state === WRITTEN && this.isZero(bytes, at)
      if (!isFarewell)
        throw new Violation('I7', `word at ${byteOffset + at} written, and is not surely erased`)
    }
    if (isFarewell) this.onErase(this.blockOf(byteOffset))
    this.done.addWrite(bytes, length, byteOffset, isFarewell)
    this.perform(this.done.count - 1)
  }

  private blockOf(at: number): number {
    return Math.floor(at / this.blockLength)
  }

  private isZero(bytes: Uint8Array, at: number): boolean {
    for (let i = at; i < at + this.align; i++) if (bytes[i] !== 0) return false
    return true
  }

  eraseBlock(block: number): void {
    if (!(block >= 0 && block < this.geometry.blocks))
      throw new Violation('I7', `no block ${block}`)
    this.onErase(block)
    this.done.addErase(block)
    this.perform(this.done.count - 1)
  }

  /** Does operation `op` of `done` in full; or as `cut` says, and then the power is gone. */
  private perform(op: number): void {
    const { cut } = this
    if (cut === undefined || cut.op !== op) {
      this.apply(this.done, op)
      return
    }
    this.fail(this.done, cut)
    throw POWER_CUT
  }

  /** Does one operation in full. */
  apply(done: Operations, op: number): void {
    if (done.isErase(op)) this.complete(done.block(op))
    else this.put(done, op, done.length(op))
    if (done.isFarewell(op)) this.erases.bidFarewell(this.blockOf(done.at(op)))
  }

  /** Does one operation up to where the power fails. */
  fail(done: Operations, cut: Cut): void {
    this.dice.state = cut.seed
    if (done.isErase(cut.op)) this.failErase(done.block(cut.op), cut)
    else this.failWrite(done, cut)
    this.leave(done, cut.op)
  }

  private complete(block: number): void {
    const from = block * this.blockLength
    const to = from + this.blockLength
    this.bytes.fill(0xff, from, to)
    this.states.fill(ERASED, from / this.align, to / this.align)
    this.unstable.settle(from, to)
    this.erases.begin(block)
  }

  /** Writes the first `length` bytes of an operation. */
  private put(done: Operations, op: number, length: number): void {
    const at = done.at(op)
    const from = done.from(op)
    for (let i = 0; i < length; i++) this.bytes[at + i] = done.bytes[from + i]!
    for (let i = 0; i < length; i += this.align)
      this.pass((at + i) / this.align, this.isZero(this.bytes, at + i) ? ZEROED + 1 : WRITTEN)
    this.unstable.settle(at, at + length)
    if (length > 0 && !done.isFarewell(op)) this.erases.writeInto(this.blockOf(at))
  }

  /** The word was written, in full or not. */
  private pass(word: number, state: number): void {
    const before = this.states[word]!
    this.states[word] = before === ERASED ? state : before < ZEROED ? ZEROED + 2 : before + 1
    const writes = Math.max(1, this.states[word]! - ZEROED)
    if (writes > this.writesMax) this.writesMax = writes
  }

  /** What a call wrote that never returned may be overwritten by zeros. */
  private leave(done: Operations, last: number): void {
    for (let op = 0; op <= last; op++) {
      if (done.isErase(op)) continue
      const end = (done.at(op) + done.length(op)) / this.align
      for (let word = done.at(op) / this.align; word < end; word++)
        if (this.states[word] === WRITTEN) this.states[word] = WEAK
    }
  }

  private failWrite(done: Operations, cut: Cut): void {
    const length = done.length(cut.op)
    const isPage = cut.way < 'a'
    const first = isPage ? 0 : Math.min(cut.word * this.align, length)
    this.put(done, cut.op, first)
    if (done.isFarewell(cut.op) && (cut.way !== 'n' || first > 0))
      this.erases.bidFarewell(this.blockOf(done.at(cut.op)))
    if (cut.way === 'n') return
    const last = isPage ? length : Math.min(first + this.align, length)
    const at = done.at(cut.op)
    const from = done.from(cut.op)
    this.tearing.begin(cut.way)
    for (let i = first; i < last; i += this.align) this.pass((at + i) / this.align, WEAK)
    for (let i = first; i < last; i++)
      this.tearing.tear(at + i, this.bytes[at + i]! & ~done.bytes[from + i]! & 0xff, 0)
  }

  private failErase(block: number, cut: Cut): void {
    if (cut.way === 'n') {
      if (cut.word > 0) this.complete(block)
      return
    }
    const from = block * this.blockLength
    const to = from + this.blockLength
    this.erases.begin(block)
    this.states.fill(WEAK, from / this.align, to / this.align)
    this.tearing.begin(cut.way)
    const border = this.dice.below(this.blockLength)
    const firstPart = this.dice.below(2)
    for (let at = from; at < to; at++) {
      const rising = ~this.bytes[at]! & 0xff
      if (cut.way === 'E' || (cut.way === 'P' && (at - from < border ? 1 : 0) === firstPart))
        this.bytes[at] = 0xff
      else if (cut.way !== 'P') this.tearing.tear(at, rising, 0xff)
    }
    if (cut.way === 'E') this.unstable.settle(from, to)
  }
}
