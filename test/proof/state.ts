/** The part of the model that is small and copied whole when a trial forks. */
export const TARGETS = 2
/** Appends under way when the power failed; a chain of cuts is far shorter. */
const DOUBTS_MAX = 128

export class State {
  /** Where number 0 of the log stands in the tables; another log begins after the one before. */
  base = 0
  /** Number after the newest durable record. */
  top = 0
  /** Number after the newest record that was ever read. */
  seenTop = 0
  /** The next append may get at most this number: each cut may leave a record in doubt. */
  ceiling = 0
  cuts = 0
  boots = 0
  serial = 1
  /** Name of the log; it is certain once a call that wrote has returned. */
  logId = -1
  isNamed = false
  /** The log that may come back while the present one has no record; -1: none. */
  formerId = -1
  formerBase = 0
  formerTop = 0
  formerSeenTop = 0
  formerCeiling = 0
  formerBootDurable = 0
  formerBootMax = 0
  /** Boot of the newest durable boot record, and of the newest ever tried. */
  bootIdDurable = 0
  bootIdMax = 0
  /** No record below this place in the tables is held any more. */
  lowest = 0
  /** Undo notes of the table of deliveries. */
  notes = 0
  /** Records that were acknowledged or given up, all targets together. */
  settledCount = 0
  /** Per target: next number after what it acknowledged or was given up, in calls that returned. */
  readonly known = new Int32Array(TARGETS)
  /** Per target: where its cursor may stand at the utmost. */
  readonly utmost = new Int32Array(TARGETS)
  /** Per target: numbers that it got. */
  readonly gotCount = new Int32Array(TARGETS)
  /** Per target: records that it got and that may be counted as dropped all the same. */
  readonly slack = new Int32Array(TARGETS)
  /** Per target: acknowledged behind the cursor, which flash may not have learnt. */
  readonly late = new Int32Array(TARGETS)
  /** Per target: numbers that were sent and not acknowledged yet. */
  readonly sentFrom = new Int32Array(TARGETS)
  readonly sentTo = new Int32Array(TARGETS)
  /** Appends that the power cut: place in the tables, serial, length, boot, and whether seen. */
  doubts = 0
  readonly doubtPlace = new Int32Array(DOUBTS_MAX)
  readonly doubtSerial = new Int32Array(DOUBTS_MAX)
  readonly doubtLength = new Int32Array(DOUBTS_MAX)
  readonly doubtBoot = new Int32Array(DOUBTS_MAX)
  readonly doubtSeen = new Uint8Array(DOUBTS_MAX)

  copy(from: State): void {
    this.base = from.base
    this.top = from.top
    this.seenTop = from.seenTop
    this.ceiling = from.ceiling
    this.cuts = from.cuts
    this.boots = from.boots
    this.serial = from.serial
    this.logId = from.logId
    this.isNamed = from.isNamed
    this.formerId = from.formerId
    this.formerBase = from.formerBase
    this.formerTop = from.formerTop
    this.formerSeenTop = from.formerSeenTop
    this.formerCeiling = from.formerCeiling
    this.formerBootDurable = from.formerBootDurable
    this.formerBootMax = from.formerBootMax
    this.bootIdDurable = from.bootIdDurable
    this.bootIdMax = from.bootIdMax
    this.lowest = from.lowest
    this.notes = from.notes
    this.settledCount = from.settledCount
    for (let target = 0; target < TARGETS; target++) this.copyTarget(from, target)
    this.doubts = from.doubts
    for (let i = 0; i < from.doubts; i++) {
      this.doubtPlace[i] = from.doubtPlace[i]!
      this.doubtSerial[i] = from.doubtSerial[i]!
      this.doubtLength[i] = from.doubtLength[i]!
      this.doubtBoot[i] = from.doubtBoot[i]!
      this.doubtSeen[i] = from.doubtSeen[i]!
    }
  }

  private copyTarget(from: State, target: number): void {
    this.known[target] = from.known[target]!
    this.utmost[target] = from.utmost[target]!
    this.gotCount[target] = from.gotCount[target]!
    this.slack[target] = from.slack[target]!
    this.late[target] = from.late[target]!
    this.sentFrom[target] = from.sentFrom[target]!
    this.sentTo[target] = from.sentTo[target]!
  }

  /** An append of this record begins; until it returns, its place may hold it or nothing. */
  doubt(place: number, length: number, bootId: number): void {
    const i = this.doubts++
    this.doubtPlace[i] = place
    this.doubtSerial[i] = this.serial++
    this.doubtLength[i] = length
    this.doubtBoot[i] = bootId
    this.doubtSeen[i] = 0
    if (bootId > this.bootIdMax) this.bootIdMax = bootId
  }

  /** Another log begins, and all numbers anew. */
  rename(logId: number, base: number): void {
    if (this.formerId < 0) {
      this.formerId = this.logId
      this.formerBase = this.base
      this.formerTop = this.top
      this.formerSeenTop = this.seenTop
      this.formerCeiling = this.ceiling
      this.formerBootDurable = this.bootIdDurable
      this.formerBootMax = this.bootIdMax
    }
    this.begin(logId, base)
  }

  /** The header of the former log reads well after all. */
  comeBack(): void {
    this.begin(this.formerId, this.formerBase)
    this.top = this.formerTop
    this.seenTop = this.formerSeenTop
    this.ceiling = this.formerCeiling
    this.bootIdDurable = this.formerBootDurable
    this.bootIdMax = this.formerBootMax
    this.utmost.fill(this.ceiling)
    this.formerId = -1
  }

  private begin(logId: number, base: number): void {
    this.logId = logId
    this.base = base
    this.top = this.seenTop = this.ceiling = 0
    this.bootIdDurable = this.bootIdMax = 0
    this.lowest = base
    this.settledCount = 0
    this.known.fill(0)
    this.utmost.fill(0)
    this.gotCount.fill(0)
    this.slack.fill(0)
    this.late.fill(0)
    this.sentFrom.fill(0)
    this.sentTo.fill(0)
  }
}
