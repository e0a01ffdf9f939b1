/** What a failing bus or chip may do to the driver of BME280 and BMP280: cost a turn, countably. */
import { BME280, bme280 } from '../../device/sensors/bme280.ts'
import { bme280CentiPercent, bme280Pascal } from '../../device/sensors/bme280-compensation.ts'
import { BMP280, bmp280 } from '../../device/sensors/bmp280.ts'
import { NEXT_STEP, NOT_READY } from '../../device/sensors/driver.ts'
import { Bme280Model } from '../support/bme280-model.ts'
import { turn } from '../support/driving.ts'
import { I2CBus } from '../support/i2c-bus.ts'
import { EXAMPLE, EXAMPLE_RAW } from '../vectors/bme280.ts'

const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })

/** `table`: bytes of the calibration; `first`, `later`: operations of a first and a later turn. */
const CHIPS = [
  {
    ...{ name: 'BME280', isBmp: false, part: BME280, open: bme280 },
    ...{ table: 33, data: 8, first: 19, later: 6 },
    values: [2508, bme280CentiPercent(EXAMPLE, EXAMPLE_RAW.tFine, 30_000), 100_653],
  },
  {
    ...{ name: 'BMP280', isBmp: true, part: BMP280, open: bmp280 },
    ...{ table: 24, data: 6, first: 14, later: 5 },
    values: [2508, 100_653],
  },
]

