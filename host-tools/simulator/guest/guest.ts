/**
 * The simulator as it runs inside a real engine, next to the firmware bundle: one kit, its chips,
 * its network and a hub's double, on simulated time. It keeps to the Espruino dialect.
 */
import { HubDouble } from '../hub-double.ts'
import type { Server } from '../network.ts'
import type { Board } from '../sim-kit.ts'

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
}

export class Guest {
  readonly sim: Board
  private readonly hub: HubDouble

  /** `makeBoard` gets the hub that the kit sends to. */
  constructor(makeBoard: (hub: Server) => Board) {
    this.hub = new HubDouble()
    this.sim = makeBoard(this.hub)
  }

  run(untilMs: number): void {
    this.sim.run(untilMs)
  }

  report(): KitReport {
    const hub = this.hub
    const sim = this.sim
    const journal = sim.kit.journal
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
    }
  }
}
