/** `meetkit simulate`: a fleet on simulated time, without a hub of its own. */
import { type Command, Option } from 'commander'
import pc from 'picocolors'
import {
  ENGINES,
  type Engine,
  EngineMissing,
  type EngineName,
} from '../simulator/engines/engine.ts'
import { type FleetResult, openEngine, runFleet } from '../simulator/run-fleet.ts'
import { type FleetKit, SIMULATED_HUB_URL } from '../simulator/scenario/fleet.ts'
import { nightFleet } from '../simulator/scenario/night.ts'
import { replayFleet } from '../simulator/scenario/replay.ts'
import { EXIT_FAILURE, EXIT_INTERRUPTED, EXIT_MISSING, EXIT_USAGE } from './exit-codes.ts'
import { untilInterrupted } from './interruption.ts'
import { period, positive, whole } from './options.ts'
import { startProgress } from './progress.ts'

/** Kits of the modelled night, as many as there were in Münster. */
const KITS = 17

interface SimulateOptions {
  readonly replay?: string
  readonly kits?: number
  readonly hours: number
  readonly seed: number
  readonly period: number
  readonly engine: EngineName
  readonly json?: boolean
}

export function addSimulateCommand(program: Command): void {
  program
    .command('simulate')
    .description('Run kits through a night in simulated time and count what arrives.')
    .option('--replay <file>', 'play a recording (openSenseMap JSON or CSV, also gzipped)')
    .option('--kits <n>', 'how many kits (default: 17, or all of the recording)', whole(1, 10_000))
    .option('--hours <h>', 'how long', positive(10_000), 8)
    .option('--seed <s>', 'seed of all draws', whole(0, 4_294_967_295), 1)
    .option('--period <s>', 'seconds of one average', period, 300)
    .addOption(
      new Option('--engine <name>', 'what runs the firmware').choices(ENGINES).default('node'),
    )
    .option('--json', 'one JSON object at the end, nothing else')
    .addHelpText('after', HELP)
    .action(simulate)
}

const HELP = `
Examples:
  meetkit simulate --kits 100 --hours 24
  meetkit simulate --replay night.csv --kits 5 --engine xs --json

Exit codes: 0 all records accounted for, 1 a record was lost, 2 bad option or file,
3 engine not installed, 130 interrupted.`

async function simulate(options: SimulateOptions): Promise<void> {
  const fleet = makeFleet(options)
  if (fleet === undefined) return
  const engine = await open(options.engine)
  if (engine === undefined) return
  let interrupted = false
  void untilInterrupted(EXIT_INTERRUPTED).then(() => {
    interrupted = true
    engine.close()
  })
  const kits = `${fleet.length} kit${fleet.length === 1 ? '' : 's'}`
  if (!options.json)
    console.error(pc.dim(`Simulating ${kits} for ${options.hours} h in ${options.engine}`))
  const progress = startProgress(fleet.length, !options.json)
  const startedMs = performance.now()
  try {
    const result = await runFleet(engine, fleet, options.hours, (done) =>
      progress.update(done, `kit ${done} of ${fleet.length}`),
    )
    progress.stop()
    if (options.json) console.log(JSON.stringify(result))
    else printResult(result, (performance.now() - startedMs) / 1000)
    if (result.lost > 0) process.exitCode = EXIT_FAILURE
  } catch (error) {
    if (!interrupted) throw error
    process.exitCode = EXIT_INTERRUPTED
  } finally {
    progress.stop()
    engine.close()
  }
}

/** Undefined where the engine is not installed; what to do has then been said. */
async function open(name: EngineName): Promise<Engine | undefined> {
  try {
    return await openEngine(name)
  } catch (error) {
    if (!(error instanceof EngineMissing)) throw error
    console.error(`meetkit: ${error.message}`)
    process.exitCode = EXIT_MISSING
    return undefined
  }
}

function makeFleet(options: SimulateOptions): FleetKit[] | undefined {
  const common = {
    hours: options.hours,
    seed: options.seed,
    periodS: options.period,
    hubUrl: SIMULATED_HUB_URL,
  }
  if (options.replay === undefined) return nightFleet({ ...common, kits: options.kits ?? KITS })
  try {
    return replayFleet(options.replay, { ...common, kits: options.kits })
  } catch (error) {
    console.error(`meetkit: ${error instanceof Error ? error.message : error}`)
    process.exitCode = EXIT_USAGE
    return undefined
  }
}

function printResult(result: FleetResult, seconds: number): void {
  const rate = Math.round(result.kitSeconds / seconds)
  const rows: [string, string][] = [
    ['engine', result.engine],
    ['simulated', `${result.kits} kits, ${count(result.kitSeconds)} kit-seconds`],
    ['speed', `${count(rate)} kit-seconds a second`],
    ['records', `${count(result.records)} made, ${count(result.delivered)} delivered`],
    ['still in flash', count(result.backlog)],
    ['lost', result.lost === 0 ? pc.green('0') : pc.red(count(result.lost))],
    ['uploads', `${count(result.uploads)}, ${count(result.uploadBytes)} bytes`],
    ['flash', `${count(result.flashBytes)} bytes written, ${count(result.flashErases)} erases`],
    ...Object.entries(result.cost).map(([name, value]): [string, string] => [name, count(value)]),
    ['hash', result.hash],
  ]
  for (const [name, value] of rows) console.log(`${pc.dim(name.padEnd(15))} ${value}`)
}

function count(value: number): string {
  return value.toLocaleString('en')
}
