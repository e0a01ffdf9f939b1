/**
 * The way in for batches: bounded, and with one commit for all that wait. The queue is in the hub
 * and not in its sockets, so that the hub knows how long it is and can say when to come back.
 */
import type { Batch } from './batch.ts'
import { type ComeBack, Pace } from './pace.ts'
import type { Sql } from './store/database.ts'
import { storageFault } from './store/faults.ts'
import { type Fate, type Stored, storeBatches } from './store/ingest.ts'

/** Requests whose body is being read or whose batch waits: with 64 KiB each, 8 MiB at most. */
export const IN_PROGRESS_MAX = 128
/** A batch that would wait longer is turned away: a kit hangs up after 30 s and sends it again. */
const WAIT_MS_MAX = 10_000
/** Batches to a commit. In between, pages and other readers get their answers. */
const GROUP_MAX = 32
/** A disk that failed is not well again at once. */
const DISK_PAUSE_MS = 10_000
/** How much the latest group counts in the time that a batch takes. */
const LATEST_SHARE = 0.2

interface Waiting {
  readonly batch: Batch
  readonly receivedMs: number
  readonly settle: (fate: Fate) => void
}

export class Intake {
  private readonly sql: Sql
  private readonly clockMs: () => number
  private readonly pace = new Pace()
  private readonly waiting: Waiting[] = []
  private inProgress = 0
  /** What is wrong with the disk, as long as it is. */
  private fault: string | undefined
  private closed = false

  /** `clockMs`: milliseconds of a clock that never steps. */
  constructor(sql: Sql, clockMs: () => number = () => performance.now()) {
    this.sql = sql
    this.clockMs = clockMs
  }

  /** Does `work`, which reads a body and stores it, when there is room; throws ComeBack if not. */
  async admit<T>(work: () => Promise<T>): Promise<T> {
    const waitMs = this.inProgress * this.pace.batchMs
    if (this.closed || this.inProgress >= IN_PROGRESS_MAX || waitMs > WAIT_MS_MAX)
      throw this.pace.turnAway(this.clockMs(), waitMs, 'too many batches at once; come back later')
    this.inProgress++
    try {
      return await work()
    } finally {
      this.inProgress--
    }
  }

  /** On the disk when it resolves. Rejects with ComeBack or RecordConflict: nothing has changed. */
  store(batch: Batch, receivedMs: number): Promise<Stored> {
    const nowMs = this.clockMs()
    const turnOver = this.pace.turnOver(batch.kit, nowMs)
    if (turnOver !== undefined) return Promise.reject(turnOver)
    if (this.closed)
      return Promise.reject(
        this.pace.postpone(nowMs, 0, 'the hub is being closed; come back later'),
      )
    return new Promise((resolve, reject) => {
      const settle = (fate: Fate) => (fate instanceof Error ? reject(fate) : resolve(fate))
      this.waiting.push({ batch, receivedMs, settle })
      // After this turn of the loop, in which more kits may be heard.
      if (this.waiting.length === 1) setImmediate(() => this.storeGroup())
    })
  }

  /** When to come back after a fault of the disk, which may befall readers too. */
  postpone(reason: string): ComeBack {
    return this.pace.postpone(this.clockMs(), DISK_PAUSE_MS, reason)
  }

  /** What was received whole is stored; nothing is taken afterwards. */
  close(): void {
    this.closed = true
    while (this.waiting.length > 0) this.storeGroup()
  }

  private storeGroup(): void {
    const group = this.waiting.splice(0, GROUP_MAX)
    if (group.length === 0) return
    const beganMs = this.clockMs()
    const fates = this.fatesOf(group)
    const tookMs = (this.clockMs() - beganMs) / group.length
    this.pace.batchMs += (tookMs - this.pace.batchMs) * LATEST_SHARE
    if (this.waiting.length > 0) setImmediate(() => this.storeGroup())
    group.forEach(({ settle }, i) => void settle(fates[i]!))
  }

  private fatesOf(group: readonly Waiting[]): Fate[] {
    try {
      const fates = storeBatches(this.sql, group)
      this.note(undefined)
      return fates
    } catch (error) {
      const fault = storageFault(error)
      this.note(fault)
      const cause = error instanceof Error ? error : new Error(String(error))
      return group.map(() => (fault === undefined ? cause : this.postpone(fault)))
    }
  }

  /** Said once when it begins and once when it ends, however many kits try meanwhile. */
  private note(fault: string | undefined): void {
    if (fault === this.fault) return
    this.fault = fault
    if (fault === undefined) console.error('hub: batches are stored again.')
    else console.error(`hub: batches cannot be stored: ${fault}. Kits keep theirs and try again.`)
  }
}
