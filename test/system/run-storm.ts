/** Lets one storm, or an excerpt of it, happen, and has it judged. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FaultyKit } from '../../host-tools/simulator/faults/faulty-kit.ts'
import { MemoryStore } from '../../host-tools/simulator/flash.ts'
import { MUENSTER_NIGHT_UTC_MS } from '../../host-tools/simulator/scenario/muenster-night.ts'
import { type HubTables, readHubFile } from './hub-file.ts'
import { type Excerpt, hoursOf, hubRestartsOf, kitsOf, type Storm } from './storm.ts'
import { StormHub } from './storm-hub.ts'
import { judge } from './verdict.ts'
import { Witness } from './witness.ts'

/** Kits go on by this much in turn. */
const STEP_MS = 20_000
const HOUR_MS = 3_600_000
/** I6: when faults have stopped, all kits have delivered everything within this. */
const DRAIN_MS_MAX = 3 * HOUR_MS
/** Then the last batches tell the hub how things stand. */
const AFTER_MS = 20 * 60_000
const LOOK_MS = 5_000

export interface StormResult {
  /** What was broken; empty when all promises were kept. */
  readonly faults: readonly string[]
  /** SHA-256 of all that was sent and of all that the hub holds. */
  readonly hash: string
  readonly kitHours: number
  readonly records: number
  readonly missing: number
  readonly boots: number
  readonly powerLosses: number
  readonly hubRestarts: number
  readonly requests: number
  /** From the end of the faults to the last kit without backlog. */
  readonly drainS: number
}

interface Member {
  readonly sim: FaultyKit
  readonly witness: Witness
  readonly server: ReturnType<StormHub['server']>
  /** When it was last seen without backlog. */
  drainedMs: number
}

export async function runStorm(storm: Storm, excerpt: Excerpt = {}): Promise<StormResult> {
  const folder = mkdtempSync(join(tmpdir(), 'meetkit-storm-'))
  try {
    return await runIn(join(folder, 'hub.sqlite'), storm, excerpt)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runIn(file: string, storm: Storm, excerpt: Excerpt): Promise<StormResult> {
  const hash = createHash('sha256')
  const hub = new StormHub(file, hubRestartsOf(storm, excerpt), MUENSTER_NIGHT_UTC_MS)
  const members = kitsOf(storm, excerpt).map(({ setup, series }): Member => {
    const witness: Witness = new Witness(() => sim)
    const server = hub.server()
    const store = new MemoryStore(storm.log.blocks, storm.log.blockLength)
    const onUpload = (body: Uint8Array) => void hash.update(body)
    const sim = new FaultyKit(setup, series, store, server, witness.firmware, onUpload)
    return { sim, witness, server, drainedMs: 0 }
  })
  const faultMs = hoursOf(storm, excerpt) * HOUR_MS
  let timeMs = 0
  let crash: string | undefined
  try {
    while (timeMs < faultMs) timeMs = await step(members, timeMs)
    for (const { sim } of members) sim.calm()
    const hasDrained = ({ drainedMs }: Member) => drainedMs > faultMs
    while (!members.every(hasDrained) && timeMs < faultMs + DRAIN_MS_MAX)
      timeMs = await step(members, timeMs)
    for (const endMs = timeMs + AFTER_MS; timeMs < endMs; ) timeMs = await step(members, timeMs)
    for (const member of members) await finish(member, timeMs)
    crash = notDrained(members)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    crash = `${text.startsWith('flash:') ? 'I7' : 'crash'}: ${text}, at ${timeMs} ms`
  }
  hub.close()
  const tables = readHubFile(file)
  for (const row of tables.records) hash.update(`${row.kit} ${row.log} ${row.sequence};`)
  const faults = crash === undefined ? verdicts(storm, members, tables) : [crash]
  return { faults, hash: hash.digest('hex'), ...counts(members, hub, tables, timeMs, faultMs) }
}

async function step(members: readonly Member[], timeMs: number): Promise<number> {
  for (const member of members) {
    await goOn(member, timeMs + STEP_MS)
    if (isDrained(member)) member.drainedMs = timeMs + STEP_MS
  }
  return timeMs + STEP_MS
}

async function goOn({ sim, server }: Member, untilMs: number): Promise<void> {
  while (!sim.run(untilMs)) await server.pending
}

/** Ends where the kit has nothing that the hub lacks. */
async function finish(member: Member, fromMs: number): Promise<void> {
  for (let timeMs = fromMs; !isDrained(member) && timeMs < fromMs + AFTER_MS; timeMs += LOOK_MS)
    await goOn(member, timeMs + LOOK_MS)
}

function isDrained({ sim }: Member): boolean {
  if (!sim.alive) return false
  const { journal } = sim.kit
  return journal.cursor(0) === journal.nextSequence
}

function notDrained(members: readonly Member[]): string | undefined {
  if (members.every(isDrained)) return undefined
  const backlogs = members.map(({ sim: { kit, alive } }) => {
    const { nextSequence } = kit.journal
    return alive ? `${nextSequence - kit.journal.cursor(0)} of ${nextSequence}` : 'no power'
  })
  return `I6: not drained hours after the last fault: ${backlogs.join(', ')}`
}

function verdicts(storm: Storm, members: readonly Member[], tables: HubTables): string[] {
  return members.flatMap(({ sim, witness }) => {
    const { wear } = sim.store
    const { id, powerLosses } = sim
    const startUtcMs = MUENSTER_NIGHT_UTC_MS
    return judge({ id, log: storm.log, witness, wear, powerLosses, startUtcMs }, tables)
  })
}

function counts(
  members: readonly Member[],
  hub: StormHub,
  tables: HubTables,
  timeMs: number,
  faultMs: number,
): Omit<StormResult, 'faults' | 'hash'> {
  const sum = (figure: (member: Member) => number) =>
    members.reduce((total, member) => total + figure(member), 0)
  const durable = sum(({ witness }) => witness.appends.filter((one) => one.isDurable).length)
  return {
    kitHours: Math.round((members.length * timeMs) / HOUR_MS),
    records: tables.records.length,
    missing: Math.max(0, durable - tables.records.length),
    boots: sum(({ sim }) => sim.boots),
    powerLosses: sum(({ sim }) => sim.powerLosses),
    hubRestarts: hub.restarts,
    requests: hub.requests,
    drainS: Math.max(0, timeMs - AFTER_MS - faultMs) / 1000,
  }
}
