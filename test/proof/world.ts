/**
 * The model that the journal is judged by; it shares no code with it. It knows what was asked of
 * the journal and what the flash did, and nothing of the format.
 *
 * - I1 a record whose append returned is readable as long as no erase of its block has begun, and
 *   an erase may begin only on the oldest records of a log that is full
 * - I2 what is read under a number is what was appended under it, bit for bit, now and ever after;
 *   a record whose append was cut is there or not, and its number is nobody else's once it was read
 * - I4 numbers rise, and reading gives them in order
 * - I5 recovery reads one header a block and one block; no call reads without end
 * - I6 when faults stop, each target gets all that is held, in order, each number once
 * - I7 `flash.ts`: no word is written twice or not surely erased; blocks wear alike, but that each
 *   cut may cost one erase that is done again
 * - I8 a number that a target never got is counted in `dropped`
 */
import { type FoundRecord, isSame } from './content.ts'
import type { ProofFlash } from './flash.ts'
import { State, TARGETS } from './state.ts'
import { Violation } from './violation.ts'

const NUMBERS_MAX = 1 << 15
const NOTES_MAX = 1 << 16
const BLOCK_BITS = 5

export class World {
  readonly now = new State()
  /** Durable records by place: serial (0: none), length, boot, and block with its lap. */
  private readonly serials = new Int32Array(NUMBERS_MAX)
  private readonly lengths = new Uint8Array(NUMBERS_MAX)
  private readonly bootIds = new Uint16Array(NUMBERS_MAX)
  private readonly blocks = new Int32Array(NUMBERS_MAX)
  /** Bit t: target t got the record. */
  private readonly got = new Uint8Array(NUMBERS_MAX)
  /** What was changed in `got`, so that it can be taken back. */
  private readonly notes = new Int32Array(NOTES_MAX)
  /** The tables are empty from here on. */
  private used = 0

  /** Takes back all since `state` was copied from `now`. */
  restore(state: State): void {
    const { now } = this
    while (now.notes > state.notes) {
      const note = this.notes[--now.notes]!
      this.got[note >> 1]! ^= 1 << (note & 1)
    }
    const from = state.base + state.top
    if (this.used > from) this.serials.fill(0, from, this.used)
    this.used = from
    now.copy(state)
  }

  clear(): void {
    this.restore(new State())
    this.serials.fill(0)
    this.got.fill(0)
  }

  /** The append that was begun last has returned; its frame stands in `block`. */
  commit(block: number, flash: ProofFlash): void {
    const { now } = this
    const i = --now.doubts
    const place = now.doubtPlace[i]!
    this.serials[place] = now.doubtSerial[i]!
    this.lengths[place] = now.doubtLength[i]!
    this.bootIds[place] = now.doubtBoot[i]!
    this.blocks[place] = (flash.laps[block]! << BLOCK_BITS) | block
    this.used = place + 1
    if (this.used + 64 > NUMBERS_MAX) throw new Error('the history has too many records')
    now.top = place + 1 - now.base
    now.ceiling = now.top
    now.isNamed = true
    now.formerId = -1
    if (now.doubtBoot[i]! > now.bootIdDurable) now.bootIdDurable = now.doubtBoot[i]!
  }

  /**
   * The power failed in a call of the journal, which may have begun an erase. A log with one block
   * has its name there alone; it is safe again once a call that wrote has returned.
   */
  crash(wasErasing: boolean, blocks: number): void {
    const { now } = this
    now.cuts++
    now.ceiling++
    if (wasErasing && blocks === 1) now.isNamed = false
    now.sentFrom.fill(0)
    now.sentTo.fill(0)
  }

  /** No erase of the block that holds the durable record at `place` has begun. */
  isHeld(place: number, flash: ProofFlash): boolean {
    if (this.serials[place] === 0) return false
    const stands = this.blocks[place]!
    return flash.laps[stands & ((1 << BLOCK_BITS) - 1)] === stands >> BLOCK_BITS
  }

  /** Number of the oldest record that must be there; `top` if none. */
  oldest(flash: ProofFlash): number {
    const { now } = this
    const end = now.base + now.top
    while (now.lowest < end && !this.isHeld(now.lowest, flash)) now.lowest++
    return Math.max(now.lowest, now.base) - now.base
  }

  /** No record from `from` to `to` - 1 should be there. */
  checkAbsent(from: number, to: number, flash: ProofFlash): void {
    const { base, top } = this.now
    for (let n = Math.max(from, this.oldest(flash)); n < to && n < top; n++)
      if (this.isHeld(base + n, flash)) throw new Violation('I1', `record ${n} is gone`)
  }

