/**
 * Brings records to one target, oldest first, one request under way at a time.
 *
 * A record counts as delivered when the target said that it is stored, and not before; what else
 * happens to it the target decides. Nothing here ever waits or holds back sampling, or another
 * target.
 */
import type { Journal } from '../journal/journal.ts'
import { type Network, NO_REPLY, type OnReply } from '../platform/io.ts'
import { NEVER, type Task } from '../task.ts'
import { Backoff } from './backoff.ts'
import { IDLE, LOST, MORE, PASSED, READY, REFUSED, STORED, type Target } from './target.ts'

const RETRY_MS_MIN = 5_000
const RETRY_MS_MAX = 900_000
/** A Retry-After is honoured up to this. */
const RETRY_AFTER_S_MAX = 3_600
/** An exchange without reply is given up after this. */
const REPLY_MS_MAX = 30_000
/** Kits close their periods in the same second; each waits its own part of this before sending. */
const SPREAD_MS = 10_000
const WHOLE_BATCH = 255

/** What delivery needs of the kit around it. */
export interface DeliveryHost {
  /** A random unsigned 32-bit integer. */
  entropy(): number
  /** Asks for a turn. */
  wake(): void
}

export class Delivery implements Task {
  dueMs = NEVER
  private readonly journal: Journal
  private readonly network: Network
  private readonly target: Target
  /** Of the target, in the journal and in the network. */
  private readonly number: number
  private readonly body: Uint8Array
  private readonly host: DeliveryHost
  private readonly backoff = new Backoff(RETRY_MS_MIN, RETRY_MS_MAX)
  private recordsMax = WHOLE_BATCH
  private linkUp = false
  /** The target wants to be left alone until then. */
  private restUntilMs = 0
  /** Nothing is sent before: the target rests, or the last try failed. */
  private holdUntilMs = 0
  /** Counts requests and replies, so that no late or second reply is believed. */
  private exchange = 0
  private waiting = false
  /** NO_REPLY until one came. */
  private replyStatus = NO_REPLY
  private replyText = ''
  private retryAfterS = 0

  /** `body` is the buffer that `target` fills. */
  constructor(
    journal: Journal,
    network: Network,
    target: Target,
    number: number,
    body: Uint8Array,
    host: DeliveryHost,
  ) {
    this.journal = journal
    this.network = network
    this.target = target
    this.number = number
    this.body = body
    this.host = host
  }

  link(up: boolean, nowMs: number): void {
    this.linkUp = up
    if (up && !this.waiting) {
      this.backoff.reset()
      this.holdUntilMs = this.restUntilMs
      this.soon(nowMs)
    }
  }

  /** A record was appended. */
  offer(nowMs: number): void {
    if (!this.isActive() || this.waiting) return
    // What expires does so while nothing is sent as well.
    if (this.dueMs === NEVER || this.target.expires) this.soon(nowMs)
  }

  run(nowMs: number): void {
    this.dueMs = NEVER
    if (this.waiting) this.conclude(nowMs)
    else if (this.isActive()) this.send(nowMs)
  }

  private isActive(): boolean {
    return this.linkUp || this.target.expires === true
  }

  private soon(nowMs: number): void {
    const dueMs = nowMs + (this.host.entropy() % SPREAD_MS)
    this.dueMs = this.target.expires ? dueMs : Math.max(dueMs, this.holdUntilMs)
  }

  private send(nowMs: number): void {
    const target = this.target
    const filled = target.fill(this.recordsMax, nowMs)
    if (filled === IDLE) return
    if (filled === PASSED) this.settle(0)
    if (filled !== READY) {
      this.dueMs = nowMs
      return
    }
    if (!this.linkUp) return
    if (nowMs < this.holdUntilMs) {
      this.dueMs = this.holdUntilMs
      return
    }
    const exchange = ++this.exchange
    this.waiting = true
    this.replyStatus = NO_REPLY
    this.replyText = ''
    this.retryAfterS = 0
    this.dueMs = nowMs + REPLY_MS_MAX
    const onReply: OnReply = (status, text, retryAfterS) => {
      if (exchange !== this.exchange || !this.waiting) return
      this.exchange++
      this.replyStatus = status
      this.replyText = text
      this.retryAfterS = retryAfterS
      this.dueMs = 0
      this.host.wake()
    }
    const { url, headers, length } = target
    const method = target.method ?? 'POST'
    this.network.request(this.number, method, url, headers, this.body, length, onReply)
  }

  private conclude(nowMs: number): void {
    this.waiting = false
    const target = this.target
    const outcome = target.judge(this.replyStatus, this.replyText)
    this.replyText = ''
    if (outcome === STORED || outcome === LOST) this.settle(0)
    if (outcome === STORED || outcome === MORE) {
      this.backoff.reset()
      this.recordsMax = WHOLE_BATCH
      this.restUntilMs = outcome === MORE ? nowMs : nowMs + (target.pauseMs ?? 0)
      this.dueMs = this.restUntilMs
      this.holdUntilMs = this.dueMs
      return
    }
    if (outcome === REFUSED) this.narrow()
    const restMs = Math.min(this.retryAfterS, RETRY_AFTER_S_MAX) * 1000
    this.restUntilMs = nowMs + restMs
    this.dueMs = nowMs + Math.max(this.backoff.next(this.host.entropy()), restMs)
    this.holdUntilMs = this.dueMs
  }

  /** The target has the records, but for those it misses and `refused` ones. */
  private settle(refused: number): void {
    const { first, end, missed, expires } = this.target
    const lost = (missed ?? 0) + refused
    this.journal.acknowledge(this.number, first, end, lost)
    // After a boot nobody could tell it from what arrived.
    if (expires && lost > 0) this.journal.saveCursor(this.number)
  }

  /** Halves the batch until the refused record stands alone, then gives it up, counted. */
  private narrow(): void {
    const count = this.target.count
    if (count > 1) {
      this.recordsMax = Math.floor(count / 2)
      return
    }
    this.recordsMax = WHOLE_BATCH
    this.settle(1)
  }
}
