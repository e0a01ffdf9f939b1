/** Runs one kit of a scenario after the other, and keeps of each what a result needs. */
import type { Engine } from '../engines/engine.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { addKit, type Bins, emptyBins, type KitLine } from '../verdict/bins.ts'
import { lostRecords } from '../verdict/delivery-checks.ts'
import { Evidence } from '../verdict/evidence.ts'
import { Judge } from '../verdict/judge.ts'
import { type KitView, viewOf } from '../verdict/kit-view.ts'
import { KitRecorder } from './recorder.ts'
import type { KitSummary, Part } from './result.ts'

/** Lines of so many kits are kept for charts, spread over the fleet; and of some that failed. */
const LINES_MAX = 40
const FAILED_LINES_MAX = 20

export class KitRunner {
  private readonly scenario: Scenario
  private readonly engine: Engine
  private readonly judge: Judge
  private readonly stride: number
  private readonly kits: KitSummary[] = []
  private readonly lines: KitLine[] = []
  private readonly bins: Bins
  private readonly record: string | undefined
  private failedLines = 0

  /** `record`: the folder for what is recorded of the kits, if it is. */
  constructor(scenario: Scenario, engine: Engine, record?: string) {
    this.record = record
    this.scenario = scenario
    this.engine = engine
    this.judge = new Judge(scenario)
    this.stride = Math.ceil(scenario.ids.length / LINES_MAX)
    this.bins = emptyBins(scenario.endS, scenario.binS)
  }

  async run(number: number): Promise<void> {
    const { scenario } = this
    const kit = scenario.kit(number)
    const hubs = kit.setup.config.targets.map(({ kind }) => kind === 'hub')
    const evidence = new Evidence(hubs)
    const recorder = this.record === undefined ? undefined : new KitRecorder(this.record, hubs)
    const run = await this.engine.run(
      kit,
      scenario.endS / 3600,
      (body, timeMs, target) => {
        evidence.upload(body, target)
        recorder?.upload(body, timeMs, target)
      },
      (upload, timeMs) => {
        evidence.arrival(upload, timeMs)
        recorder?.arrival(upload, timeMs)
      },
    )
    const view = viewOf(scenario, kit, run, evidence)
    recorder?.write(view)
    const findings = this.judge.findings(view).map((finding) => finding ?? null)
    this.kits.push(summaryOf(view, findings))
    const line = addKit(this.bins, view)
    const hasFailed = findings.some((finding) => finding?.kind === 'failed')
    if (hasFailed && this.failedLines < FAILED_LINES_MAX) this.failedLines++
    else if (number % this.stride !== 0) return
    this.lines.push(line)
  }

  part(): Part {
    return { kits: this.kits, lines: this.lines, bins: this.bins }
  }
}

function summaryOf(view: KitView, findings: KitSummary['findings']): KitSummary {
  const { kit, run, evidence } = view
  const { report, cost } = run
  const { notes, journal } = report
  const hub = kit.setup.config.targets.findIndex(({ kind }) => kind === 'hub')
  const records = notes === undefined ? journal.next : notes.durable.filter(Boolean).length
  return {
    number: kit.setup.number,
    id: kit.setup.id,
    group: kit.group,
    eastM: kit.place.eastM,
    northM: kit.place.northM,
    hash: evidence.digest(),
    records,
    delivered: hub < 0 ? journal.cursors[0]! - journal.dropped[0]! : evidence.held.length,
    backlog: journal.next - Math.max(journal.oldest, journal.cursors[Math.max(0, hub)]!),
    lost: hub < 0 ? journal.dropped[0]! : lostRecords(view, hub).length,
    duplicates: evidence.duplicates,
    uploads: evidence.uploads,
    uploadBytes: evidence.uploadBytes,
    flashBytes: report.flashBytes,
    flashErases: report.flashErases,
    boots: report.boots,
    powerLosses: report.powerLosses,
    events: report.events,
    cost,
    findings,
  }
}
