/**
 * `npm run prove`: cuts the power of journals, as often as asked, and judges what is left. Ends
 * with 1 and one line that shows it again when a promise was broken.
 */
import { Command, InvalidArgumentError } from 'commander'
import { bundleWorker } from './bundle.ts'
import { GEOMETRIES } from './geometries.ts'
import { PLANTS } from './plants.ts'
import { type Proof, prove } from './pool.ts'
import { describe } from './readable.ts'
import type { Finding, Order } from './worker.ts'

interface Options {
  readonly cuts: number
  readonly seed: number
  readonly workers: number
  readonly geometry?: string
  readonly history?: string
  readonly plant?: string
  readonly json?: boolean
}

const PROGRESS_MS = 1000

function natural(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Not a number.')
  return value
}

function oneOf(names: readonly string[]): (text: string) => string {
  return (text) => {
    if (!names.includes(text)) throw new InvalidArgumentError(`One of ${names.join(', ')}.`)
    return text
  }
}

const program = new Command('prove')
  .description('cuts the power of journals and judges what is left')
  .option('--cuts <n>', 'power cuts to try, at least', natural, 1_000_000)
  .option('--seed <s>', 'of the first case; each next case has the next', natural, 1)
  .option('--workers <w>', 'threads', natural, 2)
  .option('--geometry <name>', 'only this one', oneOf(GEOMETRIES.map(({ name }) => name)))
  .option('--history <steps>', 'run this one history, see step.ts; needs --geometry')
  .option('--plant <name>', 'with this planted bug', oneOf(PLANTS.map(({ name }) => name)))
  .option('--json', 'one object on standard output')
  .parse()
const options = program.opts<Options>()
if (options.history !== undefined && options.geometry === undefined)
  program.error('error: --history needs --geometry')

/** Cases in the order of their seeds, geometry after geometry, until enough cuts were tried. */
function* ordersOf(cutsDone: () => number): Generator<Order> {
  const names = options.geometry ? [options.geometry] : GEOMETRIES.map(({ name }) => name)
  const { seed, history } = options
  if (history !== undefined) {
    yield { geometry: names[0]!, seed, history, isShrunk: true }
    return
  }
  for (let i = 0; cutsDone() < options.cuts; i++)
    yield { geometry: names[i % names.length]!, seed: seed + i, isShrunk: true }
}

function commandOf(finding: Finding, history?: string): string {
  const plant = options.plant ? ` --plant '${options.plant}'` : ''
  const what = history === undefined ? `--seed ${finding.seed} --cuts 1` : `--history ${history}`
  return `npm run prove -- --geometry ${finding.geometry}${plant} ${what}`
}

function print({ cuts, cases, finding }: Proof, seconds: number): void {
  const perSecond = Math.round(cuts / seconds)
  if (options.json) {
    console.log(JSON.stringify({ cuts, cases, seconds, perSecond, finding }))
    return
  }
  console.log(`${cuts} cuts in ${cases} cases, ${seconds.toFixed(1)} s, ${perSecond} a second`)
  if (finding === undefined) {
    console.log('every promise was kept')
    return
  }
  console.log(`BROKEN ${finding.text}`)
  console.log(`again: ${commandOf(finding)}`)
  if (finding.shortest === undefined) {
    console.log('the history alone does not show it: is there state outside of the journal?')
    return
  }
  console.log(`shortest: ${finding.shortestText}`)
  console.log(describe(finding.shortest))
  console.log(`again: ${commandOf(finding, finding.shortest)}`)
}

async function run(): Promise<void> {
  const startedMs = performance.now()
  const secondsSince = () => (performance.now() - startedMs) / 1000
  const plant = PLANTS.find(({ name }) => name === options.plant)
  let cuts = 0
  let toldMs = startedMs
  const proof = await prove(
    await bundleWorker(plant),
    Math.max(options.workers, 1),
    ordersOf(() => cuts),
    (progress) => {
      cuts = progress.cuts
      if (performance.now() - toldMs < PROGRESS_MS) return
      toldMs = performance.now()
      const rate = cuts / secondsSince()
      const leftS = Math.max(0, Math.ceil((options.cuts - cuts) / rate))
      const line = `${cuts} of ${options.cuts} cuts, ${Math.round(rate)} a second, ${leftS} s left`
      process.stderr.write(`\r${line.padEnd(70)}`)
    },
  )
  process.stderr.write(`\r${' '.repeat(70)}\r`)
  print(proof, secondsSince())
  if (proof.finding) process.exitCode = 1
}

await run()