  /** The record that was read is what its number says. */
  checkFound(found: FoundRecord): void {
    const { now } = this
    const n = found.sequence
    const place = now.base + n
    if (n < now.top && this.serials[place]! !== 0) {
      if (!isSame(found, this.serials[place]!, this.bootIds[place]!, this.lengths[place]!))
        throw new Violation('I2', `record ${n} is not what was appended`)
      if (n >= now.seenTop) now.seenTop = n + 1
      return
    }
    if (!this.isOneInDoubt(found, place)) throw new Violation('I2', `record ${n} is invented`)
    if (n >= now.seenTop) now.seenTop = n + 1
  }

  /** It is a record whose append was cut, and no other was read under its number. */
  private isOneInDoubt(found: FoundRecord, place: number): boolean {
    const { now } = this
    let match = -1
    let other = false
    for (let i = 0; i < now.doubts; i++) {
      if (now.doubtPlace[i] !== place) continue
      if (isSame(found, now.doubtSerial[i]!, now.doubtBoot[i]!, now.doubtLength[i]!)) match = i
      else if (now.doubtSeen[i] === 1) other = true
    }
    if (other) throw new Violation('I2', `record ${found.sequence} was another one before`)
    if (match >= 0) now.doubtSeen[match] = 1
    return match >= 0
  }

  /** The number is free for a new record. */
  checkFree(number: number): void {
    const { now } = this
    if (number < now.top) throw new Violation('I4', `number ${number} was given before`)
    if (number < now.seenTop)
      throw new Violation('I2', `number ${number} is given again, and was read before`)
    if (number > now.ceiling)
      throw new Violation('I8', `number ${number}, and ${now.ceiling} is the next`)
  }

  /** `target` got the records from `from` to `to` - 1. */
  deliver(target: number, from: number, to: number): void {
    const { now } = this
    for (let n = from; n < to; n++) {
      const place = now.base + n
      if (((this.got[place]! >> target) & 1) === 1) continue
      this.got[place]! ^= 1 << target
      this.notes[now.notes++] = (place << 1) | target
      now.gotCount[target]!++
    }
  }

  /** Numbers from `from` on that the target got. */
  gotFrom(target: number, from: number): number {
    const { now } = this
    const end = Math.max(now.utmost[target]!, now.known[target]!, now.seenTop, now.top)
    let count = 0
    for (let n = from; n < end; n++) count += (this.got[now.base + n]! >> target) & 1
    return count
  }

  /** A cursor stands here, and this many are said to be dropped. */
  checkDropped(target: number, cursor: number, dropped: number): void {
    const { now } = this
    const missing = cursor - (now.gotCount[target]! - this.gotFrom(target, cursor))
    if (dropped < missing)
      throw new Violation('I8', `target ${target} lacks ${missing}, counted are ${dropped}`)
    if (dropped > missing + now.slack[target]!)
      throw new Violation('I8', `target ${target} lacks only ${missing}, counted are ${dropped}`)
  }

  /** Payload bytes and number of the durable records that are held, those in `block` apart. */
  measure(block: number, flash: ProofFlash, into: Measure): void {
    const { base, top } = this.now
    into.countIn = into.countOut = into.bytes = 0
    into.isOldest = true
    for (let place = base + this.oldest(flash); place < base + top; place++) {
      if (!this.isHeld(place, flash)) continue
      into.bytes += this.lengths[place]! + FRAME_BYTES_MIN
      if ((this.blocks[place]! & ((1 << BLOCK_BITS) - 1)) !== block) into.countOut++
      else {
        into.countIn++
        if (into.countOut > 0) into.isOldest = false
      }
    }
  }

  /** After the flash lost its only header: all before is of another log. */
  rename(logId: number): void {
    const { now } = this
    now.rename(
      logId,
      Math.max(now.base + Math.max(now.top, now.seenTop, now.ceiling), this.used) + 1,
    )
    this.used = now.base
  }

  /** As `rename`, but the name is that of the log before, which is then no other one. */
  comeBack(): void {
    const { now } = this
    now.comeBack()
    for (let target = 0; target < TARGETS; target++) now.gotCount[target] = this.gotFrom(target, 0)
  }
}

/** A frame has at least a type, a length and a checksum. */
const FRAME_BYTES_MIN = 6

/** What the log held when an erase began. */
export class Measure {
  countIn = 0
  countOut = 0
  bytes = 0
  /** No record outside of the block is older than one in it. */
  isOldest = true
}

export { TARGETS }
