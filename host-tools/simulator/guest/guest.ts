/**
 * The simulator as it runs inside a real engine, next to the firmware bundle: one kit, its chips,
 * its network and a hub's double, on simulated time. It keeps to the Espruino dialect.
 */
import { HubDouble } from '../hub-double.ts'
import type { Server } from '../network.ts'
import type { Board } from '../sim-kit.ts'
import type { JournalNotes } from './journal-notes.ts'

/** How things stand in the kit's journal at the end. */
export interface JournalState {
  readonly log: number
  /** Number of the next record, and of the oldest that the log may still hold. */
  readonly next: number
  readonly oldest: number
  /** Of each target: the next record that it lacks, and how many the kit says it never got. */
  readonly cursors: readonly number[]
  readonly dropped: readonly number[]
}

/** What a run came to; counts. */
export interface KitReport {
  /** Records that the firmware called durable. */
  readonly records: number
  /** Records that the hub has, each counted once. */
  readonly delivered: number
  /** Records that are only in flash yet. */
  readonly backlog: number
  /** Durable records that are neither at the hub nor in flash. */
  readonly lost: number
  readonly duplicates: number
  readonly batches: number
  readonly flashWrites: number
  readonly flashBytes: number
  readonly flashErases: number
  readonly events: number
  readonly boots: number
  readonly powerLosses: number
  readonly journal: JournalState
  /** Where the engine has room to note them. */
  readonly notes?: JournalNotes
  /**
   * No network took the records away: the log was read by cable at the end, and the reader put
   * clock records of its own behind the kit's.
   */
  readonly readByCable?: { readonly clockRecords: number }
}

/** Of a kit with so many targets. */
export function journalState({ kit }: Board, targets: number): JournalState {
  const { journal } = kit
  const cursors: number[] = []
  const dropped: number[] = []
  for (let target = 0; target < targets; target++) {
    cursors.push(journal.cursor(target))
    dropped.push(journal.dropped(target))
  }
  const { logId, nextSequence, oldestSequence } = journal
  return { log: logId, next: nextSequence, oldest: oldestSequence, cursors, dropped }
}

export class Guest {
  readonly sim: Board
  private readonly hub: HubDouble
  private readonly targets: number

  /** `makeBoard` gets the hub of a kit with so many `targets`; `onArrival` hears what comes. */
  constructor(
    targets: number,
    makeBoard: (hub: Server) => Board,
    onArrival?: (number: number, timeUs: number) => void,
  ) {
    this.targets = targets
    this.hub = new HubDouble(onArrival)
    this.sim = makeBoard(this.hub)
  }

  run(untilMs: number): void {
    this.sim.run(untilMs)
  }

  report(): KitReport {
    const hub = this.hub
    const sim = this.sim
    const { journal } = sim.kit
    const wanted = hub.stored + 1
    const overwritten = Math.max(0, journal.oldestSequence - wanted)
    return {
      records: journal.nextSequence,
      delivered: hub.records,
      backlog: journal.nextSequence - wanted - overwritten,
      lost: hub.missing + overwritten,
      duplicates: hub.duplicates,
      batches: hub.batches,
      flashWrites: sim.flash.writes,
      flashBytes: sim.flash.bytesWritten,
      flashErases: sim.flash.erases,
      events: sim.kernel.events,
      boots: sim.boots,
      powerLosses: sim.powerLosses,
      journal: journalState(sim, this.targets),
    }
  }
}
