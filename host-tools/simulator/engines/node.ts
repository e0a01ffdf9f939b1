/** The firmware as Node modules: the fast way. */
import { Kit } from '../../../device/kit.ts'
import { boardOf } from '../faults/board.ts'
import { MemoryStore } from '../flash.ts'
import { Guest } from '../guest/guest.ts'
import { noNotes, watched } from '../guest/journal-notes.ts'
import type { OnUpload } from '../network.ts'
import type { FleetKit } from '../scenario/fleet.ts'
import { type Engine, endOfRunMs, type KitRun, type OnArrival, type OnBody } from './engine.ts'
import { loadOwnModels } from './own-models.ts'

/** Simulated time between two looks at what else is to be done. */
const STEP_MS = 24 * 3_600_000

export class NodeEngine implements Engine {
  readonly name = 'node'
  private readonly firmware: typeof Kit
  private closed = false

  /** `firmware`: another form of it than its modules. */
  constructor(firmware = Kit) {
    this.firmware = firmware
  }

  async run(
    { setup, series }: FleetKit,
    hours: number,
    onUpload: OnBody,
    onArrival: OnArrival = () => {},
  ): Promise<KitRun> {
    await loadOwnModels(setup)
    const store = new MemoryStore(setup.flash.blocks, setup.flash.blockLength)
    const notes = noNotes()
    const { firmware: Firmware } = this
    const firmware = watched((platform, config) => new Firmware(platform, config), notes)
    const onBody: OnUpload = (body, timeUs, target) => onUpload(body, timeUs / 1000, target)
    const guest = new Guest(
      setup.config.targets.length,
      (hub) => boardOf(setup, series, store, hub, firmware, onBody),
      (number, timeUs) => onArrival(number, timeUs / 1000),
    )
    const endMs = endOfRunMs(hours)
    for (let timeMs = 0; timeMs < endMs && !this.closed; ) {
      timeMs = Math.min(timeMs + STEP_MS, endMs)
      guest.run(timeMs)
      // Signals and timers get their turn.
      if (timeMs < endMs) await new Promise((resolve) => setImmediate(resolve))
    }
    if (this.closed) throw new Error('closed')
    return { report: { ...guest.report(), notes }, cost: {} }
  }

  close(): void {
    this.closed = true
  }
}
