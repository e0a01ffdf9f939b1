/** An I2C bus in memory with one chip on it, that counts, records, and fails on command. */
import type { I2C } from '../../device/platform/io.ts'
import { hex } from './driving.ts'

export interface I2CChip {
  write(bytes: Uint8Array): void
  /** Fills `into`; throws where the chip would not acknowledge. */
  read(into: Uint8Array): void
}

/** `nack`: the operation fails at once. `short`: a read fails after its first bytes. */
export type BusFault = 'nack' | 'short'

export class I2CBus implements I2C {
  /** Operations since the last `mark`, as `w d0`, `w f4 25 .` (with stop) and `r 60`. */
  readonly log: string[] = []
  operations = 0
  bytes = 0
  stuck = false
  /** The operation with this number, counted from 0, fails. */
  failAt = -1
  fault: BusFault = 'nack'
  /** Bit number `flipBit` of all that is read since the last `mark` arrives inverted. */
  flipBit = -1
  private readBits = 0
  private readonly chip: I2CChip

  constructor(chip: I2CChip) {
    this.chip = chip
  }

  mark(): void {
    this.log.splice(0)
    this.operations = 0
    this.bytes = 0
    this.readBits = 0
    this.failAt = -1
    this.flipBit = -1
  }

  write(bytes: Uint8Array, stop = true): void {
    this.begin(bytes)
    this.chip.write(bytes)
    this.log.push(`w ${hex(bytes)}${stop ? ' .' : ''}`)
  }

  read(into: Uint8Array): void {
    this.begin(into)
    this.chip.read(into)
    const bit = this.flipBit - this.readBits
    if (bit >= 0 && bit < into.length * 8) into[bit >> 3]! ^= 1 << (bit & 7)
    this.readBits += into.length * 8
    this.log.push(`r ${hex(into)}`)
  }

  close(): void {
    this.log.push('close')
  }

  private begin(buffer: Uint8Array): void {
    const fails = this.operations++ === this.failAt
    this.bytes += 1 + buffer.length
    if (!this.stuck && !fails) return
    if (fails && this.fault === 'short') buffer.fill(0x5a, 0, buffer.length >> 1)
    throw new Error('no acknowledge')
  }
}