describe.each(CHIPS)('$name', ({ isBmp, part, open, table, data, first, later, values }) => {
  const GOOD = { outcomes: ['reading'], values: [values] }

  function kit(turns: number) {
    const chip = new Bme280Model(EXAMPLE, isBmp)
    Object.assign(chip, { rawT: EXAMPLE_RAW.rawT, rawP: EXAMPLE_RAW.rawP, rawH: 30_000 })
    const bus = new I2CBus(chip)
    const driver = open(bus)
    for (let i = 0; i < turns; i++) turn(driver, i * 10_000)
    bus.mark()
    return { chip, bus, driver }
  }

  function expectRecovery({ bus, driver }: ReturnType<typeof kit>): void {
    bus.mark()
    expect(turn(driver, 200_000)).toEqual(GOOD)
    expect(bus.operations).toBeLessThanOrEqual(first)
    bus.mark()
    expect(turn(driver, 210_000)).toEqual(GOOD)
    expect(bus.operations).toBe(later)
  }

  describe.each([
    ['first turn', 0, first],
    ['later turn', 1, later],
  ])('%s', (_name, turns, operations) => {
    test('is as long as stated', () => {
      const whole = kit(turns)
      expect(turn(whole.driver, 100_000)).toEqual(GOOD)
      expect(whole.bus.operations).toBe(operations)
    })

    test.each(['nack', 'short'] as const)('%s at every operation: no answer, once', (fault) => {
      for (let at = 0; at < operations; at++) {
        const broken = kit(turns)
        Object.assign(broken.bus, { failAt: at, fault })
        expect(turn(broken.driver, 100_000)).toEqual(failure('no-answer'))
        expect(broken.bus.operations).toBe(at + 1)
        expectRecovery(broken)
      }
    })
  })

  describe('every bit of every read, flipped', () => {
    const flip = (turns: number, bit: number) => {
      const broken = kit(turns)
      broken.bus.flipBit = bit
      const result = turn(broken.driver, 100_000)
      expectRecovery(broken)
      return result
    }
    const bits = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
    /** The two busy bits make it not ready, the others mean nothing. */
    const ofStatus = (bit: number) => (bit === 0 || bit === 3 ? failure('not-ready') : GOOD)

    test('chip id: not this chip', () => {
      for (const bit of bits(0, 8)) expect(flip(0, bit)).toEqual(failure('protocol'))
    })

    test('status before the calibration: busy, it may still be copying it', () => {
      for (const bit of bits(0, 8)) expect(flip(0, 8 + bit)).toEqual(ofStatus(bit))
    })

    test('calibration, either time it is read: never believed', () => {
      for (const bit of bits(16, 16 + 2 * table * 8))
        expect(flip(0, bit)).toEqual(failure('protocol'))
    })

    test('status before the result', () => {
      for (const bit of bits(0, 8)) expect(flip(1, bit)).toEqual(ofStatus(bit))
    })

    // Nothing guards the chip's results: a flip is a wrong value or, at best, an impossible one.
    test('results: within the declared ranges, or a counted failure', () => {
      let refused = 0
      for (const bit of bits(8, 8 + data * 8)) {
        const { outcomes, values } = flip(1, bit)
        if (outcomes[0] !== 'reading') {
          expect(outcomes).toEqual(['out-of-range'])
          refused++
          continue
        }
        part.channels.forEach((channel, i) => {
          expect(values[0]![i]).toBeGreaterThanOrEqual(channel.minimum)
          expect(values[0]![i]).toBeLessThanOrEqual(channel.maximum)
        })
      }
      expect(refused).toBeGreaterThanOrEqual(3)
    })
  })

  test('a stuck bus costs one operation a turn for as long as it lasts', () => {
    const broken = kit(1)
    broken.bus.stuck = true
    for (let i = 0; i < 10; i++) {
      expect(turn(broken.driver, 100_000 + i * 10_000)).toEqual(failure('no-answer'))
    }
    expect(broken.bus.operations).toBe(10)
    broken.bus.stuck = false
    expectRecovery(broken)
  })

  test('after one failure it is asked again, after two it is met anew', () => {
    const broken = kit(1)
    const operationsAfter = (failures: number) => {
      for (let i = 0; i < failures; i++) {
        broken.bus.mark()
        broken.bus.failAt = later - 2
        expect(turn(broken.driver, 100_000)).toEqual(failure('no-answer'))
      }
      broken.bus.mark()
      expect(turn(broken.driver, 100_000)).toEqual(GOOD)
      return broken.bus.operations
    }
    expect([1, 2, 1].map(operationsAfter)).toEqual([later, first, later])
  })

  describe('a chip that lost its supply', () => {
    test('between start and finish: it has no result, and is met anew', () => {
      const broken = kit(1)
      const delayMs = broken.driver.start(100_000)
      broken.chip.reset()
      expect(broken.driver.finish(100_000 + delayMs, new Int32Array(3))).toBe(NOT_READY)
      expectRecovery(broken)
    })

    test('between turns: the next turn sets it up all the same', () => {
      const broken = kit(1)
      broken.chip.reset()
      expectRecovery(broken)
    })
  })

  test.each([0x00, 0xff])('a line stuck at %i: a failure in each turn, never a value', (level) => {
    for (const turns of [0, 1]) {
      const broken = kit(turns)
      const read = broken.chip.read.bind(broken.chip)
      broken.chip.read = (into) => into.fill(level)
      for (let i = 0; i < 3; i++) {
        const { outcomes, values } = turn(broken.driver, 100_000 + i * 10_000)
        expect(values).toEqual([])
        expect(['protocol', 'not-ready', 'out-of-range']).toContain(outcomes[0])
      }
      broken.chip.read = read
      expectRecovery(broken)
    }
  })

  describe('a chip that somebody had before', () => {
    test('in normal mode with its filter on: the reset ends both', () => {
      const met = kit(0)
      met.chip.write(Uint8Array.of(0xf5, 0x10))
      met.chip.write(Uint8Array.of(0xf4, 0x27))
      expect(turn(met.driver, 0)).toEqual(GOOD)
      expect([...met.chip.registers.subarray(0xf4, 0xf6)]).toEqual([0x25, 0])
    })

    // BoschSensortec/BMP280_driver, pull request 18; esphome/issues 3383: pressures of 700 hPa.
    test('a calibration of zeros, as some read it after a reset, gives no value', () => {
      const met = kit(0)
      const calibration = met.chip.registers.slice(0x88, 0xa2)
      met.chip.registers.fill(0, 0x88, 0xa2)
      for (let i = 0; i < 3; i++)
        expect(turn(met.driver, i * 10_000)).toEqual(failure('out-of-range'))
      met.chip.registers.set(calibration, 0x88)
      expectRecovery(met)
    })
  })

  test('the other chip in its place: protocol, for as long as it is there', () => {
    const bus = new I2CBus(new Bme280Model(EXAMPLE, !isBmp))
    const driver = open(bus)
    for (let i = 0; i < 10; i++) expect(turn(driver, i * 10_000)).toEqual(failure('protocol'))
    expect(bus.operations).toBe(20)
  })
})

test('after the reset the driver asks for another step', () => {
  const bus = new I2CBus(new Bme280Model(EXAMPLE, true))
  const driver = bmp280(bus)
  expect(driver.start(0)).toBe(3)
  expect(driver.finish(3, new Int32Array(2))).toBe(NEXT_STEP)
})

test('a pressure beyond 32 bits does not wrap into a plausible one', () => {
  // The smallest divisor: one step of the word is 6,250 Pa, and some pass 2^32 by a little.
  const nonsense = { ...EXAMPLE, digP1: 1, digP7: 0, digP8: 0, digP9: 0 }
  const chip = new Bme280Model(nonsense)
  const driver = bme280(new I2CBus(chip))
  let plausible = 0
  for (let rawP = 315_000; rawP < 317_000; rawP++) {
    const wrapped = bme280Pascal(nonsense, EXAMPLE_RAW.tFine, rawP) | 0
    if (wrapped < 30_000 || wrapped > 110_000) continue
    plausible++
    Object.assign(chip, { rawT: EXAMPLE_RAW.rawT, rawP, rawH: 30_000 })
    expect(turn(driver, rawP * 10_000)).toEqual(failure('out-of-range'))
  }
  expect(plausible).toBeGreaterThan(0)
})
