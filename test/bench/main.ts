/**
 * `npm run bench`: how much simulated time fits into a second of one core, with every UART byte,
 * both I2C words and every upload; how long the largest fleets take; and how many power cuts the
 * prover tries. What the machine does with nothing in its way is timed in the same run, because
 * machines differ: compare ratios, not seconds. `--short` leaves out what takes minutes, `--json`
 * gives one object.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runCase } from '../proof/cases.ts'
import { GEOMETRIES } from '../proof/geometries.ts'
import { hasXs } from '../support/engines.ts'
import { idleKitBytes, runInStep } from './fleet.ts'
import { frameWorkRate, plainLoopSeconds } from './floor.ts'
import { timeScenario } from './scenario.ts'
import { medianSeconds, type Row, secondsOf } from './timing.ts'

const NIGHT = 'new-year-hospital'
const PER_CORE = 'kit-seconds a second and core'
const LARGE_KITS = 10_000
const SMALL_KITS = 100
const XS_KITS = 20
const MIB = 1_048_576

function* floorRows(frameRate: number, loopS: number): Generator<Row> {
  yield { name: 'plain loop, 10^7 turns', value: loopS * 1000, unit: 'ms' }
  yield { name: 'bare frame work', value: frameRate, unit: PER_CORE }
}

/** The same kits for the same time, but ever more of them alive at once. */
function* fleetRows(frameRate: number): Generator<Row> {
  for (const [kits, hours, stepS] of [
    [17, 8, 28_800],
    [17, 8, 60],
    [100, 4, 60],
    [1_000, 1, 60],
  ] as const) {
    let kitSeconds = 0
    const seconds = medianSeconds(3, () => {
      kitSeconds = runInStep(kits, hours, stepS)
    })
    const rate = kitSeconds / seconds
    yield { name: `${kits} kits, ${hours} h, in steps of ${stepS} s`, value: rate, unit: PER_CORE }
    yield { name: '  of the bare frame work', value: (100 * rate) / frameRate, unit: '%' }
  }
}

/** What grows with the fleet: time, which should grow in step with it, and memory. */
async function* largeRows(frameRate: number): AsyncGenerator<Row> {
  const cores = availableParallelism()
  let kitSeconds = 0
  const small = secondsOf(() => {
    for (let times = LARGE_KITS / SMALL_KITS; times > 0; times--) runInStep(SMALL_KITS, 1, 60)
  })
  const large = secondsOf(() => {
    kitSeconds = runInStep(LARGE_KITS, 1, 60)
  })
  const name = `${LARGE_KITS.toLocaleString('en')} kits at once`
  yield { name: `${name}, in steps of 60 s`, value: kitSeconds / large, unit: PER_CORE }
  const times = LARGE_KITS / SMALL_KITS
  yield {
    name: `  of the time of ${SMALL_KITS} kits, ${times} times`,
    value: (100 * large) / small,
    unit: '%',
  }
  yield { name: 'idle kit, beside its flash', value: idleKitBytes(LARGE_KITS), unit: 'bytes' }
  for (const kits of [100, 1_000, LARGE_KITS]) {
    const night = await timeScenario(NIGHT, kits)
    const rate = night.kitSeconds / night.seconds / cores
    const fleet = `${NIGHT}, ${kits.toLocaleString('en')} kits`
    yield { name: fleet, value: night.seconds, unit: `s on ${cores} cores` }
    yield { name: '  rate', value: rate, unit: PER_CORE }
    yield { name: '  of the bare frame work', value: (100 * rate) / frameRate, unit: '%' }
    yield { name: '  memory at the most', value: night.peakBytes / MIB, unit: 'MiB' }
  }
  if (!hasXs()) return
  const night = await timeScenario(NIGHT, XS_KITS, 'xs')
  yield {
    name: `${NIGHT}, ${XS_KITS} kits in XS`,
    value: night.seconds,
    unit: `s on ${cores} cores`,
  }
}

/** One cut: an image restored, power cut at one place, recovery, and what is left judged. */
function* proofRows(loopS: number): Generator<Row> {
  for (const name of ['3x256a4', 'esp32-nor']) {
    const geometry = GEOMETRIES.find((each) => each.name === name)!
    let cuts = 0
    const seconds = medianSeconds(3, () => {
      cuts = runCase(geometry, 1).cuts
    })
    yield { name: `proof, log ${name}`, value: cuts / seconds, unit: 'cuts a second and core' }
    const turns = ((seconds / cuts) * 10_000_000) / loopS
    yield { name: '  as turns of the plain loop', value: turns, unit: 'a cut' }
  }
}

async function* allRows(isShort: boolean): AsyncGenerator<Row> {
  const loopS = plainLoopSeconds()
  const frameRate = frameWorkRate()
  yield* floorRows(frameRate, loopS)
  yield* fleetRows(frameRate)
  yield* proofRows(loopS)
  if (!isShort) yield* largeRows(frameRate)
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, short: { type: 'boolean' } } })
const rows: Row[] = []
for await (const row of allRows(values.short === true)) {
  rows.push(row)
  if (values.json) continue
  const value = Math.round(row.value).toLocaleString('en')
  console.log(`${row.name.padEnd(40)} ${value.padStart(12)} ${row.unit}`)
}
if (values.json) console.log(JSON.stringify(rows))
