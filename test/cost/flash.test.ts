/** The journal's figures on a 1 MiB log, as counts. */
import { type FlashFigures, flashFigures } from '../../host-tools/cost/flash-figures.ts'
import { LIMITS } from '../../host-tools/cost/limits.ts'

let figures: FlashFigures
beforeAll(async () => {
  figures = await flashFigures()
})

test('headers, marks and cursors cost less than a twentieth of what the records take', () => {
  expect(figures.writeAmplification).toBeGreaterThan(1)
  expect(figures.writeAmplification).toBeLessThanOrEqual(LIMITS.writeAmplification)
  expect(figures.writeAmplificationOfFour).toBeGreaterThan(figures.writeAmplification)
  expect(figures.writeAmplificationOfFour).toBeLessThanOrEqual(LIMITS.writeAmplification)
})

test('a five-minute average of five channels takes its bytes, in smoke as well', () => {
  expect(figures.averageBytes).toBeGreaterThan(40)
  expect(figures.averageBytes).toBeLessThanOrEqual(LIMITS.averageBytes)
  expect(figures.averageBytesMax).toBeLessThanOrEqual(66)
})

test('the log holds sixty days of them', () => {
  expect(figures.days).toBeGreaterThanOrEqual(LIMITS.daysMin)
})

test('recovery reads 256 headers and one sector', () => {
  expect(figures.headerReads).toBe(256)
  expect(figures.otherBytesRead).toBeLessThanOrEqual(4_096)
})
