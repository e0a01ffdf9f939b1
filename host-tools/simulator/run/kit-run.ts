/** Runs one kit of a scenario after the other in an engine. */
import type { Engine } from '../engines/engine.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { Evidence } from '../verdict/evidence.ts'
import { viewOf } from '../verdict/kit-view.ts'
import { Ledger } from './ledger.ts'
import { KitRecorder } from './recorder.ts'
import type { Part } from './result.ts'

export class KitRunner {
  private readonly scenario: Scenario
  private readonly engine: Engine
  private readonly record: string | undefined
  private readonly ledger: Ledger

  /** `record`: the folder for what is recorded of the kits, if it is. */
  constructor(scenario: Scenario, engine: Engine, record?: string) {
    this.scenario = scenario
    this.engine = engine
    this.record = record
    this.ledger = new Ledger(scenario)
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
    this.ledger.add(view)
  }

  part(): Part {
    return this.ledger.part()
  }
}
