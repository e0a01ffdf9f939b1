/** A scenario on simulated time, judged by what it expects. */
import { availableParallelism } from 'node:os'
import {
  EngineMissing,
  type EngineName,
  type EngineOptions,
  EngineRefusal,
} from '../../simulator/engines/engine.ts'
import type { ScenarioResult } from '../../simulator/run/result.ts'
import { type RunOptions, ScenarioRun } from '../../simulator/run/run-scenario.ts'
import { nightScenario } from '../../simulator/scenario/night-scenario.ts'
import { openScenarioFile } from '../../simulator/scenario/open-file.ts'
import { countsOf, type ScenarioSource, timingOf } from '../../simulator/scenario/scenario.ts'
import { EXIT_FAILURE, EXIT_INTERRUPTED, EXIT_MISSING, EXIT_USAGE } from '../exit-codes.ts'
import { Interruption } from '../interruption.ts'
import { startProgress } from '../progress.ts'
import type { LiveSettings } from './live.ts'
import { misuse } from './misuse.ts'
import { printHeading, printList, printResult } from './print.ts'
import type { ReportOptions } from './report-options.ts'
import { prepareReports, writeReports } from './reports.ts'

/** A thread costs half a second; below this many simulated seconds one is enough. */
const THREAD_KIT_SECONDS = 5_000_000

export interface SimulateOptions extends ReportOptions, EngineOptions {
  readonly list?: boolean
  readonly record?: string
  readonly replay?: string
  readonly hours: number
  readonly period: number
  readonly kits?: number
  readonly seed?: number
  readonly engine: EngineName
  readonly workers?: number
  readonly shard?: readonly [number, number]
  readonly only?: readonly string[]
  readonly explore?: number
  readonly target?: string
  readonly speed: number
  readonly rate: number
}

/** `given`: the options that stand on the command line. */
export async function simulate(
  name: string | undefined,
  options: SimulateOptions,
  given: readonly (keyof SimulateOptions)[],
): Promise<void> {
  const fault = misuse(name, options, given)
  if (fault !== undefined) return refuse(fault, EXIT_USAGE)
  if (options.list) return printList()
  const source = openSource(name, options)
  if (source === undefined || !canWrite(options)) return
  if (options.explore !== undefined) {
    const { explore } = await import('./explore.ts')
    const settings = { ...options, explore: options.explore }
    const base = name === undefined ? undefined : source
    return explore(base, settings).catch((error) => refuse(error, EXIT_USAGE))
  }
  const kits = countsOf(source.file.kits, source.kits).reduce((sum, count) => sum + count, 0)
  const interruption = new Interruption(EXIT_INTERRUPTED)
  if (!options.json) printHeading(source, kits, options.engine)
  const startedMs = performance.now()
  const result =
    options.target === undefined
      ? await runHere(source, kits, options, interruption)
      : await runThere(source, { ...options, target: options.target }, interruption)
  if (result === undefined) return
  await writeReports(result, options)
  if (options.json) await print(`${JSON.stringify(result)}\n`)
  else printResult(result, (performance.now() - startedMs) / 1000)
  if (!result.passed) process.exitCode = EXIT_FAILURE
}

/** Undefined when it did not come to an end; why has then been said. */
async function runHere(
  source: ScenarioSource,
  kits: number,
  options: SimulateOptions,
  interruption: Interruption,
): Promise<ScenarioResult | undefined> {
  const busy = kits * timingOf(source.file).endS >= THREAD_KIT_SECONDS
  const isSlow = options.engine !== 'node' && kits > 1
  const progress = startProgress(kits, !options.json)
  const onKit = (done: number, all: number) =>
    progress.update((done * kits) / all, `${done} / ${all} kits`)
  const { engine, shard, record, only, image, bootrom } = options
  const engineOptions = { image, bootrom }
  const workers = options.workers ?? (busy || isSlow ? availableParallelism() : 0)
  const limits = { ...(shard && { shard }), ...(only && { only }) }
  const run = await open(source, { engine, engineOptions, workers, record, onKit, ...limits })
  if (run === undefined) return undefined
  interruption.ends(() => run.close())
  try {
    return await run.run()
  } catch (error) {
    progress.stop()
    if (interruption.hasCome) process.exitCode = EXIT_INTERRUPTED
    else if (error instanceof EngineMissing) refuse(error, EXIT_MISSING)
    else if (error instanceof EngineRefusal) refuse(error, EXIT_USAGE)
    else throw error
    return undefined
  } finally {
    progress.stop()
    run.close()
  }
}

async function runThere(
  source: ScenarioSource,
  settings: LiveSettings,
  interruption: Interruption,
): Promise<ScenarioResult | undefined> {
  try {
    const { runLive } = await import('./live.ts')
    const stop = new AbortController()
    interruption.ends(() => stop.abort())
    const result = await runLive(source, settings, stop.signal)
    if (result === undefined) process.exitCode = EXIT_INTERRUPTED
    return result
  } catch (error) {
    refuse(error, EXIT_USAGE)
    return undefined
  }
}

/** Undefined where what the scenario names cannot be used; why has then been said. */
async function open(source: ScenarioSource, options: RunOptions): Promise<ScenarioRun | undefined> {
  try {
    return await ScenarioRun.open(source, options)
  } catch (error) {
    refuse(error, EXIT_USAGE)
    return undefined
  }
}

/** Undefined where the scenario cannot be used; why has then been said. */
function openSource(
  name: string | undefined,
  options: SimulateOptions,
): ScenarioSource | undefined {
  const { hours, replay, seed, kits } = options
  try {
    const source =
      name === undefined
        ? nightScenario({ hours, periodS: options.period, replay })
        : openScenarioFile(name)
    return { ...source, seed, kits }
  } catch (error) {
    refuse(error, EXIT_USAGE)
    return undefined
  }
}

/** False where a report could not be written; why has then been said. */
function canWrite(options: SimulateOptions): boolean {
  try {
    prepareReports(options, options.record)
    return true
  } catch (error) {
    refuse(error, EXIT_USAGE)
    return false
  }
}

function refuse(error: unknown, exitCode: number): void {
  const text = error instanceof Error ? error.message : String(error)
  for (const line of text.split('\n')) console.error(`meetkit: ${line}`)
  process.exitCode = exitCode
}

/** A large result goes out whole before the process ends. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()))
}
