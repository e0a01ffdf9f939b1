/**
 * `npm run bench`: how much simulated time fits into a second of one core, with every UART byte,
 * both I2C words and every upload; and how many power cuts the prover tries. A plain loop is timed
 * in the same run, because machines differ: compare ratios, not seconds. `--json` gives one object.
 */
import { Kit } from '../../device/kit.ts'
import { MemoryStore } from '../../host-tools/simulator/flash.ts'
import { Guest } from '../../host-tools/simulator/guest/guest.ts'
import { SIMULATED_HUB_URL } from '../../host-tools/simulator/scenario/fleet.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { type Firmware, SimKit } from '../../host-tools/simulator/sim-kit.ts'
import { runCase } from '../proof/cases.ts'
import { GEOMETRIES } from '../proof/geometries.ts'

interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** Median seconds of `runs` runs after one that warms up. */
function medianSeconds(runs: number, work: () => void): number {
  work()
  const seconds = Array.from({ length: runs }, () => {
    const startedMs = performance.now()
    work()
    return (performance.now() - startedMs) / 1000
  })
  return seconds.sort((a, b) => a - b)[Math.floor(runs / 2)]!
}

/** Ten million turns of xorshift: what this core does when nothing is in its way. */
function calibration(): number {
  let x = 1
  for (let i = 0; i < 10_000_000; i++) {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
  }
  return x
}

/** A fleet in step: every kit goes on by `stepS` before any goes further. */
function fleetInStep(kits: number, hours: number, stepS: number): number {
  const fleet = nightFleet({ kits, hours, seed: 1, periodS: 300, hubUrl: SIMULATED_HUB_URL })
  const guests = fleet.map(({ setup, series }) => {
    const store = new MemoryStore(setup.flash.blocks, setup.flash.blockLength)
    const firmware: Firmware = (platform, config) => new Kit(platform, config)
    return new Guest(1, (hub) => new SimKit(setup, series, store, hub, firmware, () => {}))
  })
  for (let timeS = stepS; timeS <= hours * 3600; timeS += stepS)
    for (const guest of guests) guest.run(timeS * 1000)
  return kits * hours * 3600
}

function bench(): Row[] {
  const calibrationS = medianSeconds(3, calibration)
  const rows: Row[] = [{ name: 'plain loop, 10^7 turns', value: calibrationS * 1000, unit: 'ms' }]
  for (const [kits, hours, stepS] of [
    [17, 8, 28_800],
    [17, 8, 60],
    [1_000, 1, 60],
  ] as const) {
    let kitSeconds = 0
    const seconds = medianSeconds(3, () => {
      kitSeconds = fleetInStep(kits, hours, stepS)
    })
    const name = `${kits} kits, ${hours} h, in steps of ${stepS} s`
    rows.push({ name, value: kitSeconds / seconds, unit: 'kit-seconds a second and core' })
    const turns = ((seconds / kitSeconds) * 10_000_000) / calibrationS
    rows.push({ name: '  as turns of the plain loop', value: turns, unit: 'a kit-second' })
  }
  return [...rows, ...proofRows(calibrationS)]
}

/** One cut: an image restored, power cut at one place, recovery, and what is left judged. */
function proofRows(calibrationS: number): Row[] {
  const rows: Row[] = []
  for (const name of ['3x256a4', 'esp32-nor']) {
    const geometry = GEOMETRIES.find((each) => each.name === name)!
    let cuts = 0
    const seconds = medianSeconds(3, () => {
      cuts = runCase(geometry, 1).cuts
    })
    rows.push({ name: `proof, log ${name}`, value: cuts / seconds, unit: 'cuts a second and core' })
    const turns = ((seconds / cuts) * 10_000_000) / calibrationS
    rows.push({ name: '  as turns of the plain loop', value: turns, unit: 'a cut' })
  }
  return rows
}

const rows = bench()
if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
else
  for (const { name, value, unit } of rows)
    console.log(`${name.padEnd(36)} ${Math.round(value).toLocaleString('en').padStart(12)} ${unit}`)
