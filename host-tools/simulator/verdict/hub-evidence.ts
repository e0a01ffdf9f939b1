/** What one hub has of one kit, read as a hub would read it; nothing else is believed. */
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

/** What a hub must never see, and when it first did. */
interface Wrong {
  readonly what: 'garbage' | 'conflict'
  /** Number of the record that came again with other bytes; -1 of a body that is no batch. */
  readonly number: number
  readonly atMs: number
}

export const keyOf = (log: number, number: number) => `${log} ${number}`

export class HubEvidence {
  readonly held: HeldRecord[] = []
  /** Records that came again. */
  duplicates = 0
  wrong: Wrong | undefined
  private readonly byKey = new Map<string, HeldRecord>()
  private readonly told = new Map<number, number>()

  arrival(body: Uint8Array, timeMs: number): void {
    const batch = readBatch(body)
    if (batch === undefined) {
      this.wrong ??= { what: 'garbage', number: -1, atMs: timeMs }
      return
    }
    const { log, first, dropped, records } = batch
    // A body that was long on its way tells of an earlier time.
    this.told.set(log, Math.max(dropped, this.dropped(log)))
    records.forEach((bytes, i) => {
      this.take(log, first + i, bytes, timeMs)
    })
  }

  /** When it came first; undefined for a record that the hub has not. */
  arrivedMs(log: number, number: number): number | undefined {
    return this.byKey.get(keyOf(log, number))?.arrivedMs
  }

  /** How many records of this log the kit said that the hub would never get. */
  dropped(log: number): number {
    return this.told.get(log) ?? 0
  }

  private take(log: number, number: number, bytes: Uint8Array, arrivedMs: number): void {
    const key = keyOf(log, number)
    const check = checkOf(bytes[0] ?? 0, bytes, 1, bytes.length)
    const before = this.byKey.get(key)
    if (before !== undefined) {
      this.duplicates++
      if (before.check !== check) this.wrong ??= { what: 'conflict', number, atMs: arrivedMs }
      return
    }
    const content = readRecord(bytes[0] ?? 0, bytes.subarray(1))
    const record = { log, number, check, content, arrivedMs }
    this.byKey.set(key, record)
    this.held.push(record)
  }
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0

function readBatch(body: Uint8Array): Batch | undefined {
  try {
    const batch = decode(body) as Partial<Batch> | null
    if (batch === null || typeof batch !== 'object') return undefined
    const { log, first, dropped, records } = batch
    const isWhole = [log, first, dropped].every(isCount) && Array.isArray(records)
    return isWhole && records!.every((one) => one instanceof Uint8Array)
      ? (batch as Batch)
      : undefined
  } catch {
    return undefined
  }
}
