/** Makes a scenario that breaks something shorter, as long as it breaks the same. */
import type { FaultFile } from '../scenario/format/faults.ts'
import { checkMeaning } from '../scenario/format/meaning.ts'
import type { ScenarioFile } from '../scenario/format/schema.ts'
import { secondsOf } from '../scenario/format/values.ts'
import { spelledOut } from './spelled-out.ts'
import { type Break, breakOf } from './try.ts'

/** Runs that may be spent on it. */
const RUNS_MAX = 300
const SHORTEST_S = 60

export interface Shrunk {
  readonly file: ScenarioFile
  readonly found: Break
  readonly runs: number
}

/**
 * `onSmaller` hears of every step that still breaks it; when `isStopped` gives true, that is as
 * short as it gets.
 */
export async function shrink(
  file: ScenarioFile,
  folder: string,
  found: Break,
  onSmaller: (file: ScenarioFile) => void = () => {},
  isStopped: () => boolean = () => false,
): Promise<Shrunk> {
  let best = { file, found }
  let runs = 0
  const fails = async (candidate: ScenarioFile): Promise<boolean> => {
    if (runs >= RUNS_MAX || isStopped() || !isSound(candidate)) return false
    runs++
    const again = await breakOf(candidate, folder, [found.kit]).catch(() => undefined)
    if (again === undefined || again.expected !== found.expected) return false
    best = { file: candidate, found: again }
    onSmaller(candidate)
    return true
  }
  // Drawn anew in another order some breaks are gone; then the drawn scenario is what there is.
  await fails(await spelledOut(file, folder, found.kit))
  await shorter(() => best.file, fails)
  await fewer(() => best.file, fails)
  await plainer(() => best.file, fails)
  await shorter(() => best.file, fails)
  return { ...best, runs }
}

/** It will be read from a file again, with all that is checked then. */
function isSound(file: ScenarioFile): boolean {
  const complain = (_path: unknown, message: string) => ({ line: 1, column: 1, message })
  try {
    checkMeaning('', { file, text: '', complain })
    return true
  } catch {
    return false
  }
}

type Fails = (candidate: ScenarioFile) => Promise<boolean>

/** Ends earlier: half, then a little less each time; what would come later is left out. */
async function shorter(best: () => ScenarioFile, fails: Fails): Promise<void> {
  for (const share of [0.5, 0.8, 0.95]) {
    for (;;) {
      const durationS = Math.floor(secondsOf(best().duration) * share)
      if (durationS < SHORTEST_S || !(await fails(endingAt(best(), durationS)))) break
    }
  }
  for (const settle of ['0 s', '10 min', '1 h']) {
    if (secondsOf(settle) >= secondsOf(best().settle)) break
    if (await fails({ ...best(), settle })) break
  }
}

function endingAt(file: ScenarioFile, durationS: number): ScenarioFile {
  const beginsS = (fault: FaultFile) => {
    const { at, from } = fault as { at?: string; from?: string }
    return Math.max(...[at, from].map((text) => (text === undefined ? 0 : secondsOf(text))))
  }
  const faults = file.faults.flatMap((fault) => {
    if (beginsS(fault) >= durationS) return []
    const until = 'until' in fault ? fault.until : undefined
    const isLong = until !== undefined && secondsOf(until) > durationS
    return [isLong ? { ...fault, until: `${durationS} s` } : fault]
  })
  return { ...file, duration: `${durationS} s`, faults }
}

/** Leaves out halves of the faults, quarters and so on, down to single ones. */
async function fewer(best: () => ScenarioFile, fails: Fails): Promise<void> {
  for (let parts = 1; ; ) {
    const { faults } = best()
    if (faults.length === 0) return
    const size = Math.max(1, Math.ceil(faults.length / parts))
    let isSmaller = false
    for (let from = 0; from < faults.length && !isSmaller; from += size) {
      const rest = faults.filter((_, i) => i < from || i >= from + size)
      isSmaller = await fails({ ...best(), faults: rest })
    }
    if (!isSmaller && size === 1) return
    if (!isSmaller) parts *= 2
    else parts = Math.max(1, Math.floor(parts / 2))
  }
}

/** One target instead of four, clean air instead of a town, one part instead of two. */
async function plainer(best: () => ScenarioFile, fails: Fails): Promise<void> {
  const map = (change: (group: ScenarioFile['kits'][number]) => ScenarioFile['kits'][number]) => ({
    ...best(),
    kits: best().kits.map(change),
  })
  await fails(map((group) => ({ ...group, config: { ...group.config, targets: hubOf(group) } })))
  await fails({ ...best(), world: { ...best().world, layers: best().world.layers.slice(0, 1) } })
  for (const lost of ['BME280', 'SDS011']) await fails(map((group) => withoutPart(group, lost)))
}

function hubOf({ config }: ScenarioFile['kits'][number]) {
  return config.targets.filter(({ kind }) => kind === 'hub')
}

function withoutPart(group: ScenarioFile['kits'][number], lost: string) {
  const parts = group.parts.filter(({ part }) => part !== lost)
  return parts.length === 0 ? group : { ...group, parts }
}
