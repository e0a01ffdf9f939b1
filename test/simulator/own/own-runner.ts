/** Runs scenarios that name files of the user's, one after the other, in a thread of their own. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { EngineName } from '../../../host-tools/simulator/engines/engine.ts'
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { startThread } from '../../../host-tools/simulator/run/thread.ts'
import {
  parseFile,
  type ScenarioFile,
} from '../../../host-tools/simulator/scenario/format/schema.ts'
import { scratchFolder } from '../../support/scratch.ts'
import type { Done, Job } from './own-thread.ts'

const PERIOD_S = 60

/** Forty minutes of one kit, or of what `change` makes of it. */
export function ownScenario(change: object): ScenarioFile {
  return parseFile({
    version: 1,
    title: 'Own files',
    place: { latitude: 52, longitude: 5 },
    start: '2025-12-31T18:00:00+01:00',
    duration: '40 min',
    settle: '10 min',
    world: { layers: [{ layer: 'weather', temperature: 10, dewPoint: 5 }] },
    kits: [kitsOf([{ part: 'BME280' }])],
    ...change,
  })
}

export function kitsOf(parts: readonly object[]): object {
  return { count: 1, parts, config: { periodS: PERIOD_S } }
}

export class OwnRunner {
  readonly folder = scratchFolder()
  private readonly thread: Worker

  constructor() {
    this.thread = startThread(new URL('./own-thread.ts', import.meta.url), undefined)
    afterAll(() => this.thread.terminate())
  }

  /** Gives the file's path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name)
    writeFileSync(path, text)
    return path
  }

  /** Rejects with what the run rejects with. */
  async run(
    file: ScenarioFile,
    engine: EngineName = 'node',
    record?: string,
  ): Promise<ScenarioResult> {
    const job: Job = { source: { file, folder: this.folder }, engine, record }
    this.thread.postMessage(job)
    const [done] = (await once(this.thread, 'message')) as [Done]
    if ('fault' in done) throw new Error(done.fault)
    return done.result
  }

  /** What a run of a scenario with this change is refused with. */
  async faultOf(change: object): Promise<string> {
    return this.run(ownScenario(change)).then(
      () => 'none',
      (error: Error) => error.message,
    )
  }
}
