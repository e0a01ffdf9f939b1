/** Kits of the shipped night side by side in this thread: how fast, and how much memory. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Kit } from '../../device/kit.ts'
import { MemoryStore } from '../../host-tools/simulator/flash.ts'
import { Guest } from '../../host-tools/simulator/guest/guest.ts'
import { SIMULATED_HUB_URL } from '../../host-tools/simulator/scenario/fleet.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { type Firmware, SimKit } from '../../host-tools/simulator/sim-kit.ts'

const firmware: Firmware = (platform, config) => new Kit(platform, config)

class Fleet {
  readonly stores: MemoryStore[] = []
  private readonly guests: Guest[]

  constructor(kits: number, hours: number) {
    const fleet = nightFleet({ kits, hours, seed: 1, periodS: 300, hubUrl: SIMULATED_HUB_URL })
    this.guests = fleet.map(({ setup, series }) => {
      const store = new MemoryStore(setup.flash.blocks, setup.flash.blockLength)
      this.stores.push(store)
      return new Guest(1, (hub) => new SimKit(setup, series, store, hub, firmware, () => {}))
    })
  }

  run(untilS: number): void {
    for (const guest of this.guests) guest.run(untilS * 1000)
  }
}

/** Every kit goes on by `stepS` before any goes further. Returns kit-seconds. */
export function runInStep(kits: number, hours: number, stepS: number): number {
  const fleet = new Fleet(kits, hours)
  for (let timeS = stepS; timeS <= hours * 3600; timeS += stepS) fleet.run(timeS)
  return kits * hours * 3600
}

/** Bytes of one idle kit beside its flash image, half an hour into the night. */
export function idleKitBytes(kits: number): number {
  const [one] = nightFleet({ kits: 1, hours: 8, seed: 1, periodS: 300, hubUrl: SIMULATED_HUB_URL })
  if (one === undefined) throw new Error('no kit')
  const empty = bytesInUse()
  const fleet = new Fleet(kits, 1)
  // Time series of each place are the world's, not the kit's.
  const world = seriesBytes(kits)
  fleet.run(1_800)
  const flash = fleet.stores.reduce((sum, store) => sum + store.bytesHeld, 0)
  return (bytesInUse() - empty - world - flash) / kits
}

/** Bytes of the true values that `kits` places have. */
function seriesBytes(kits: number): number {
  const before = bytesInUse()
  const fleet = nightFleet({ kits, hours: 1, seed: 1, periodS: 300, hubUrl: SIMULATED_HUB_URL })
  const bytes = bytesInUse() - before
  if (fleet.length !== kits) throw new Error('no fleet')
  return bytes
}

function bytesInUse(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
}
