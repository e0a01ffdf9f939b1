/** Runs a fleet in one engine and sums up what came of it. */
import { createHash } from 'node:crypto'
import type { Cost, Engine, EngineName } from './engines/engine.ts'
import { NodeEngine } from './engines/node.ts'
import type { FleetKit } from './scenario/fleet.ts'

export interface FleetResult {
  /** SHA-256 of every upload byte, in kit and time order. */
  readonly hash: string
  readonly engine: EngineName
  readonly kits: number
  readonly kitSeconds: number
  /** Records that the kits called durable. */
  readonly records: number
  /** Records that the hub has, each counted once. */
  readonly delivered: number
  /** Records that are only in the kits' flash yet. */
  readonly backlog: number
  /** Durable records that are neither at the hub nor in flash. */
  readonly lost: number
  readonly duplicates: number
  readonly uploads: number
  readonly uploadBytes: number
  readonly flashBytes: number
  readonly flashErases: number
  readonly events: number
  readonly cost: Cost
}

/** Rejects with EngineMissing, which tells the remedy, where the engine is not installed. */
export async function openEngine(name: EngineName): Promise<Engine> {
  // The engines that need the bundler load it only when they are asked for.
  if (name === 'xs') return new (await import('./engines/xs.ts')).XsEngine()
  if (name === 'espruino') return new (await import('./engines/espruino.ts')).EspruinoEngine()
  return new NodeEngine()
}

/** `onKit` hears after each kit how many are done. */
export async function runFleet(
  engine: Engine,
  fleet: readonly FleetKit[],
  hours: number,
  onKit: (done: number) => void = () => {},
): Promise<FleetResult> {
  const hash = createHash('sha256')
  const sum = {
    records: 0,
    delivered: 0,
    backlog: 0,
    lost: 0,
    duplicates: 0,
    flashBytes: 0,
    flashErases: 0,
  }
  let uploads = 0
  let uploadBytes = 0
  let events = 0
  const costs: Cost[] = []
  for (const [number, kit] of fleet.entries()) {
    const run = await engine.run(kit, hours, (body) => {
      uploads++
      uploadBytes += body.length
      hash.update(body)
    })
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += run.report[name]
    events += run.report.events
    costs.push(run.cost)
    onKit(number + 1)
  }
  return {
    hash: hash.digest('hex'),
    engine: engine.name,
    kits: fleet.length,
    kitSeconds: Math.round(fleet.length * hours * 3600),
    ...sum,
    uploads,
    uploadBytes,
    events,
    cost: worst(costs),
  }
}

/** The dearest kit of the fleet, figure by figure. */
function worst(costs: readonly Cost[]): Cost {
  const result: Record<string, number> = {}
  for (const cost of costs)
    for (const [name, value] of Object.entries(cost))
      result[name] = Math.max(result[name] ?? 0, value)
  return result
}
