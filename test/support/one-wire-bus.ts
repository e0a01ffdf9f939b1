/** A 1-Wire bus in memory with one chip on it, that counts, records, and fails on command. */
import type { OneWire } from '../../device/platform/io.ts'
import { hex } from './driving.ts'

/** A chip as the master sees it; `read` of nothing is 0xff. */
export interface WireChip {
  reset(): boolean
  write(byte: number): void
  read(): number
}

export class OneWireBus implements OneWire {
  /** Operations since the last `mark`: `reset`, `w cc 44`, `r 00`. */
  readonly log: string[] = []
  operations = 0
  /** From the operation with this number on, counted from 0, so many find the wire open. */
  openAt = -1
  openFor = 1
  /** A level that the wire is stuck at. */
  level: number | undefined
  /** Bit number `flipBit` of all that is read since the last `mark` arrives inverted. */
  flipBit = -1
  private readBits = 0
  private readonly chip: WireChip

  constructor(chip: WireChip) {
    this.chip = chip
  }

  mark(): void {
    this.log.splice(0)
    this.operations = 0
    this.readBits = 0
    this.openAt = -1
    this.flipBit = -1
  }

  reset(): boolean {
    const isOpen = this.begin()
    this.log.push('reset')
    // Espruino's class takes a wire at ground for a presence pulse (src/jswrap_onewire.c).
    if (this.level !== undefined) return this.level === 0
    return !isOpen && this.chip.reset()
  }

  write(bytes: Uint8Array): void {
    const isOpen = this.begin()
    this.log.push(`w ${hex(bytes)}`)
    if (!isOpen && this.level === undefined) for (const byte of bytes) this.chip.write(byte)
  }

  read(into: Uint8Array): void {
    const isOpen = this.begin()
    for (let i = 0; i < into.length; i++) into[i] = this.level ?? (isOpen ? 0xff : this.chip.read())
    const bit = this.flipBit - this.readBits
    if (bit >= 0 && bit < into.length * 8) into[bit >> 3]! ^= 1 << (bit & 7)
    this.readBits += into.length * 8
    this.log.push(`r ${hex(into)}`)
  }

  close(): void {
    this.log.push('close')
  }

  private begin(): boolean {
    const at = this.operations++ - this.openAt
    return this.openAt >= 0 && at >= 0 && at < this.openFor
  }
}
