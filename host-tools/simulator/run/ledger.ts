/** Keeps of each kit's run what a result needs: its summary, its line for the charts, its share. */
import type { Scenario } from '../scenario/scenario.ts'
import { addKit, type Bins, emptyBins, type KitLine } from '../verdict/bins.ts'
import { lostRecords } from '../verdict/delivery-checks.ts'
import { Judge } from '../verdict/judge.ts'
import type { KitView } from '../verdict/kit-view.ts'
import type { KitSummary, Part } from './result.ts'

/** Lines of so many kits are kept for charts, spread over the fleet; and of some that failed. */
const LINES_MAX = 40
const FAILED_LINES_MAX = 20

export class Ledger {
  private readonly judge: Judge
  private readonly stride: number
  private readonly kits: KitSummary[] = []
  private readonly lines: KitLine[] = []
  private readonly bins: Bins
  private failedLines = 0

  constructor(scenario: Scenario) {
    this.judge = new Judge(scenario)
    this.stride = Math.ceil(scenario.ids.length / LINES_MAX)
    this.bins = emptyBins(scenario.endS, scenario.binS)
  }

  add(view: KitView): void {
    const findings = this.judge.findings(view).map((finding) => finding ?? null)
    this.kits.push(summaryOf(view, findings))
    const line = addKit(this.bins, view)
    const hasFailed = findings.some((finding) => finding?.kind === 'failed')
    if (hasFailed && this.failedLines < FAILED_LINES_MAX) this.failedLines++
    else if (view.kit.setup.number % this.stride !== 0) return
    this.lines.push(line)
  }

  part(): Part {
    return { kits: this.kits, lines: this.lines, bins: this.bins }
  }
}

function summaryOf(view: KitView, findings: KitSummary['findings']): KitSummary {
  const { kit, run, evidence } = view
  const { report, cost } = run
  const { notes, journal, readByCable } = report
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
    delivered:
      hub < 0
        ? journal.cursors[0]! - journal.dropped[0]!
        : evidence.held.length - (readByCable?.clockRecords ?? 0),
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
