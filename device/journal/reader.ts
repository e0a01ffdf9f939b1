/** Reads records in order of their number, sector after sector. */
import { BOOKKEEPING } from './sector.ts'
import { Walk } from './walk.ts'

export class RecordReader extends Walk {
  /** The block is no longer what it was. */
  forget(block: number): void {
    if (this.block === block) this.block = -1
  }

  /**
   * Finds the first readable record from `wanted` on, up to `headEnd` in `headBlock`, where the log
   * ends; damaged places are passed over. True with the record in the ring's `found`.
   */
  find(wanted: number, headBlock: number, headEnd: number): boolean {
    const ring = this.ring
    if (this.block < 0) this.locate(wanted, headBlock)
    else if (this.upcoming > wanted && !this.back(wanted)) this.locate(wanted, this.block)
    while (this.block >= 0) {
      const end = this.block === headBlock ? headEnd : ring.blockLength
      if (!this.step(end)) {
        if (!this.enterNext(headBlock)) return false
      } else if (ring.found.type < BOOKKEEPING && ring.found.sequence >= wanted) return true
    }
    return false
  }

  /** Goes to the start of the newest sector, from `newest` back, that record `wanted` may be in. */
  private locate(wanted: number, newest: number): void {
    const ring = this.ring
    this.block = -1
    for (let step = 0; step < ring.blocks; step++) {
      const block = (newest + ring.blocks - step) % ring.blocks
      if (!ring.readHeader(block)) continue
      this.begin(block, ring.header.sequence, ring.header.firstRecord)
      if (ring.header.firstRecord <= wanted) return
    }
  }

  private enterNext(headBlock: number): boolean {
    const ring = this.ring
    for (let block = this.block; block !== headBlock; ) {
      block = ring.after(block)
      if (ring.readHeader(block) && ring.header.sequence > this.sectorSequence) {
        this.begin(block, ring.header.sequence, ring.header.firstRecord)
        return true
      }
    }
    return false
  }
}
