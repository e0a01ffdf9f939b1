/** Whole scenarios, judged and all, as `meetkit simulate` runs them: in threads and engines. */
import { availableParallelism } from 'node:os'
import type { EngineName } from '../../host-tools/simulator/engines/engine.ts'
import { ScenarioRun } from '../../host-tools/simulator/run/run-scenario.ts'
import { openScenarioFile } from '../../host-tools/simulator/scenario/open-file.ts'

export interface Timed {
  readonly seconds: number
  readonly kitSeconds: number
  readonly peakBytes: number
}

const SAMPLE_MS = 250

/** Throws where an expectation is not met: what is wrong is not timed. */
export async function timeScenario(
  name: string,
  kits: number,
  engine: EngineName = 'node',
): Promise<Timed> {
  const source = { ...openScenarioFile(name), kits }
  let peakBytes = 0
  const look = () => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
  }
  const watch = setInterval(look, SAMPLE_MS)
  const startedMs = performance.now()
  const run = await ScenarioRun.open(source, { engine, workers: availableParallelism() })
  const { passed, totals } = await run.run()
  const seconds = (performance.now() - startedMs) / 1000
  clearInterval(watch)
  look()
  if (!passed) throw new Error(`${name} with ${kits} kits: an expectation was not met`)
  return { seconds, kitSeconds: totals.kitSeconds, peakBytes }
}
