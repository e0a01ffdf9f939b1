/**
 * `npm run storm`: storms one after the other. A storm that breaks a promise is printed as the
 * command that shows it again, and made as small as it goes. `--json` gives an object a line.
 */
import { Command, InvalidArgumentError } from 'commander'
import { runStorm, type StormResult } from './run-storm.ts'
import { shrink } from './shrink.ts'
import { drawStorm, type Excerpt, faultsOf, hoursOf } from './storm.ts'

interface Options extends Excerpt {
  readonly seed: number
  readonly seeds: number
  readonly shrink: boolean
  readonly json: boolean
  readonly first: boolean
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is needed')
  return Number(text)
}

/** `none`, or numbers with commas. */
function list(text: string): number[] {
  return text === 'none' ? [] : text.split(',').map(wholeNumber)
}

function commandOf(seed: number, { kits, hours, faults }: Excerpt): string {
  const words = [`npm run storm -- --seed ${seed}`]
  if (kits !== undefined) words.push(`--kits ${kits.join()}`)
  if (hours !== undefined) words.push(`--hours ${hours}`)
  if (faults !== undefined) words.push(`--faults ${faults.length > 0 ? faults.join() : 'none'}`)
  return words.join(' ')
}

async function print(
  seed: number,
  excerpt: Excerpt,
  result: StormResult,
  seconds: number,
  options: Options,
): Promise<void> {
  const { faults, hash, ...figures } = result
  const words = Object.entries(figures).map(([name, value]) => `${name} ${value}`)
  console.log(`seed ${seed}: ${hash.slice(0, 16)}, ${seconds.toFixed(1)} s, ${words.join(', ')}`)
  if (faults.length > 0) await tell(seed, excerpt, result, options)
}

async function tell(seed: number, excerpt: Excerpt, result: StormResult, options: Options) {
  console.log(`seed ${seed} broke ${result.faults.length} promises:`)
  for (const fault of result.faults.slice(0, 8)) console.log(`  ${fault}`)
  console.log(`  ${commandOf(seed, excerpt)}`)
  if (!options.shrink) return
  const storm = drawStorm(seed)
  const small = await shrink(storm, excerpt, (smaller) => {
    const left = faultsOf(storm, smaller).length
    console.log(`  still with ${left} faults in ${hoursOf(storm, smaller)} h`)
  })
  console.log(`smallest: ${commandOf(seed, small)}`)
  for (const place of faultsOf(storm, small))
    console.log(`  ${JSON.stringify(storm.faults[place])}`)
  for (const fault of (await runStorm(storm, small)).faults.slice(0, 8)) console.log(`  ${fault}`)
}

async function run(options: Options): Promise<void> {
  const { kits, hours, faults } = options
  const excerpt = { kits, hours, faults }
  let failed = 0
  for (let seed = options.seed; seed < options.seed + options.seeds; seed++) {
    const began = performance.now()
    const result = await runStorm(drawStorm(seed), excerpt)
    if (result.faults.length > 0) failed++
    if (options.json) console.log(JSON.stringify({ seed, ...result }))
    else await print(seed, excerpt, result, (performance.now() - began) / 1000, options)
    if (options.first && failed > 0) break
  }
  if (!options.json) console.log(`${options.seeds} storms, ${failed} broke a promise`)
  if (failed > 0) process.exitCode = 1
}

// What the hub says of its ends is wanted here, and no fault.
console.error = () => {}

const program = new Command('storm')
  .description('Runs kits and a hub through everything that can go wrong, and judges what is left.')
  .option('--seeds <n>', 'how many storms', wholeNumber, 1)
  .option('--seed <n>', 'seed of the first', wholeNumber, 1)
  .option('--kits <list>', 'only these kits of a storm', list)
  .option('--hours <n>', 'only so many hours of faults', wholeNumber)
  .option('--faults <list>', 'only these faults of a storm, or none', list)
  .option('--no-shrink', 'do not look for a smaller storm that fails')
  .option('--first', 'end with the first storm that breaks a promise', false)
  .option('--json', 'results alone, an object a line', false)
program.parse()
await run(program.opts<Options>())
