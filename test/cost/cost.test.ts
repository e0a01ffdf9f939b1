import { LIMITS } from '../../host-tools/cost/limits.ts'
import {
  espruinoCost,
  espruinoGrowth,
  flashBytesPerRecord,
  xsCost,
  xsGrowth,
} from '../../host-tools/cost/measure.ts'
import { hasEspruino, hasXs } from '../support/engines.ts'

test('a five-minute record of five channels keeps to its flash bytes', async () => {
  const bytes = await flashBytesPerRecord()
  expect(bytes).toBeGreaterThan(20)
  expect(bytes).toBeLessThanOrEqual(LIMITS.flashBytesPerRecord)
})

test('XS: computrons and slots', async () => {
  if (!hasXs()) return
  const cost = await xsCost()
  expect(cost.computronsPerReading).toBeGreaterThan(100)
  expect(cost.computronsPerReading).toBeLessThanOrEqual(LIMITS.xsComputronsPerReading)
  expect(cost.computronsPerPeriod).toBeGreaterThan(1_000)
  expect(cost.computronsPerPeriod).toBeLessThanOrEqual(LIMITS.xsComputronsPerPeriod)
  expect(cost.slots).toBeLessThanOrEqual(LIMITS.xsSlots)
})

test('Espruino: JsVars with code in Storage', async () => {
  if (!hasEspruino()) return
  const cost = await espruinoCost()
  expect(cost.resident).toBeGreaterThan(100)
  expect(cost.resident).toBeLessThanOrEqual(LIMITS.espruinoResidentJsVars)
  expect(cost.twoTargets).toBeLessThanOrEqual(LIMITS.espruinoTwoTargetsJsVars)
  expect(cost.freeWithTwoTargets).toBeGreaterThanOrEqual(LIMITS.espruinoFreeJsVarsMin)
}, 120_000)

test('XS: six hours after the first hour no slot more is in use', async () => {
  if (!hasXs()) return
  expect(await xsGrowth(6)).toBeLessThanOrEqual(LIMITS.growth)
})

test('Espruino: an hour after the first hour no JsVar more is in use', async () => {
  if (!hasEspruino()) return
  expect(await espruinoGrowth(2)).toBeLessThanOrEqual(LIMITS.growth)
}, 120_000)
