/** `meetkit simulate`: a scenario on simulated time, judged by what it expects. */
import { availableParallelism } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  ENGINES,
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
import { period, positive, whole } from '../options.ts'
import { startProgress } from '../progress.ts'
import type { LiveSettings } from './live.ts'
import { addMergeCommand } from './merge.ts'
import { printHeading, printList, printResult } from './print.ts'
import { addReportOptions, type ReportOptions, writeReports } from './reports.ts'

/** A thread costs half a second; below this many simulated seconds one is enough. */
const THREAD_KIT_SECONDS = 5_000_000
const KITS_MAX = 200_000
const WORKERS_MAX = 256

interface SimulateOptions extends ReportOptions, EngineOptions {
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

export function addSimulateCommand(program: Command): void {
  const command = program
    .command('simulate')
    .description('Run kits through a scenario in simulated time and judge what comes of it.')
    .argument('[scenario]', 'a file, or the name of one that ships (default: a night in Münster)')
    .option('--list', 'show the scenarios that ship')
    .option('--kits <n>', 'how many kits, in the scenario’s proportions', whole(1, KITS_MAX))
    .option('--seed <s>', 'seed of all draws (default: the scenario’s)', whole(0, 4_294_967_295))
    .addOption(
      new Option('--engine <name>', 'what runs the firmware').choices(ENGINES).default('node'),
    )
    .option(
      '--image <file>',
      'rp2040: the firmware as UF2 (docs/rp2040.md says where it comes from)',
    )
    .option('--bootrom <file>', 'rp2040: the chip’s boot ROM; without it the host does its work')
    .option('--workers <w>', 'threads; the result is the same', whole(0, WORKERS_MAX))
    .option('--only <kits>', 'only these kits of the fleet, by their ids', ids)
    .option('--shard <k/n>', 'only the k-th of n shares of the kits', shard)
    .option('--record <dir>', 'write what each kit sent, and what was true, into a folder')
    .option('--explore <time>', 'look for faults that break a promise, as 10m', duration)
    .option('--target <url>', 'send to a real hub, InfluxDB or MQTT broker, all kits in step')
    .option('--speed <x>', 'with --target: so many times real time', positive(100_000), 1)
    .option('--rate <n>', 'with --target: at most so many requests a second', positive(100_000), 50)
    .option('--replay <file>', 'without a scenario: play a recording (openSenseMap JSON or CSV)')
    .option('--hours <h>', 'without a scenario: how long', positive(10_000), 8)
    .option('--period <s>', 'without a scenario: seconds of one average', period, 300)
  addReportOptions(command).addHelpText('after', HELP).action(simulate)
  addMergeCommand(command)
}

const HELP = `
Examples:
  meetkit simulate new-year-hospital --report night.html
  meetkit simulate my-school.yaml --seed 7 --junit junit.xml
  meetkit simulate week-of-power-cuts --engine xs --kits 3
  meetkit simulate my-school.yaml --kits 1 --engine rp2040 --image espruino_rp2040_pico.uf2
  meetkit simulate province.yaml --shard 2/8 --json > shard-2.json
  meetkit simulate --explore 10m
  meetkit simulate merge shard-*.json --report all.html
  meetkit simulate school-access-point --target http://127.0.0.1:8080/ --speed 60
  meetkit simulate --replay night.csv --hours 4

Exit codes: 0 all expectations met, 1 one was not, 2 bad option or file,
3 engine not installed, 130 interrupted.`

/** `kit-01,kit-07` */
function ids(text: string): string[] {
  return text.split(',').map((id) => id.trim())
}

/** `90s`, `10m`, `2h`; in ms. */
function duration(text: string): number {
  const match = /^(\d{1,5}) ?(s|m|min|h)$/.exec(text)
  const units: Record<string, number> = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 }
  if (match === null) throw new InvalidArgumentError('must be a time such as 90s, 10m or 2h.')
  return Number(match[1]) * units[match[2]!]!
}

/** `2/8` */
function shard(text: string): [number, number] {
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text)
  const [k, n] = [Number(match?.[1]), Number(match?.[2])]
  if (!(k >= 1 && k <= n)) throw new InvalidArgumentError('must be k/n with k from 1 to n, as 2/8.')
  return [k, n]
}

async function simulate(name: string | undefined, options: SimulateOptions): Promise<void> {
  if (options.list) return printList()
  if (options.engine !== 'rp2040' && (options.image ?? options.bootrom) !== undefined)
    return refuse('--image and --bootrom belong to --engine rp2040', EXIT_USAGE)
  if (options.engine !== 'node' && options.target !== undefined)
    return refuse('--target runs its kits in node; leave --engine out', EXIT_USAGE)
  const source = openSource(name, options)
  if (source === undefined) return
  if (options.explore !== undefined) {
    const { explore } = await import('./explore.ts')
    const settings = { ...options, explore: options.explore }
    return explore(name === undefined ? undefined : source, settings)
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
    const result = await runLive(source, settings, () => interruption.hasCome)
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

function refuse(error: unknown, exitCode: number): void {
  const text = error instanceof Error ? error.message : String(error)
  for (const line of text.split('\n')) console.error(`meetkit: ${line}`)
  process.exitCode = exitCode
}

/** A large result goes out whole before the process ends. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()))
}
