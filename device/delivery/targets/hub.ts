/**
 * The hub's wire format: one CBOR map a batch, posted to `hubUrl`; `docs/ingest.md` describes it.
 * The reply is `{"stored": n}`: the hub holds every record up to number n.
 */
import type { Journal } from '../../journal/journal.ts'
import { CborWriter } from '../../payload/cbor.ts'

export const HUB_CONTENT_TYPE = 'application/cbor'
export const HUB_HEADERS: readonly string[] = ['Content-Type', HUB_CONTENT_TYPE]
export const HUB_FORMAT = 1

/** With its HTTP headers a batch fits one TCP segment, and a small board has the memory. */
const BATCH_LENGTH_MAX = 1_024
const BATCH_RECORDS_MAX = 23
/** Longest CBOR head of a byte string in a batch, and its type byte. */
const RECORD_OVERHEAD = 3
/** Longest form of the field that follows the records: name, and an integer of 32 bits. */
const BACKLOG_LENGTH = 13

/** What a kit says of itself in every batch. */
export interface KitStatus {
  readonly id: string
  readonly uptimeS: number
  /** -1 where the board cannot measure it. */
  readonly batteryMv: number
}

export class HubBatch {
  /** Numbers of the first and the last record in the batch. */
  first = 0
  last = 0
  private readonly cbor = new CborWriter(BATCH_LENGTH_MAX)

  bytes(): Uint8Array {
    return this.cbor.bytes
  }

  length(): number {
    return this.cbor.length
  }

  /** Fills the batch with what `target` lacks, up to `recordsMax`; false: it lacks nothing. */
  fill(journal: Journal, target: number, kit: KitStatus, recordsMax: number): boolean {
    if (!journal.next(target)) return false
    const cbor = this.cbor
    const found = journal.found
    this.first = found.sequence
    cbor.length = 0
    cbor.map(kit.batteryMv < 0 ? 9 : 10)
    this.field('v', HUB_FORMAT)
    cbor.text('kit')
    cbor.text(kit.id)
    this.field('log', journal.logId)
    this.field('boot', journal.bootId)
    this.field('uptime', kit.uptimeS)
    this.field('dropped', journal.dropped(target))
    if (kit.batteryMv >= 0) this.field('battery', kit.batteryMv)
    this.field('first', this.first)
    cbor.text('records')
    // The count is known last; heads up to 23 items are one byte, so it is put in afterwards.
    const countAt = cbor.length
    cbor.array(0)
    let count = 0
    let more = true
    while (more && count < Math.min(recordsMax, BATCH_RECORDS_MAX)) {
      if (found.sequence !== this.first + count) break
      if (cbor.room() < found.length + RECORD_OVERHEAD + BACKLOG_LENGTH) break
      cbor.prefixedBytes(found.type, found.payload, 0, found.length)
      count++
      more = journal.find(target, this.first + count)
    }
    cbor.bytes[countAt] = cbor.bytes[countAt]! + count
    this.last = this.first + count - 1
    this.field('backlog', journal.nextSequence - this.last - 1)
    return true
  }

  private field(name: string, value: number): void {
    this.cbor.text(name)
    this.cbor.unsigned(value)
  }
}

/** The number in `{"stored": n}`, or -1 when the reply is anything else. */
export function storedUpTo(reply: string): number {
  try {
    const stored = JSON.parse(reply).stored
    return typeof stored === 'number' && stored >= 0 && stored % 1 === 0 ? stored : -1
  } catch (_notJson) {
    return -1
  }
}
