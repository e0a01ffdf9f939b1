/** `meetkit simulate`: its options. What it does is loaded when it is asked for. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { ENGINES } from '../../simulator/engines/engine.ts'
import { period, positive, whole } from '../options.ts'
import { addMergeCommand } from './merge-command.ts'
import { addReportOptions } from './report-options.ts'
import type { SimulateOptions } from './simulate.ts'

const KITS_MAX = 200_000
const WORKERS_MAX = 256

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
  addReportOptions(command).addHelpText('after', HELP).action(run)
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

async function run(
  name: string | undefined,
  options: SimulateOptions,
  command: Command,
): Promise<void> {
  const { simulate } = await import('./simulate.ts')
  const names = Object.keys(options) as (keyof SimulateOptions)[]
  const given = names.filter((one) => command.getOptionValueSource(one) === 'cli')
  return simulate(name, options, given)
}
