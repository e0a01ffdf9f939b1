/** Finds a log as the last boot left it, whatever that boot was doing when it ended. */
import { getVarint } from '../payload/bytes.ts'
import { RECORD_BOOT, RECORD_LENGTH_MAX } from '../payload/record.ts'
import type { Cursors } from './cursors.ts'
import { GAP_LENGTH, type Ring } from './ring.ts'
import { HEADER_LENGTH, MARK_ERASED, MARK_LEAVING, RECORD_CURSOR } from './sector.ts'
import { Walk } from './walk.ts'

/** Where a log begins and ends. */
export class LogState {
  /** Number of the record that is written next; the first ever is 0. */
  nextSequence = 0
  /** Number of the oldest record that the log may still hold. */
  oldestSequence = 0
  logId = 0
  /**
   * This boot has appended a record. Before, nothing is read of the log: the newest record may be
   * torn, read well at one boot and not at the next, and its number would be given twice.
   */
  begun = false
  /** Boot that the newest header or boot record names; 0 for a new log. */
  bootId = 0
  /** The sector that is written to, the head; with `offset` at its end the next one is opened. */
  block = 0
  sectorSequence = 0
  offset = 0
  /** What the last boot may have left behind `offset` becomes zeros up to here, before all else. */
  zerosEnd = 0
  /** The block after the head is erased and untouched. */
  aheadErased = false
  /** And a mark that this boot has written says so. */
  aheadMarked = false
  /** The block after the head has a header, and may have a torn first frame. */
  aheadTorn = false
  /** Another mark says that the block after the head was about to be written. */
  leaving = false
}

/** Reads each sector's header, and the head sector to its end; writes nothing. */
export function recover(ring: Ring, cursors: Cursors, log: LogState, freshLogId: number): void {
  log.block = ring.blocks - 1
  log.offset = ring.blockLength
  log.logId = freshLogId
  const head = findHead(ring, cursors, log)
  if (head < 0) return
  const walk = new Walk(ring)
  walk.begin(head, log.sectorSequence, log.nextSequence)
  readFrames(walk, ring, cursors, log)
  log.nextSequence = Math.max(walk.upcoming, cursors.furthest())
  if (walk.offset > HEADER_LENGTH) settleEnd(walk, ring, log)
  else {
    // Power may have failed in the header, which then reads well today and not tomorrow. Nothing
    // was appended behind it yet, so the sector is erased and begun again.
    log.block = (head + ring.blocks - 1) % ring.blocks
    log.sectorSequence--
    log.aheadTorn = true
  }
  cursors.passAll(log.oldestSequence)
}

/** The block with the newest header, or -1. Takes over what that says, and where the log begins. */
function findHead(ring: Ring, cursors: Cursors, log: LogState): number {
  const header = ring.header
  let newest = -1
  let oldest = 0
  for (let block = 0; block < ring.blocks; block++) {
    if (!ring.readHeader(block)) continue
    if (newest < 0 || header.sequence > log.sectorSequence) {
      newest = block
      log.sectorSequence = header.sequence
      log.logId = header.logId
      log.bootId = header.bootId
      log.nextSequence = header.firstRecord
      header.decodeCursors(cursors)
    }
    if (oldest > 0 && header.sequence > oldest) continue
    oldest = header.sequence
    log.oldestSequence = header.firstRecord
  }
  return newest
}

/** Goes through the head to the end of the log. */
function readFrames(walk: Walk, ring: Ring, cursors: Cursors, log: LogState): void {
  const found = ring.found
  for (let expected = walk.offset; walk.step(ring.blockLength); expected = walk.offset) {
    // What another frame follows was written to its end.
    cursors.trust()
    // A mark holds for the boot that wrote it. The next one writes it anew or does not believe it.
    if (walk.offset - ring.sizeOf(found.length) > expected) log.aheadErased = false
    if (found.type === RECORD_CURSOR) cursors.decode(found.payload)
    else if (found.type === MARK_ERASED) log.aheadErased = true
    else if (found.type === MARK_LEAVING) log.leaving = true
    else if (found.type === RECORD_BOOT) log.bootId = getVarint(found.payload, 0)
  }
}

/** Decides where this boot goes on, and what of the sector it must make zeros before. */
function settleEnd(walk: Walk, ring: Ring, log: LogState): void {
  log.block = walk.block
  log.offset = walk.offset
  const torn = walk.writtenEnd > walk.offset
  const room = torn ? ring.sizeOf(RECORD_LENGTH_MAX) : GAP_LENGTH
  log.zerosEnd = ring.aligned(walk.writtenEnd + room)
  if (log.leaving || log.zerosEnd + 2 * ring.sizeOf(0) > ring.blockLength) {
    // The next sector may have been begun, or there is no room for the marks.
    log.zerosEnd = ring.blockLength
    log.aheadErased = false
  }
}
