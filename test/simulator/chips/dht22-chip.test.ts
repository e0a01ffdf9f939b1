import { HUMIDITY, TEMPERATURE } from '../../../device/quantities.ts'
import { Dht22 } from '../../../device/sensors/dht22.ts'
import { NO_ANSWER, READING, WARMING_UP } from '../../../device/sensors/driver.ts'
import { Dht22Chip, dht22Model } from '../../../host-tools/simulator/chips/dht22-chip.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { PulseLine } from '../../../host-tools/simulator/pulse-line.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { World } from '../../../host-tools/simulator/world.ts'

const UNIT = {
  temperatureOffset: 0,
  humidityOffset: 0,
  noise: 0,
  isComplement: false,
  isWet: false,
}

function rig(t: number, h: number, change: Partial<typeof UNIT> = {}) {
  const kernel = new Kernel()
  const line = new PulseLine(kernel)
  const world = new World([
    { quantity: TEMPERATURE.code, timesS: [0, 60, 61], values: [t, t, t + 500] },
    { quantity: HUMIDITY.code, timesS: [0], values: [h] },
  ])
  line.attach(new Dht22Chip(kernel, world, new Random(1, 1, 1), { ...UNIT, ...change }))
  const wait = (us: number) => kernel.run(kernel.nowUs + us)
  const highs = (lowUs = 1_000, afterUs = 10_000) => {
    line.start(lowUs)
    wait(afterUs)
    const into = new Uint16Array(60)
    return [...into.subarray(0, line.read(into))]
  }
  const driver = new Dht22(line)
  const into = new Int32Array(2)
  /** A turn of two seconds. */
  const step = () => {
    const beginUs = kernel.nowUs
    wait(1_000 * driver.start(beginUs / 1000))
    const outcome = driver.finish(kernel.nowUs / 1000, into)
    kernel.run(beginUs + 2_000_000)
    return outcome
  }
  return { kernel, wait, highs, step, into }
}

const GRID = [-4_000, -1_010, -10, 0, 510, 2_000, 7_990].flatMap((t) =>
  [30, 130, 2_500, 6_520, 9_980].map((h) => [t, h] as const),
)

describe.each([false, true])('negative temperatures as complements: %s', (isComplement) => {
  test.each(GRID)('driver reads what the world has: %i, %i (0.01)', (t, h) => {
    const { step, into } = rig(t, h, { isComplement })
    expect([step(), step()]).toEqual([WARMING_UP, READING])
    expect([...into]).toEqual([t, h])
  })
})

test('silent in its first second, and to a start pulse that is too short', () => {
  const { wait, highs } = rig(2_000, 5_000)
  wait(980_000)
  expect(highs()).toEqual([])
  wait(20_000)
  expect(highs(999)).toEqual([])
  expect(highs(1_000)).toHaveLength(42)
})

test('an answer: the wire let go, the response, forty bits', () => {
  const { wait, highs } = rig(351 * 10, 652 * 10)
  wait(2_000_000)
  const answer = highs()
  expect(answer.slice(0, 2)).toEqual([30, 80])
  const bits = answer.slice(2).map((us) => (us > 48 ? 1 : 0))
  expect(bits.join('')).toBe('0000001010001100000000010101111111101110')
  for (const us of answer.slice(2))
    expect(Math.min(Math.abs(us - 27), Math.abs(us - 70))).toBeLessThan(2)
})

test('the answer takes its time: read too early it is not whole', () => {
  const { wait, highs } = rig(2_000, 5_000)
  wait(2_000_000)
  expect(highs(1_000, 1_000)).toEqual([])
  expect(highs(1_000, 3_000).length).toBeGreaterThan(5)
  expect(highs(1_000, 3_000).length).toBeLessThan(42)
  expect(highs(1_000, 6_000)).toHaveLength(42)
})

test('it answers with what it measured when it was asked before', () => {
  const { kernel, step, into } = rig(2_000, 5_000)
  while (kernel.nowUs < 62_000_000) step()
  // The air of 60 s; the air of 62 s comes with the next one.
  step()
  expect(into[0]).toBe(2_000)
  step()
  expect(into[0]).toBe(2_500)
})

test('asked too soon it says the same again', () => {
  const { wait, highs, kernel } = rig(2_000, 5_000)
  wait(2_000_000)
  highs()
  kernel.run(62_000_000)
  highs()
  const fresh = highs().map((us) => us > 48)
  expect(highs().map((us) => us > 48)).toEqual(fresh)
})

test('it was wet: 99.9 %, whatever the air', () => {
  const { step, into } = rig(2_000, 4_000, { isWet: true })
  expect([step(), step()]).toEqual([WARMING_UP, READING])
  expect([...into]).toEqual([2_000, 9_990])
})

test('beyond its range it stands at the ends', () => {
  const { step, into } = rig(-6_000, 10_000)
  expect([step(), step()]).toEqual([WARMING_UP, READING])
  expect([...into]).toEqual([-4_000, 9_990])
})

test('a wire without a chip is silent', () => {
  const kernel = new Kernel()
  const driver = new Dht22(new PulseLine(kernel))
  driver.start(0)
  driver.finish(0, new Int32Array(2))
  kernel.run(1_000 * driver.start(2_000))
  expect(driver.finish(2_050, new Int32Array(2))).toBe(NO_ANSWER)
})

test('noise comes from the seed', () => {
  const seen = (noise: number) => {
    const { step, into } = rig(2_000, 5_000, { noise })
    step()
    return Array.from({ length: 25 }, () => {
      step()
      return into[0]
    })
  }
  expect(new Set(seen(0)).size).toBe(1)
  expect(new Set(seen(100)).size).toBeGreaterThan(5)
  expect(seen(100)).toEqual(seen(100))
})

test('the model needs a bench with a wire', () => {
  const bench = { time: new Kernel(), world: new World([]), random: new Random(1, 1, 1) }
  const none = () => {
    throw new Error('not this')
  }
  expect(() => dht22Model({ ...bench, openLine: none, addToBus: none }, UNIT)).toThrow('pulses')
})
