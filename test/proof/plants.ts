/** Classic faults of a log in flash, each of which the checker must find. */
export interface Plant {
  readonly name: string
  /** The source that it is planted in, and the text there, exactly once. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

const JOURNAL = 'device/journal/journal.ts'
const RECOVERY = 'device/journal/recovery.ts'
const CURSORS = 'device/journal/cursors.ts'
const SECTOR = 'device/journal/sector.ts'
const RING = 'device/journal/ring.ts'
const WALK = 'device/journal/walk.ts'

function plant(name: string, file: string, find: string, replace: string): Plant {
  return { name, file, find, replace }
}

export const PLANTS: readonly Plant[] = [
  plant(
    'checksum and number of a frame not looked at',
    WALK,
    'if (!ring.isNumber(number)) continue',
    '',
  ),
  plant(
    'checksum of a header not looked at',
    SECTOR,
    'if (getU32(bytes, CHECK_AT) !== crc32End',
    'if (0 > crc32End',
  ),
  plant('checksum over seven bits', 'device/payload/crc32.ts', 'bytes[i]!', '(bytes[i]! & 0x7f)'),
  plant(
    'header trusted before anything stands behind it',
    RECOVERY,
    'if (walk.offset > HEADER_LENGTH) settleEnd',
    'if (walk.offset >= HEADER_LENGTH) settleEnd',
  ),
  plant(
    'mark of the erase trusted after a cut opening',
    RECOVERY,
    'else if (found.type === MARK_LEAVING) log.leaving = true',
    '',
  ),
  plant(
    'what was torn is not skipped',
    RECOVERY,
    'log.zerosEnd = ring.aligned(walk.writtenEnd + room)',
    'log.zerosEnd = 0',
  ),
  plant(
    'blank taken for erased behind the last frame',
    RECOVERY,
    'ring.sizeOf(RECORD_LENGTH_MAX) : GAP_LENGTH',
    'ring.sizeOf(RECORD_LENGTH_MAX) : 0',
  ),
  plant(
    'blank taken for erased in the sector ahead',
    JOURNAL,
    'ring.erase(block)',
    'if (wasInUse) ring.erase(block)',
  ),
  plant(
    'torn first frame left to come back',
    JOURNAL,
    'if (this.aheadTorn) ring.zero',
    'if (ring.blocks < 0) ring.zero',
  ),
  plant(
    'body of a frame before its head',
    RING,
    `    flash.write(lead, first, base)
    if (size > first) flash.write(rest, size - first, base + first)`,
    `    if (size > first) flash.write(rest, size - first, base + first)
    flash.write(lead, first, base)`,
  ),
  plant(
    'acknowledged before it is written',
    JOURNAL,
    'if (!this.write(type, length)) continue',
    'if (length % 5 !== 3 && !this.write(type, length)) continue',
  ),
  plant(
    'one byte too many at the end of a sector',
    JOURNAL,
    'if (end + this.reserve() <= this.ring.blockLength) return true',
    'if (end <= this.ring.blockLength + 1) return true',
  ),
  plant(
    'erased before the newer sectors',
    JOURNAL,
    'const block = ring.after(this.block)',
    'const block = ring.after(ring.after(this.block))',
  ),
  plant(
    'erased again by each boot',
    RECOVERY,
    'else if (found.type === MARK_ERASED) log.aheadErased = true',
    '',
  ),
  plant(
    'overwritten and not counted',
    JOURNAL,
    'this.cursors.passAll(this.oldestSequence)',
    'for (let t = 0; t < 2; t++) if (this.cursor(t) < this.oldestSequence) ' +
      'this.cursors.next[t] = this.oldestSequence',
  ),
  plant(
    'late acknowledgement counted as a loss',
    CURSORS,
    'missed - (Math.min(next, to) - from)',
    'missed',
  ),
  plant(
    'cursor saved ahead of what was delivered',
    CURSORS,
    'putU32(payload, 1, this.next[target]!)',
    'putU32(payload, 1, this.next[target]! + 1)',
  ),
  plant(
    'sector opened without the cursors',
    SECTOR,
    'cursors.encodeAll(bytes, CURSORS_AT)',
    'void cursors',
  ),
  plant(
    'sector opened without the boot',
    SECTOR,
    'putU32(bytes, 16, this.bootId)',
    'putU32(bytes, 16, 0)',
  ),
]
