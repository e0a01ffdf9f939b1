/** A thread that runs scenarios: what they import is imported for real, which jest cannot. */
import { parentPort } from 'node:worker_threads'
import type { EngineName } from '../../../host-tools/simulator/engines/engine.ts'
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { ScenarioRun } from '../../../host-tools/simulator/run/run-scenario.ts'
import type { ScenarioSource } from '../../../host-tools/simulator/scenario/scenario.ts'

export interface Job {
  readonly source: ScenarioSource
  readonly engine: EngineName
  readonly record?: string | undefined
}

export type Done = { readonly result: ScenarioResult } | { readonly fault: string }

async function done({ source, engine, record }: Job): Promise<Done> {
  try {
    const run = await ScenarioRun.open(source, { engine, workers: 0, record })
    return { result: await run.run() }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

parentPort!.on('message', async (job: Job) => parentPort!.postMessage(await done(job)))
