/** A fleet in Node whose uploads go to a real hub: all kits in step, simulated time at a pace. */
import { Kit } from '../../../device/kit.ts'
import { boardOf } from '../faults/board.ts'
import { MemoryStore } from '../flash.ts'
import type { FleetKit } from '../scenario/fleet.ts'
import type { Board } from '../sim-kit.ts'
import { HttpServer } from './http-server.ts'

interface Member {
  readonly sim: Board
  readonly server: HttpServer
}

export class LiveFleet {
  private readonly members: Member[]

  /** `onUpload` gets every body that any kit sends. */
  constructor(fleet: readonly FleetKit[], onUpload: (kit: number, body: Uint8Array) => void) {
    this.members = fleet.map((kit, number) => {
      const server = new HttpServer()
      const sim = boardOf(
        kit.setup,
        kit.series,
        new MemoryStore(kit.setup.flash.blocks, kit.setup.flash.blockLength),
        server,
        (platform, config) => new Kit(platform, config),
        (body) => onUpload(number, body),
      )
      return { sim, server }
    })
  }

  /** Lets every kit go on to `untilMs` of the scenario. */
  async run(untilMs: number): Promise<void> {
    await Promise.all(
      this.members.map(async ({ sim, server }) => {
        while (!sim.run(untilMs)) await server.pending
      }),
    )
  }

  /** Records that the kits called durable, and those of them that the hub acknowledged. */
  counts(): { records: number; acknowledged: number } {
    let records = 0
    let acknowledged = 0
    for (const { sim } of this.members) {
      records += sim.kit.journal.nextSequence
      acknowledged += sim.kit.journal.cursor(0)
    }
    return { records, acknowledged }
  }
}
