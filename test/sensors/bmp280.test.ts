import fc from 'fast-check'
import { BMP280, bmp280 } from '../../device/sensors/bmp280.ts'
import { NEXT_STEP, READING } from '../../device/sensors/driver.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { Bme280Model, bigPascalQ8, bigTFine, calibrationBytes } from '../support/bme280-model.ts'
import { hex, turn } from '../support/driving.ts'
import { I2CBus } from '../support/i2c-bus.ts'
import { EXAMPLE, EXAMPLE_RAW, REAL_CHIPS } from '../vectors/bme280.ts'

function kit() {
  const chip = new Bme280Model(EXAMPLE, true)
  Object.assign(chip, { rawT: EXAMPLE_RAW.rawT, rawP: EXAMPLE_RAW.rawP })
  const bus = new I2CBus(chip)
  return { chip, bus, driver: bmp280(bus) }
}

test('golden: Bosch’s worked example (BST-BMP280-DS001, 3.12): 25.08 °C, 100653 Pa', () => {
  expect(turn(kit().driver, 0)).toEqual({ outcomes: ['reading'], values: [[2_508, 100_653]] })
})

test('conversation: identify, reset, calibrate twice, measure; then five operations a turn', () => {
  const { bus, driver } = kit()
  expect(bus.log).toEqual([])
  expect(driver.start(0)).toBe(3)
  expect(bus.log).toEqual(['w d0', 'r 58', 'w e0 b6 .'])
  expect(driver.finish(3, new Int32Array(2))).toBe(NEXT_STEP)
  bus.mark()
  const table = `r ${hex(calibrationBytes(EXAMPLE)[0].subarray(0, 24))}`
  expect(driver.start(3)).toBe(8)
  expect(bus.log).toEqual(['w f3', 'r 00', 'w 88', table, 'w 88', table, 'w f4 25 .'])
  bus.mark()
  const into = new Int32Array(2)
  expect(driver.finish(11, into)).toBe(READING)
  const finish = ['w f3', 'r 00', 'w f7', 'r 65 5a c0 7e ed 00']
  expect(bus.log).toEqual(finish)
  for (let second = 10; second < 100; second += 10) {
    bus.mark()
    expect(turn(driver, second * 1000).values).toEqual([[2_508, 100_653]])
    expect(bus.log).toEqual(['w f4 25 .', ...finish])
    expect(bus.bytes).toBe(3 + 2 + 2 + 2 + 7)
  }
  driver.close()
  expect(bus.log.at(-1)).toBe('close')
})

test('any words of a real chip: what Bosch’s code in big integers gives, or out of range', () => {
  const word = fc.integer({ min: 0, max: 0xfffff })
  const near = fc.integer({ min: 200_000, max: 700_000 })
  const cases = fc.tuple(fc.constantFrom(...REAL_CHIPS), fc.oneof(word, near), fc.oneof(word, near))
  let readings = 0
  fc.assert(
    fc.property(cases, ([[, calibration], rawT, rawP]) => {
      const chip = new Bme280Model(calibration, true)
      Object.assign(chip, { rawT, rawP })
      const { outcomes, values } = turn(bmp280(new I2CBus(chip)), 0)
      const tFine = bigTFine(calibration, rawT)
      const celsius = Number((tFine * 5n + 128n) >> 8n)
      const pascal = Number((bigPascalQ8(calibration, tFine, rawP) + 128n) >> 8n)
      if (outcomes[0] !== 'reading') return outcomes.length === 1 && values.length === 0
      readings++
      expect(values[0]![0]).toBe(celsius)
      expect(Math.abs(values[0]![1]! - pascal)).toBeLessThanOrEqual(1)
      BMP280.channels.forEach(({ minimum, maximum }, i) => {
        expect(values[0]![i]).toBeGreaterThanOrEqual(minimum)
        expect(values[0]![i]).toBeLessThanOrEqual(maximum)
      })
      return true
    }),
    { numRuns: 2_000 },
  )
  expect(readings).toBeGreaterThan(200)
})

test('1,000 readings make no buffer', () => {
  const { chip } = kit()
  const silent = { write: chip.write.bind(chip), read: chip.read.bind(chip), close: () => {} }
  const driver = bmp280(silent)
  const into = new Int32Array(2)
  turn(driver, 0)
  const made = countTypedArrays(() => {
    for (let i = 1; i <= 1000; i++) {
      driver.start(i * 10_000)
      if (driver.finish(i * 10_000 + 8, into) !== READING) throw new Error('no reading')
    }
  })
  expect(made).toBe(0)
})
