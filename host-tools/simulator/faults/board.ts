/** The board that a setup asks for: what has no faults pays nothing for them. */
import type { MemoryStore } from '../flash.ts'
import type { OnUpload, Server } from '../network.ts'
import { type Board, type Firmware, type KitSetup, SimKit } from '../sim-kit.ts'
import type { Series } from '../world.ts'
import { FaultyKit } from './faulty-kit.ts'

export function boardOf(
  setup: KitSetup,
  series: readonly Series[],
  store: MemoryStore,
  server: Server,
  firmware: Firmware,
  onUpload: OnUpload,
): Board {
  return setup.faults === undefined
    ? new SimKit(setup, series, store, server, firmware, onUpload)
    : new FaultyKit(setup, series, store, server, firmware, onUpload)
}
