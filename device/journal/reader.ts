/** Reads records in order of their number, sector after sector. */
import type { Ring } from './ring.ts'
import { BOOKKEEPING } from './sector.ts'
import { Walk } from './walk.ts'

export class RecordReader {
  private readonly ring: Ring
  private readonly walk: Walk

  constructor(ring: Ring) {
    this.ring = ring
    this.walk = new Walk(ring)
  }

  /** The block is no longer what it was. */
  forget(block: number): void {
    if (this.walk.block === block) this.walk.block = -1
  }

  /**
   * Finds the first readable record from `wanted` on, up to `headEnd` in `headBlock`, where the log
   * ends; damaged places are passed over. True with the record in the ring's `found`.
   */
  find(wanted: number, headBlock: number, headEnd: number): boolean {
    const { ring, walk } = this
    if (walk.block < 0) this.locate(wanted, headBlock)
    else if (walk.upcoming > wanted && !walk.back(wanted)) this.locate(wanted, walk.block)
    while (walk.block >= 0) {
      const end = walk.block === headBlock ? headEnd : ring.blockLength
      if (!walk.step(end)) {
        if (!this.enterNext(headBlock)) return false
      } else if (ring.found.type < BOOKKEEPING && ring.found.sequence >= wanted) return true
    }
    return false
  }

  /** Goes to the start of the newest sector, from `newest` back, that record `wanted` may be in. */
  private locate(wanted: number, newest: number): void {
    const { ring, walk } = this
    walk.block = -1
    for (let step = 0; step < ring.blocks; step++) {
      const block = (newest + ring.blocks - step) % ring.blocks
      if (!ring.readHeader(block)) continue
      if (walk.block >= 0 && ring.header.sequence > walk.sectorSequence) return
      walk.begin(block, ring.header.sequence, ring.header.firstRecord)
      if (ring.header.firstRecord <= wanted) return
    }
  }

  private enterNext(headBlock: number): boolean {
    const { ring, walk } = this
    for (let block = walk.block; block !== headBlock; ) {
      block = ring.after(block)
      if (ring.readHeader(block) && ring.header.sequence > walk.sectorSequence) {
        walk.begin(block, ring.header.sequence, ring.header.firstRecord)
        return true
      }
    }
    return false
  }
}
