/**
 * Brings records to one target, oldest first, one batch under way at a time.
 *
 * A record counts as delivered when the target said that it is stored, and not before; whatever
 * else happens is tried again later. Nothing here ever waits or holds back sampling.
 */
import type { Journal } from '../journal/journal.ts'
import type { Network, OnReply } from '../platform/io.ts'
import { NEVER, type Task } from '../task.ts'
import { Backoff } from './backoff.ts'
import { HUB_HEADERS, HubBatch, type KitStatus, storedUpTo } from './targets/hub.ts'

const RETRY_MS_MIN = 5_000
const RETRY_MS_MAX = 900_000
/** An exchange without reply is given up after this. */
const REPLY_MS_MAX = 30_000
/** Kits close their periods in the same second; each waits its own part of this before sending. */
const SPREAD_MS = 10_000
/** The hub understood the batch and refuses it: sending the same again cannot help. */
const CONFLICT = 409
const UNPROCESSABLE = 422
const WHOLE_BATCH = 255

/** What delivery needs of the kit around it. */
export interface DeliveryHost {
  /** A random unsigned 32-bit integer. */
  entropy(): number
  /** What the kit says of itself in a batch. */
  status(nowMs: number): KitStatus
  /** Asks for a turn. */
  wake(): void
}

export class Delivery implements Task {
  dueMs = NEVER
  private readonly journal: Journal
  private readonly network: Network
  private readonly url: string
  private readonly target: number
  private readonly host: DeliveryHost
  private readonly batch = new HubBatch()
  private readonly backoff = new Backoff(RETRY_MS_MIN, RETRY_MS_MAX)
  private recordsMax = WHOLE_BATCH
  private linkUp = false
  /** Number of the exchange under way, so that a late reply to an older one is not believed. */
  private exchange = 0
  private waiting = false
  private replied = false
  private replyStatus = 0
  private replyText = ''

  constructor(journal: Journal, network: Network, url: string, target: number, host: DeliveryHost) {
    this.journal = journal
    this.network = network
    this.url = url
    this.target = target
    this.host = host
  }

  link(up: boolean, nowMs: number): void {
    this.linkUp = up
    if (up && !this.waiting) {
      this.backoff.reset()
      this.soon(nowMs)
    }
  }

  /** A record was appended. */
  offer(nowMs: number): void {
    if (this.linkUp && !this.waiting && this.dueMs === NEVER) this.soon(nowMs)
  }

  run(nowMs: number): void {
    this.dueMs = NEVER
    if (this.waiting) this.conclude(nowMs)
    else if (this.linkUp) this.send(nowMs)
  }

  private soon(nowMs: number): void {
    this.dueMs = nowMs + (this.host.entropy() % SPREAD_MS)
  }

  private send(nowMs: number): void {
    if (!this.batch.fill(this.journal, this.target, this.host.status(nowMs), this.recordsMax))
      return
    const exchange = ++this.exchange
    this.waiting = true
    this.replied = false
    this.dueMs = nowMs + REPLY_MS_MAX
    const batch = this.batch
    const [bytes, length] = [batch.bytes(), batch.length()]
    const onReply: OnReply = (status, text) => {
      if (exchange !== this.exchange || !this.waiting || this.replied) return
      this.replied = true
      this.replyStatus = status
      this.replyText = text
      this.dueMs = 0
      this.host.wake()
    }
    this.network.request(this.target, 'POST', this.url, HUB_HEADERS, bytes, length, onReply)
  }

  private conclude(nowMs: number): void {
    this.waiting = false
    const stored = this.replied && this.replyStatus === 200 ? storedUpTo(this.replyText) : -1
    this.replyText = ''
    if (stored >= this.batch.first && stored < this.journal.nextSequence) {
      // No more than was sent is believed, whatever else the hub says that it has.
      const first = this.batch.first
      this.journal.acknowledge(this.target, first, Math.min(stored, this.batch.last) + 1)
      this.backoff.reset()
      this.recordsMax = WHOLE_BATCH
      this.dueMs = nowMs
      return
    }
    if (this.replied && (this.replyStatus === UNPROCESSABLE || this.replyStatus === CONFLICT))
      this.narrow()
    this.dueMs = nowMs + this.backoff.next(this.host.entropy())
  }

  /** Halves the batch until the refused record stands alone, then gives it up, counted. */
  private narrow(): void {
    const count = this.batch.last - this.batch.first + 1
    if (count > 1) {
      this.recordsMax = Math.floor(count / 2)
      return
    }
    this.recordsMax = WHOLE_BATCH
    this.journal.giveUp(this.target, this.batch.first)
  }
}
