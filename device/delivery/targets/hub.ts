/**
 * The hub's wire format: one CBOR map a batch; `docs/ingest.md` describes it. The reply is
 * `{"stored": n}`: the hub holds every record up to number n. A record that comes twice is one.
 */
import type { Journal } from '../../journal/journal.ts'
import type { CborWriter } from '../../payload/cbor.ts'
import { IDLE, LATER, READY, REFUSED, STORED, type Target } from '../target.ts'

export const HUB_CONTENT_TYPE = 'application/cbor'
export const HUB_FORMAT = 1

const BATCH_RECORDS_MAX = 23
/** Longest CBOR head of a byte string in a batch, and its type byte. */
const RECORD_OVERHEAD = 3
/** Longest form of the field that follows the records: name, and an integer of 32 bits. */
const BACKLOG_LENGTH = 13
/** The hub understood the batch and refuses it: sending the same again cannot help. */
const CONFLICT = 409
/** How the hub begins when it gives its reason. */
const REFUSAL = '{"error":"'
const UNPROCESSABLE = 422

/** What a kit says of itself in every batch. */
export interface KitStatus {
  readonly id: string
  readonly uptimeS: number
  /** -1 where the board cannot measure it. */
  readonly batteryMv: number
}

export interface HubHost {
  status(nowMs: number): KitStatus
}

export class HubTarget implements Target {
  readonly url: string
  readonly headers: readonly string[] = ['Content-Type', HUB_CONTENT_TYPE]
  length = 0
  first = 0
  end = 0
  count = 0
  private readonly number: number
  private readonly targets: number
  private readonly journal: Journal
  private readonly cbor: CborWriter
  private readonly host: HubHost

  /** One of `targets`, the one with this `number`. */
  constructor(
    url: string,
    number: number,
    targets: number,
    journal: Journal,
    cbor: CborWriter,
    host: HubHost,
  ) {
    this.url = url
    this.number = number
    this.targets = targets
    this.journal = journal
    this.cbor = cbor
    this.host = host
  }

  fill(recordsMax: number, nowMs: number): number {
    const journal = this.journal
    if (!journal.next(this.number)) return IDLE
    const cbor = this.cbor
    const found = journal.found
    this.first = found.sequence
    this.head(nowMs)
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
      more = journal.find(this.number, this.first + count)
    }
    cbor.bytes[countAt] = cbor.bytes[countAt]! + count
    this.count = count
    this.end = this.first + count
    this.field('backlog', journal.nextSequence - this.end)
    this.length = cbor.length
    return READY
  }

  judge(status: number, text: string): number {
    const refuses = status === UNPROCESSABLE || status === CONFLICT
    // A proxy or another server in the hub's place says such things too, and means no record.
    if (refuses) return text.slice(0, REFUSAL.length) === REFUSAL ? REFUSED : LATER
    const stored = status === 200 ? storedUpTo(text) : -1
    if (stored < this.first || stored >= this.journal.nextSequence) return LATER
    // No more than was sent is believed, whatever else the hub says that it has.
    this.end = Math.min(stored + 1, this.end)
    return STORED
  }

  /** All that comes before the records themselves. */
  private head(nowMs: number): void {
    const { cbor, journal, targets } = this
    const kit = this.host.status(nowMs)
    cbor.length = 0
    cbor.map(9 + (targets > 1 ? 1 : 0) + (kit.batteryMv < 0 ? 0 : 1))
    this.field('v', HUB_FORMAT)
    cbor.text('kit')
    cbor.text(kit.id)
    this.field('log', journal.logId)
    this.field('boot', journal.bootId)
    this.field('uptime', kit.uptimeS)
    this.field('dropped', journal.dropped(this.number))
    if (targets > 1) {
      cbor.text('others')
      cbor.array(targets - 1)
      for (let i = 0; i < targets; i++) if (i !== this.number) cbor.unsigned(journal.dropped(i))
    }
    if (kit.batteryMv >= 0) this.field('battery', kit.batteryMv)
    this.field('first', this.first)
    cbor.text('records')
  }

  private field(name: string, value: number): void {
    this.cbor.text(name)
    this.cbor.unsigned(value)
  }
}

/** The number in `{"stored": n}`, or -1 when the reply is anything else. */
function storedUpTo(reply: string): number {
  try {
    const stored = JSON.parse(reply).stored
    return typeof stored === 'number' && stored >= 0 && stored % 1 === 0 ? stored : -1
  } catch (_notJson) {
    return -1
  }
}
