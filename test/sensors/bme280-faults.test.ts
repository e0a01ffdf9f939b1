/** What a failing bus or chip may do to the BME280's driver: cost a turn, countably. */
import { BME280, Bme280 } from '../../device/sensors/bme280.ts'
import { bme280CentiPercent, bme280Pascal } from '../../device/sensors/bme280-compensation.ts'
import { NOT_READY } from '../../device/sensors/driver.ts'
import { Bme280Model } from '../support/bme280-model.ts'
import { turn } from '../support/driving.ts'
import { I2CBus } from '../support/i2c-bus.ts'
import { EXAMPLE, EXAMPLE_RAW } from '../vectors/bme280.ts'

const GOOD = {
  outcomes: ['reading'],
  values: [[2508, bme280CentiPercent(EXAMPLE, EXAMPLE_RAW.tFine, 30_000), 100_653]],
}
const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })
/** Operations of a first turn, of any later one, and the most that any turn may take. */
const FIRST_TURN = 16
const LATER_TURN = 6

function kit(turns: number) {
  const chip = new Bme280Model(EXAMPLE)
  Object.assign(chip, { rawT: EXAMPLE_RAW.rawT, rawP: EXAMPLE_RAW.rawP, rawH: 30_000 })
  const bus = new I2CBus(chip)
  const driver = new Bme280(bus)
  for (let i = 0; i < turns; i++) turn(driver, i * 10_000)
  bus.mark()
  return { chip, bus, driver }
}

function expectRecovery({ bus, driver }: ReturnType<typeof kit>): void {
  bus.mark()
  expect(turn(driver, 200_000)).toEqual(GOOD)
  expect(bus.operations).toBeLessThanOrEqual(FIRST_TURN)
  bus.mark()
  expect(turn(driver, 210_000)).toEqual(GOOD)
  expect(bus.operations).toBe(LATER_TURN)
}

describe.each([
  ['first turn', 0, FIRST_TURN],
  ['later turn', 1, LATER_TURN],
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

  test('chip id: not this chip', () => {
    for (const bit of bits(0, 8)) expect(flip(0, bit)).toEqual(failure('protocol'))
  })

  test('calibration, either time it is read: never believed', () => {
    for (const bit of bits(8, 8 + 2 * 33 * 8)) expect(flip(0, bit)).toEqual(failure('protocol'))
  })

  test('status: the two busy bits make it not ready, the others mean nothing', () => {
    for (const bit of bits(0, 8)) {
      expect(flip(1, bit)).toEqual(bit === 0 || bit === 3 ? failure('not-ready') : GOOD)
    }
  })

  // Nothing guards the chip's results: a flip is a wrong value or, at best, an impossible one.
  test('results: within the declared ranges, or a counted failure', () => {
    let refused = 0
    for (const bit of bits(8, 8 + 64)) {
      const { outcomes, values } = flip(1, bit)
      if (outcomes[0] !== 'reading') {
        expect(outcomes).toEqual(['out-of-range'])
        refused++
        continue
      }
      BME280.channels.forEach((channel, i) => {
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
      broken.bus.failAt = 2
      expect(turn(broken.driver, 100_000)).toEqual(failure('no-answer'))
    }
    broken.bus.mark()
    expect(turn(broken.driver, 100_000)).toEqual(GOOD)
    return broken.bus.operations
  }
  expect([1, 2, 1].map(operationsAfter)).toEqual([LATER_TURN, FIRST_TURN, LATER_TURN])
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

describe('a line that answers with one level only', () => {
  test.each([0x00, 0xff])('all bytes %i: a failure in each turn, never a value', (level) => {
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
})

test('a pressure beyond 32 bits does not wrap into a plausible one', () => {
  // The smallest divisor: one step of the word is 6,250 Pa, and some pass 2^32 by a little.
  const nonsense = { ...EXAMPLE, digP1: 1, digP7: 0, digP8: 0, digP9: 0 }
  const chip = new Bme280Model(nonsense)
  const driver = new Bme280(new I2CBus(chip))
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
