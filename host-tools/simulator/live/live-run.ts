/**
 * A scenario whose kits send to a real server over real sockets. All kits go on in step, in real
 * time or so many times faster; simulated time waits for every answer.
 */
import { Kit } from '../../../device/kit.ts'
import { loadOwnModels } from '../engines/own-models.ts'
import { boardOf } from '../faults/board.ts'
import { MemoryStore } from '../flash.ts'
import { journalState } from '../guest/guest.ts'
import { type JournalNotes, noNotes, watched } from '../guest/journal-notes.ts'
import { Ledger } from '../run/ledger.ts'
import type { Part } from '../run/result.ts'
import type { Scenario, ScenarioKit } from '../scenario/scenario.ts'
import type { Board } from '../sim-kit.ts'
import { Evidence } from '../verdict/evidence.ts'
import { type KitView, viewOf } from '../verdict/kit-view.ts'
import type { LiveTarget } from './live-target.ts'
import { Rate, restOrAbort } from './rate.ts'
import type { RealServer, RealServerOptions } from './real-server.ts'

const STEP_MS = 1_000
/** Reasons that are told apart: some are a server's own words. */
const REASONS_MAX = 20

export interface LiveOptions {
  /** Simulated seconds a real one. */
  readonly speed: number
  /** Requests a second, all kits together. */
  readonly rate: number
  /** Hears the simulated time in ms. */
  readonly onStep?: (timeMs: number, endMs: number) => void
  /** Numbers of the kits; all of them if it is not said. */
  readonly numbers?: readonly number[]
  /** Ends the run, whatever it waits for. */
  readonly signal?: AbortSignal
}

export interface LiveOutcome {
  readonly part: Part
  /** How far real time had run ahead at the worst, in ms. */
  readonly behindMs: number
  /** Why uploads were not taken in, and how many for each reason. */
  readonly refusals: ReadonlyMap<string, number>
}

interface Member {
  readonly kit: ScenarioKit
  readonly board: Board
  readonly server: RealServer
  readonly notes: JournalNotes
  readonly evidence: Evidence
}

export class LiveRun {
  private readonly scenario: Scenario
  private readonly target: LiveTarget
  private readonly options: LiveOptions

  constructor(scenario: Scenario, target: LiveTarget, options: LiveOptions) {
    this.scenario = scenario
    this.target = target
    this.options = options
  }

  async run(): Promise<LiveOutcome> {
    const { scenario, options } = this
    const signal = options.signal ?? new AbortController().signal
    const rest = restOrAbort(signal)
    const rate = new Rate(options.rate, undefined, rest)
    const refusals = new Map<string, number>()
    const onRefusal = (reason: string) => {
      const told = refusals.has(reason) || refusals.size < REASONS_MAX ? reason : 'other reasons'
      refusals.set(told, (refusals.get(told) ?? 0) + 1)
    }
    const way = { turn: rate.turn, onRefusal, signal }
    const members: Member[] = []
    for (const number of options.numbers ?? scenario.ids.keys())
      members.push(await this.join(number, way))
    const endMs = scenario.endS * 1000
    const startedMs = performance.now()
    let behindMs = 0
    let timeMs = 0
    while (timeMs < endMs && !signal.aborted) {
      options.onStep?.(timeMs, endMs)
      timeMs = Math.min(timeMs + STEP_MS, endMs)
      await Promise.all(members.map((member) => goOn(member, timeMs)))
      const dueMs = startedMs + timeMs / options.speed
      const restMs = dueMs - performance.now()
      behindMs = Math.max(behindMs, -restMs)
      if (restMs > 0) await rest(restMs).catch(() => {})
    }
    const ledger = new Ledger(scenario)
    for (const member of members) ledger.add(this.viewOf(member))
    return { part: ledger.part(), behindMs, refusals }
  }

  private async join(number: number, way: RealServerOptions): Promise<Member> {
    const { scenario, target } = this
    const made = scenario.kit(number)
    const config = { ...made.setup.config, targets: [target.config] }
    const kit = { ...made, setup: { ...made.setup, config } }
    const { setup, series } = kit
    await loadOwnModels(setup)
    const evidence = new Evidence([target.config.kind === 'hub'])
    const server = target.server({
      ...way,
      onArrival: (upload, timeUs) => evidence.arrival(upload, timeUs / 1000),
    })
    const notes = noNotes()
    const board = boardOf(
      setup,
      series,
      new MemoryStore(setup.flash.blocks, setup.flash.blockLength),
      server,
      watched((platform, own) => new Kit(platform, own), notes),
      (body, _timeUs, to) => evidence.upload(body, to),
    )
    return { kit, board, server, notes, evidence }
  }

  private viewOf({ kit, board, notes, evidence }: Member): KitView {
    const report = {
      records: notes.durable.filter(Boolean).length,
      delivered: evidence.held.length,
      backlog: 0,
      lost: 0,
      duplicates: evidence.duplicates,
      batches: evidence.uploads,
      flashWrites: board.flash.writes,
      flashBytes: board.flash.bytesWritten,
      flashErases: board.flash.erases,
      events: board.kernel.events,
      boots: board.boots,
      powerLosses: board.powerLosses,
      journal: journalState(board, 1),
      notes,
    }
    return viewOf(this.scenario, kit, { report, cost: {} }, evidence)
  }
}

async function goOn({ board, server }: Member, untilMs: number): Promise<void> {
  while (!board.run(untilMs)) await server.pending
}
