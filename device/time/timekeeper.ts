/** Asks the time service when the link is up, and again every few hours. */
import type { Network } from '../platform/io.ts'
import { NEVER, type Task } from '../task.ts'
import { UTC_MS_END, UTC_MS_MIN } from './wall-clock.ts'

/** Long enough before the end of time that what follows is a time as well. */
const HEARD_MS_END = UTC_MS_END - 10 * 365 * 86_400_000
const RESYNC_MS = 6 * 3_600_000
const RETRY_MS_MIN = 4_000
const RETRY_MS_MAX = 600_000

export interface TimeListener {
  /** It is `utcMs` now; plausible, and called as soon as it is known. */
  timeHeard(utcMs: number): void
}

export class Timekeeper implements Task {
  dueMs = NEVER
  private readonly network: Network
  private readonly listener: TimeListener
  private retryMs = RETRY_MS_MIN
  private linkUp = false
  /** A question is unanswered, so a new link is a reason to ask at once. */
  private asking = false

  constructor(network: Network, listener: TimeListener) {
    this.network = network
    this.listener = listener
  }

  link(up: boolean, nowMs: number): void {
    if (up && !this.linkUp) {
      this.retryMs = RETRY_MS_MIN
      if (this.asking || this.dueMs === NEVER) this.dueMs = nowMs
    }
    this.linkUp = up
  }

  run(nowMs: number): void {
    if (!this.linkUp) {
      this.dueMs = NEVER
      return
    }
    this.asking = true
    this.dueMs = nowMs + this.retryMs
    this.retryMs = Math.min(this.retryMs * 2, RETRY_MS_MAX)
    this.network.requestTime((utcMs) => this.heard(utcMs))
  }

  /** The time is known now; the next question can wait. */
  settled(nowMs: number): void {
    this.asking = false
    this.retryMs = RETRY_MS_MIN
    this.dueMs = nowMs + RESYNC_MS
  }

  private heard(utcMs: number): void {
    if (utcMs >= UTC_MS_MIN && utcMs < HEARD_MS_END) this.listener.timeHeard(utcMs)
  }
}
