/**
 * A thread that runs kits: it gets the scenario with its birth, then numbers of kits, one list
 * after the other, and answers each with how many are done; `end` is answered with its part.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { type EngineName, type EngineOptions, EngineRefusal } from '../engines/engine.ts'
import { openEngine } from '../engines/open.ts'
import { Scenario, type ScenarioSource } from '../scenario/scenario.ts'
import { KitRunner } from './kit-run.ts'

export interface WorkerBirth {
  readonly source: ScenarioSource
  readonly engine: EngineName
  readonly engineOptions: EngineOptions
  readonly record: string | undefined
}

const { source, engine, engineOptions, record } = workerData as WorkerBirth
const port = parentPort!
const opened = await openEngine(engine, engineOptions)
const runner = new KitRunner(await Scenario.open(source), opened, record)

port.on('message', async (message: readonly number[] | 'end') => {
  if (message === 'end') {
    opened.close()
    port.postMessage({ part: runner.part() })
    port.close()
    return
  }
  try {
    for (const number of message) await runner.run(number)
    port.postMessage({ done: message.length })
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    port.postMessage({ error: text, isRefusal: error instanceof EngineRefusal })
  }
})
port.postMessage({ done: 0 })
