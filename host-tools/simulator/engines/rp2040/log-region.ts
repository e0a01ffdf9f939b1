/** The part of the flash that holds the kit's log, watched from outside. */
import type { FlashWatch } from './flash-chip.ts'

export class LogRegion implements FlashWatch {
  readonly from: number
  readonly to: number
  readonly blockLength: number
  /** Pages programmed, bytes changed by that, and sectors erased. */
  writes = 0
  bytes = 0
  erases = 0
  /** When each boot first wrote here, in ms of the scenario: then it enters itself in the log. */
  readonly boots: number[] = []
  private isAwaited = false
  private nowMs: () => number = () => 0

  constructor(from: number, blocks: number, blockLength: number) {
    this.from = from
    this.to = from + blocks * blockLength
    this.blockLength = blockLength
  }

  /** The board starts. */
  awaitBoot(nowMs: () => number): void {
    this.isAwaited = true
    this.nowMs = nowMs
  }

  programmed(offset: number, changed: number): void {
    if (offset < this.from || offset >= this.to) return
    this.writes++
    this.bytes += changed
    if (this.isAwaited) this.boots.push(this.nowMs())
    this.isAwaited = false
  }

  erased(offset: number, length: number): void {
    if (offset >= this.from && offset < this.to) this.erases += length / this.blockLength
  }
}
