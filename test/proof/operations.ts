/** Writes and erases, in order, with what was written. Noting them allocates nothing. */
import { Violation } from './violation.ts'

const OPERATIONS_MAX = 4096
const BYTES_MAX = 1 << 18
const ERASE = -1

export class Operations {
  count = 0
  /** What was written, one operation after the other. */
  readonly bytes = new Uint8Array(BYTES_MAX)
  private used = 0
  private readonly places = new Int32Array(OPERATIONS_MAX)
  private readonly lengths = new Int32Array(OPERATIONS_MAX)
  /** 1: the write is the farewell of its block, see `README.md`. */
  private readonly farewells = new Uint8Array(OPERATIONS_MAX)
  private readonly starts = new Int32Array(OPERATIONS_MAX)

  clear(): void {
    this.count = 0
    this.used = 0
  }

  addWrite(bytes: Uint8Array, length: number, byteOffset: number, isFarewell: boolean): void {
    for (let i = 0; i < length; i++) this.bytes[this.used + i] = bytes[i]!
    this.add(byteOffset, length)
    this.used += length
    this.farewells[this.count - 1] = isFarewell ? 1 : 0
  }

  addErase(block: number): void {
    this.add(block, ERASE)
  }

  private add(place: number, length: number): void {
    if (this.count === OPERATIONS_MAX || this.used > BYTES_MAX / 2)
      throw new Violation('I7', `one call makes ${this.count} writes and erases`)
    this.places[this.count] = place
    this.lengths[this.count] = length
    this.starts[this.count++] = this.used
  }

  /** One of the operations up to and including `last` is an erase. */
  hasEraseUpTo(last: number): boolean {
    for (let op = 0; op <= last && op < this.count; op++)
      if (this.isErase(op) || this.isFarewell(op)) return true
    return false
  }

  isErase(op: number): boolean {
    return this.lengths[op] === ERASE
  }

  isFarewell(op: number): boolean {
    return this.farewells[op] === 1 && !this.isErase(op)
  }

  /** Block of an erase. */
  block(op: number): number {
    return this.places[op]!
  }

  /** Place in flash of a write. */
  at(op: number): number {
    return this.places[op]!
  }

  /** Place of its data in `bytes`. */
  from(op: number): number {
    return this.starts[op]!
  }

  length(op: number): number {
    return this.lengths[op]!
  }
}
