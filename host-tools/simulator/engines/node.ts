/** The firmware as Node modules: the fast way. */
import { Kit } from '../../../device/kit.ts'
import { boardOf } from '../faults/board.ts'
import { MemoryStore } from '../flash.ts'
import { Guest } from '../guest/guest.ts'
import type { FleetKit } from '../scenario/fleet.ts'
import { type Engine, endOfRunMs, FLASH_BLOCK_LENGTH, FLASH_BLOCKS, type KitRun } from './engine.ts'

/** Simulated time between two looks at what else is to be done. */
const STEP_MS = 24 * 3_600_000

export class NodeEngine implements Engine {
  readonly name = 'node'
  private closed = false

  async run(kit: FleetKit, hours: number, onUpload: (body: Uint8Array) => void): Promise<KitRun> {
    const store = new MemoryStore(FLASH_BLOCKS, FLASH_BLOCK_LENGTH)
    const guest = new Guest((hub) =>
      boardOf(
        kit.setup,
        kit.series,
        store,
        hub,
        (platform, config) => new Kit(platform, config),
        onUpload,
      ),
    )
    const endMs = endOfRunMs(hours)
    for (let timeMs = 0; timeMs < endMs && !this.closed; ) {
      timeMs = Math.min(timeMs + STEP_MS, endMs)
      guest.run(timeMs)
      // Signals and timers get their turn.
      if (timeMs < endMs) await new Promise((resolve) => setImmediate(resolve))
    }
    if (this.closed) throw new Error('closed')
    return { report: guest.report(), cost: {} }
  }

  close(): void {
    this.closed = true
  }
}
