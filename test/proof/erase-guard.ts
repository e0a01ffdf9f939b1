/** Judges an erase before it begins: only the oldest records of a log that is full may go. */
import type { ProofFlash } from './flash.ts'
import { Violation } from './violation.ts'
import { Measure, type World } from './world.ts'

/** Header and marks of one block, and the cursors that stand at its beginning. */
const BLOCK_OVERHEAD_BYTES = 160
/** A frame that did not fit leaves at most this much of a block blank. */
const TAIL_BYTES = 266
/** What a boot may skip, because a write that nobody sees may have been cut there. */
const BOOT_GAP_BYTES = 340
/** Alignment of one frame, and a cursor for each that is settled: see CURSOR_STRIDE. */
const CURSOR_BYTES = 32
const CURSOR_STRIDE_MIN = 32

export class EraseGuard {
  private readonly measure = new Measure()
  private readonly flash: ProofFlash
  private readonly world: World

  constructor(flash: ProofFlash, world: World) {
    this.flash = flash
    this.world = world
  }

  check(block: number): void {
    const { flash, measure, world } = this
    const { blocks, blockLength, writeAlign } = flash.geometry
    const { now } = world
    this.checkWear(block)
    world.measure(block, flash, measure)
    if (measure.countIn === 0) return
    if (!measure.isOldest) throw new Violation('I8', `block ${block} holds newer records`)
    const boots = now.boots + now.cuts
    const overhead =
      Math.max(1, blocks - 1) * (BLOCK_OVERHEAD_BYTES + Math.min(TAIL_BYTES, blockLength)) +
      (measure.countIn + measure.countOut) * (writeAlign - 1) +
      boots * BOOT_GAP_BYTES +
      (now.settledCount / CURSOR_STRIDE_MIN + 2 * boots) * CURSOR_BYTES
    const full = Math.max(1, blocks - 1) * blockLength
    if (measure.bytes + overhead < (this.isFarewellOfAll() ? full / 2 : full))
      throw new Violation('I1', `erases records, and holds only ${measure.bytes} bytes`)
  }

  /** The only block may go before it is full if nobody lacks anything of it. */
  private isFarewellOfAll(): boolean {
    const { now } = this.world
    if (this.flash.geometry.blocks > 1) return false
    return now.known.every((known) => known >= now.top)
  }

  /** Counts how often an erase began; one that was cut is done again. */
  private checkWear(block: number): void {
    const { laps } = this.flash
    let least = Infinity
    for (let other = 0; other < laps.length; other++)
      if (other !== block && laps[other]! < least) least = laps[other]!
    const { cuts } = this.world.now
    if (laps[block]! + 1 > least + 1 + cuts)
      throw new Violation('I7', `block ${block} wears: ${laps.join(' ')}`)
  }
}
