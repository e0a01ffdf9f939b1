/** Reads records in order of their number, sector after sector. */
import type { Ring } from './ring.ts'
import { BOOKKEEPING, HEADER_LENGTH } from './sector.ts'

export class RecordReader {
  private readonly ring: Ring
  /** The frame at `offset` of `block` is record `upcoming`, or the journal's own. */
  private block = -1
  private offset = 0
  private upcoming = 0
  private sectorSequence = 0

  constructor(ring: Ring) {
    this.ring = ring
  }

  /** The block is no longer what it was. */
  forget(block: number): void {
    if (this.block === block) this.block = -1
  }

  /**
   * Finds the first readable record from `wanted` on, up to the log's end in `headBlock`; damaged
   * places are passed over. True with the record in the ring's `found`, false when there is none.
   */
  find(wanted: number, headBlock: number): boolean {
    const ring = this.ring
    const found = ring.found
    if (this.block < 0 || this.upcoming > wanted) this.locate(wanted, headBlock)
    for (;;) {
      if (!ring.readFrame(this.block, this.sectorSequence, this.offset)) {
        if (this.enterNext(headBlock)) continue
        return false
      }
      this.offset += ring.sizeOf(found.length)
      if (found.type >= BOOKKEEPING) continue
      found.sequence = this.upcoming++
      if (found.sequence >= wanted) return true
    }
  }

  /** Goes to the start of the newest sector that begins at or before record `wanted`. */
  private locate(wanted: number, headBlock: number): void {
    const ring = this.ring
    for (let step = 0; step < ring.blocks; step++) {
      const block = (headBlock + ring.blocks - step) % ring.blocks
      if (!ring.readHeader(block) || ring.header.firstRecord > wanted) continue
      this.enter(block)
      return
    }
    ring.readHeader(headBlock)
    this.enter(headBlock)
  }

  /** The ring has just read the header of `block`. */
  private enter(block: number): void {
    const header = this.ring.header
    this.block = block
    this.sectorSequence = header.sequence
    this.upcoming = header.firstRecord
    this.offset = HEADER_LENGTH
  }

  private enterNext(headBlock: number): boolean {
    const ring = this.ring
    for (let block = this.block; block !== headBlock; ) {
      block = ring.after(block)
      if (ring.readHeader(block) && ring.header.sequence > this.sectorSequence) {
        this.enter(block)
        return true
      }
    }
    return false
  }
}
