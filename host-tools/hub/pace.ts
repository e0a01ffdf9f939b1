/** Who may send how much when more comes than can be stored, and when the others come back. */

/** Nobody is asked to come back sooner, in milliseconds: trying costs a kit battery. */
const RETRY_MS_MIN = 2_000
/** Nor later; with more kits than fit, appointments begin again at the front. */
const RETRY_MS_MAX = 300_000
/** Between two appointments lies the time that a kit's turn takes, within these bounds. */
const APPOINTMENT_MS_MIN = 20
const APPOINTMENT_MS_MAX = 1_000
/** While others wait outside, a kit with a backlog sends so many batches and then makes room. */
export const TURN_BATCHES = 16
/** A kit that was asked to come back has so long after its appointment to do it. */
const LATE_MS = 3_000
/** More kits than any town has; names come from outside and must not fill the memory. */
const KITS_MAX = 10_000

/** The batch is not taken now, though nothing is wrong with it. */
export class ComeBack extends Error {
  /** 503: the hub cannot; 429: it could, but this kit has had its turn. */
  readonly status: 429 | 503
  readonly afterS: number

  constructor(status: 429 | 503, afterS: number, reason: string) {
    super(reason)
    this.status = status
    this.afterS = afterS
  }
}

/** Times in milliseconds of a clock that never steps. */
export class Pace {
  private appointmentMs = 0
  /** Until then somebody who was turned away may still stand outside. */
  private crowdedUntilMs = 0
  private readonly taken = new Map<string, number>()
  /** Milliseconds that storing a batch takes, as was measured lately. */
  batchMs = 0

  /** The hub has no room: everybody who hears this hears another time. */
  turnAway(nowMs: number, busyMs: number, reason: string): ComeBack {
    const afterS = this.appointment(nowMs, busyMs)
    this.crowdedUntilMs = Math.max(this.crowdedUntilMs, nowMs + afterS * 1000 + LATE_MS)
    return new ComeBack(503, afterS, reason)
  }

  /** The hub cannot store; that has nothing to do with how many come. */
  postpone(nowMs: number, pauseMs: number, reason: string): ComeBack {
    return new ComeBack(503, this.appointment(nowMs, pauseMs), reason)
  }

  /** Undefined when it is this kit's turn. Its name counts, since a school has one address. */
  turnOver(kit: string, nowMs: number): ComeBack | undefined {
    if (nowMs >= this.crowdedUntilMs) {
      this.taken.clear()
      return undefined
    }
    if (this.taken.size >= KITS_MAX) this.taken.clear()
    const count = (this.taken.get(kit) ?? 0) + 1
    this.taken.set(kit, count <= TURN_BATCHES ? count : 0)
    if (count <= TURN_BATCHES) return undefined
    // This appointment does not count as a crowd: alone, a kit would keep itself waiting.
    const reason = `${kit} had its turn of ${TURN_BATCHES} batches while others wait`
    return new ComeBack(429, this.appointment(nowMs, 0), reason)
  }

  /** Whole seconds from now. */
  private appointment(nowMs: number, busyMs: number): number {
    const earliestMs = nowMs + RETRY_MS_MIN + busyMs
    const turnMs = this.batchMs * TURN_BATCHES
    const apartMs = Math.max(APPOINTMENT_MS_MIN, Math.min(turnMs, APPOINTMENT_MS_MAX))
    const nextMs = Math.max(this.appointmentMs + apartMs, earliestMs)
    this.appointmentMs = nextMs - nowMs > RETRY_MS_MAX ? earliestMs : nextMs
    return Math.ceil(Math.min(this.appointmentMs - nowMs, RETRY_MS_MAX) / 1000)
  }
}
