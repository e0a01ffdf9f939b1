/** The firmware as Node modules: the fast way. */
import { Kit } from '../../../device/kit.ts'
import { MemoryStore } from '../flash.ts'
import { Guest } from '../guest/guest.ts'
import type { FleetKit } from '../scenario/fleet.ts'
import { type Engine, FLASH_BLOCK_LENGTH, FLASH_BLOCKS, type KitRun } from './engine.ts'

export class NodeEngine implements Engine {
  readonly name = 'node'

  async run(kit: FleetKit, hours: number, onUpload: (body: Uint8Array) => void): Promise<KitRun> {
    const guest = new Guest(
      kit.setup,
      kit.series,
      new MemoryStore(FLASH_BLOCKS, FLASH_BLOCK_LENGTH),
      (platform, config) => new Kit(platform, config),
      onUpload,
    )
    guest.run(hours * 3_600_000)
    return { report: guest.report(), cost: {} }
  }

  async close(): Promise<void> {}
}
