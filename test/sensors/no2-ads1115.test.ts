import fc from 'fast-check'
import { NEXT_STEP, PENDING, READING } from '../../device/sensors/driver.ts'
import { NO2_ADS1115, No2Ads1115, no2CentiMillivolts } from '../../device/sensors/no2-ads1115.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { turn } from '../support/driving.ts'
import { GOOD, no2Kit as kit } from '../support/no2-kit.ts'

// Codes of SBAS444E, "Data Format", times the step of 62.5 µV of its table of full-scale ranges.
test.each([
  [0x7fff, 204_794],
  [0x0001, 6],
  [0x0000, 0],
  [-1, -6],
  [-0x8000, -204_800],
  [3_616, 22_600],
  [8_000, 50_000],
  [16_000, 100_000],
])('code %i is %i (0.01 mV)', (code, centiMillivolts) => {
  expect(no2CentiMillivolts(code)).toBe(centiMillivolts)
})

test('all 65,536 codes: the nearest step, halves upwards', () => {
  for (let code = -0x8000; code <= 0x7fff; code++) {
    const exact = code * 6.25
    if (no2CentiMillivolts(code) !== Math.floor(exact + 0.5)) throw new Error(`code ${code}`)
  }
})

describe('conversation', () => {
  test('two conversions a turn, always the same bytes', () => {
    const { bus, driver } = kit()
    expect(bus.log).toEqual([])
    const into = new Int32Array(2)
    for (let i = 0; i < 100; i++) {
      const idle = i === 0 ? 'r 85 83' : 'r d5 03'
      bus.mark()
      expect(driver.start(i * 2_000)).toBe(140)
      expect(bus.log).toEqual(['w 01', idle, 'w 01 85 03 .'])
      bus.mark()
      expect(driver.finish(i * 2_000 + 140, into)).toBe(NEXT_STEP)
      expect(bus.log).toEqual(['w 01', 'r 85 03', 'w 00', 'r 01 48', 'w 00', 'r 01 48'])
      bus.mark()
      expect(driver.start(i * 2_000 + 140)).toBe(140)
      expect(bus.log).toEqual(['w 01', 'r 85 03', 'w 01 d5 03 .'])
      bus.mark()
      expect(driver.finish(i * 2_000 + 280, into)).toBe(READING)
      expect(bus.log).toEqual(['w 01', 'r d5 03', 'w 00', 'r 0e 20', 'w 00', 'r 0e 20'])
      expect([...into]).toEqual(GOOD.values[0])
      expect(driver.finish(i * 2_000 + 280, into)).toBe(PENDING)
    }
    driver.close()
    expect(bus.log.at(-1)).toBe('close')
  })

  test('1,000 readings make no buffer', () => {
    const { chip } = kit()
    const silent = { write: chip.write.bind(chip), read: chip.read.bind(chip), close: () => {} }
    const driver = new No2Ads1115(silent)
    const into = new Int32Array(2)
    const made = countTypedArrays(() => {
      for (let i = 0; i < 1000; i++) {
        driver.start(i * 2_000)
        driver.finish(i * 2_000 + 140, into)
        driver.start(i * 2_000 + 140)
        if (driver.finish(i * 2_000 + 280, into) !== READING) throw new Error('no reading')
      }
    })
    expect(made).toBe(0)
  })
})

test('any codes: both in range, or out of range and no value', () => {
  const code = fc.oneof(
    fc.integer({ min: -0x8000, max: 0x7fff }),
    fc.integer({ min: -8_100, max: 16_100 }),
  )
  const [first, second] = NO2_ADS1115.channels
  fc.assert(
    fc.property(code, code, (weAe, ae) => {
      const { chip, driver } = kit()
      chip.codes[0] = weAe
      chip.codes[5] = ae
      const values = [no2CentiMillivolts(weAe), no2CentiMillivolts(ae)]
      const isIn =
        Math.abs(values[0]!) <= first!.maximum &&
        values[1]! >= second!.minimum &&
        values[1]! <= second!.maximum
      expect(turn(driver, 0)).toEqual(
        isIn
          ? { outcomes: ['reading'], values: [values] }
          : { outcomes: ['out-of-range'], values: [] },
      )
    }),
    { numRuns: 2_000 },
  )
})

test('garbage: no value that was not read twice', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 2, maxLength: 2 })), (replies) => {
      const { chip, driver } = kit()
      let next = 0
      chip.read = (into) => into.set(replies[next++] ?? [0, 0])
      for (let i = 0; i < 4; i++) {
        const { outcomes, values } = turn(driver, i * 2_000)
        expect(outcomes).toHaveLength(1)
        if (outcomes[0] !== 'reading') expect(values).toEqual([])
      }
    }),
  )
})
