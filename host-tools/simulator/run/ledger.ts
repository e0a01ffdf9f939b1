/** Keeps of each kit's run what a result needs: its summary, its line for the charts, its share. */
import type { Scenario } from '../scenario/scenario.ts'
import { addKit, type Bins, emptyBins, type KitLine } from '../verdict/bins.ts'
import { lostRecords } from '../verdict/delivery-checks.ts'
import { Judge } from '../verdict/judge.ts'
import type { KitView } from '../verdict/kit-view.ts'
import { chosenLines } from './lines.ts'
import type { KitSummary, Part } from './result.ts'

/** Lines that are kept before those are left out that no chart will show. */
const LINES_MAX = 200

/** Names of what a scenario’s fleet measures. */
export function namesOf({ quantities }: Scenario): string[] {
  return quantities.map(({ name }) => name)
}

export class Ledger {
  private readonly judge: Judge
  private readonly fleet: number
  private readonly kits: KitSummary[] = []
  private lines: KitLine[] = []
  private readonly bins: Bins

  constructor(scenario: Scenario) {
    this.judge = new Judge(scenario)
    this.fleet = scenario.ids.length
    this.bins = emptyBins(scenario.endS, scenario.binS, namesOf(scenario))
  }

  add(view: KitView): void {
    const findings = this.judge.findings(view).map((finding) => finding ?? null)
    this.kits.push(summaryOf(view, findings))
    this.lines.push(addKit(this.bins, view))
    if (this.lines.length >= LINES_MAX) this.choose()
  }

  private choose(): void {
    this.lines = chosenLines(this.fleet, this.kits, this.lines)
  }

  part(): Part {
    this.choose()
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
