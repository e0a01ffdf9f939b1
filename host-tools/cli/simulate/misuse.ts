/** Options that do not go together: none is taken and then ignored. */
import type { SimulateOptions } from './simulate.ts'

type Name = keyof SimulateOptions

/** Without a scenario that is named. */
const OF_NIGHT: readonly Name[] = ['hours', 'period', 'replay']
const OF_RP2040: readonly Name[] = ['image', 'bootrom']
const OF_TARGET: readonly Name[] = ['speed', 'rate']
const REPORTS: readonly Name[] = ['json', 'junit', 'report']
const KITS: readonly Name[] = ['kits', 'seed', 'only', 'shard']

/** What each way of simulating takes, the first that is asked for; a plain run takes the rest. */
const WAYS: readonly (readonly [way: Name, takes: readonly Name[]])[] = [
  ['list', []],
  ['explore', ['seed', 'workers', 'json']],
  ['target', [...OF_TARGET, ...KITS, ...REPORTS, ...OF_NIGHT]],
]

const flag = (name: Name) => `--${name}`

/** Why these options are refused, or undefined. `given`: those that stand on the command line. */
export function misuse(
  scenario: string | undefined,
  options: SimulateOptions,
  given: readonly Name[],
): string | undefined {
  const asked = given.filter((name) => !(name === 'engine' && options.engine === 'node'))
  const way = WAYS.find(([name]) => asked.includes(name))
  if (way !== undefined) {
    const [name, takes] = way
    const strange = asked.find((one) => one !== name && !takes.includes(one))
    if (strange !== undefined) return `${flag(name)} takes no ${flag(strange)}; leave it out`
  } else if (asked.some((one) => OF_TARGET.includes(one)))
    return `${OF_TARGET.map(flag).join(' and ')} belong to --target`
  if (options.engine !== 'rp2040' && asked.some((one) => OF_RP2040.includes(one)))
    return `${OF_RP2040.map(flag).join(' and ')} belong to --engine rp2040`
  const ofNight = asked.find((one) => OF_NIGHT.includes(one))
  if (scenario !== undefined && ofNight !== undefined)
    return `${flag(ofNight)} is for a run without a scenario; "${scenario}" has its own`
  return undefined
}
