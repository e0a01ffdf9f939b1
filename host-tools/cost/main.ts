/**
 * `npm run cost`: what the firmware costs in the real engines, beside its limits. With `--week` a
 * simulated week shows that memory does not grow: half a minute in XS, half an hour in Espruino.
 */
import { EngineMissing } from '../simulator/engines/engine.ts'
import { flashFigures } from './flash-figures.ts'
import { LIMITS } from './limits.ts'
import {
  espruinoBundleBytes,
  espruinoCost,
  espruinoGrowth,
  flashBytesPerRecord,
  xsCost,
  xsGrowth,
} from './measure.ts'

interface Row {
  readonly name: string
  readonly value: number
  readonly limit?: number
}

/** Rows of `measure`, or a word on standard error where its engine is not on this machine. */
async function rowsOf(measure: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await measure()
  } catch (error) {
    if (!(error instanceof EngineMissing)) throw error
    console.error(`skipped: ${error.message}`)
    return []
  }
}

async function counts(): Promise<Row[]> {
  const flash = await flashFigures()
  return [
    {
      name: 'Espruino bundle, bytes',
      value: await espruinoBundleBytes(),
      limit: LIMITS.espruinoBundleBytes,
    },
    {
      name: 'flash, bytes a record',
      value: await flashBytesPerRecord(),
      limit: LIMITS.flashBytesPerRecord,
    },
    { name: 'flash, bytes an average', value: flash.averageBytes, limit: LIMITS.averageBytes },
    {
      name: 'flash, percent of the records written',
      value: flash.writeAmplification * 100,
      limit: LIMITS.writeAmplification * 100,
    },
    {
      name: 'flash, the same with four targets',
      value: flash.writeAmplificationOfFour * 100,
      limit: LIMITS.writeAmplification * 100,
    },
    { name: 'flash, days in 1 MiB', value: flash.days },
  ]
}

async function xsCounts(): Promise<Row[]> {
  const cost = await xsCost()
  return [
    {
      name: 'XS, computrons a reading',
      value: cost.computronsPerReading,
      limit: LIMITS.xsComputronsPerReading,
    },
    {
      name: 'XS, computrons a period',
      value: cost.computronsPerPeriod,
      limit: LIMITS.xsComputronsPerPeriod,
    },
    { name: 'XS, slots', value: cost.slots, limit: LIMITS.xsSlots },
  ]
}

async function espruinoCounts(): Promise<Row[]> {
  const cost = await espruinoCost()
  return [
    {
      name: 'Espruino, JsVars resident',
      value: cost.resident,
      limit: LIMITS.espruinoResidentJsVars,
    },
    {
      name: 'Espruino, with two targets',
      value: cost.twoTargets,
      limit: LIMITS.espruinoTwoTargetsJsVars,
    },
    { name: 'Espruino, of 4,095 free at the peak', value: cost.freeWithTwoTargets },
    { name: 'Espruino, JsVars peak with simulator', value: cost.peakWithSimulator },
  ]
}

const WEEK_HOURS = 168

function growthRow(engine: string, value: number): Row[] {
  return [{ name: `${engine}, growth over a week`, value, limit: LIMITS.growth }]
}

const rows = [
  ...(await rowsOf(counts)),
  ...(await rowsOf(xsCounts)),
  ...(await rowsOf(espruinoCounts)),
]
if (process.argv.includes('--week')) {
  rows.push(...(await rowsOf(async () => growthRow('XS', await xsGrowth(WEEK_HOURS)))))
  rows.push(...(await rowsOf(async () => growthRow('Espruino', await espruinoGrowth(WEEK_HOURS)))))
}
if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
else
  for (const { name, value, limit } of rows) {
    const beside = limit === undefined ? '' : `  limit ${limit}`
    console.log(`${name.padEnd(38)} ${value.toFixed(0).padStart(8)}${beside}`)
  }
if (rows.some(({ value, limit }) => limit !== undefined && value > limit)) process.exitCode = 1
