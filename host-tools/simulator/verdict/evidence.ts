/**
 * What one kit's run has shown to somebody who stands outside: the bodies that it sent, those that
 * a server took in, and the records in them. It reads what a hub would, and believes nothing else.
 */
import { createHash } from 'node:crypto'
import { decode } from 'cborg'
import { type RecordContent, readRecord } from '../../../device/payload/record-reader.ts'
import { checkOf } from '../guest/journal-notes.ts'

/** A record at the hub, as it came first. */
export interface HeldRecord {
  readonly log: number
  readonly number: number
  readonly check: number
  readonly content: RecordContent | string
  readonly arrivedMs: number
}

interface Batch {
  readonly log: number
  readonly first: number
  readonly dropped: number
  readonly records: readonly Uint8Array[]
}

/** Logs and numbers are 32 bits each; together they are still exact below 2^53 for 2^21 logs. */
const keyOf = (log: number, number: number) => `${log} ${number}`

export class Evidence {
  readonly held: HeldRecord[] = []
  uploads = 0
  uploadBytes = 0
  /** Records that came again, and bodies that were no batch. */
  duplicates = 0
  garbage = 0
  /** What the kit last said that the hub never got, and of which log. */
  dropped = 0
  droppedLog = -1
  private readonly hash = createHash('sha256')
  private readonly hubs: readonly boolean[]
  private readonly bodies = new Map<number, Uint8Array>()
  private readonly keys = new Set<string>()

  /** `hubs`: which of the kit's targets are hubs. */
  constructor(hubs: readonly boolean[]) {
    this.hubs = hubs
  }

  upload(body: Uint8Array, target: number): void {
    this.hash.update(body)
    this.uploadBytes += body.length
    const number = this.uploads++
    // A body of nobody's reading need not be kept.
    if (this.hubs[target] === true) this.bodies.set(number, body)
  }

  arrival(number: number, timeMs: number): void {
    const body = this.bodies.get(number)
    if (body === undefined) return
    const batch = readBatch(body)
    if (batch === undefined) {
      this.garbage++
      return
    }
    this.dropped = batch.dropped
    this.droppedLog = batch.log
    batch.records.forEach((bytes, i) => {
      this.take(batch.log, batch.first + i, bytes, timeMs)
    })
  }

  /** SHA-256 of all bodies, in the order in which they were sent. */
  digest(): string {
    return this.hash.digest('hex')
  }

  private take(log: number, number: number, bytes: Uint8Array, arrivedMs: number): void {
    const key = keyOf(log, number)
    if (this.keys.has(key)) {
      this.duplicates++
      return
    }
    this.keys.add(key)
    const content = readRecord(bytes[0] ?? 0, bytes.subarray(1))
    const check = checkOf(bytes[0] ?? 0, bytes, 1, bytes.length)
    this.held.push({ log, number, check, content, arrivedMs })
  }
}

function readBatch(body: Uint8Array): Batch | undefined {
  try {
    const batch = decode(body) as Partial<Batch>
    const { log, first, dropped, records } = batch
    const isWhole = [log, first, dropped].every((value) => typeof value === 'number')
    return isWhole && Array.isArray(records) ? (batch as Batch) : undefined
  } catch {
    return undefined
  }
}
