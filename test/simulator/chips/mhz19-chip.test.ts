import { CO2, TEMPERATURE } from '../../../device/quantities.ts'
import { Mhz19 } from '../../../device/sensors/mhz19.ts'
import { type Mhz19Unit, mhz19Model } from '../../../host-tools/simulator/chips/mhz19-chip.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { SerialLine } from '../../../host-tools/simulator/serial-line.ts'
import { World } from '../../../host-tools/simulator/world.ts'
import { hex, turn } from '../../support/driving.ts'
import { answer, command } from '../../support/mhz19-frames.ts'
import { MHZ19_OFF_ANSWER } from '../../vectors/co2.ts'

const UNIT: Mhz19Unit = {
  co2Offset: 0,
  temperatureOffset: 0,
  humidityOffset: 0,
  co2Noise: 0,
  noise: 0,
  range: 5_000,
  answersSettings: false,
}

function rig(ppm: number, unit: Partial<Mhz19Unit> = {}) {
  const kernel = new Kernel()
  const line = new SerialLine(kernel, 9600)
  const world = new World([
    { quantity: CO2.code, timesS: [0], values: [ppm] },
    { quantity: TEMPERATURE.code, timesS: [0], values: [-4_000] },
  ])
  const bench = {
    time: kernel,
    world,
    random: new Random(1, 1, 1),
    openLine: () => line,
    addToBus: () => {
      throw new Error('no bus')
    },
  }
  mhz19Model(bench, { ...UNIT, ...unit })
  const into = new Uint8Array(64)
  const wait = (ms: number) => kernel.run(kernel.nowUs + ms * 1000)
  const ask = (bytes: Uint8Array) => {
    line.write(bytes)
    wait(100)
    return hex(into.subarray(0, line.read(into)))
  }
  const driver = new Mhz19(line)
  const driven = (turns: number) =>
    Array.from({ length: turns }, () => {
      const nowMs = kernel.nowUs / 1000
      const start = driver.start.bind(driver)
      driver.start = (ms) => {
        const delayMs = start(ms)
        wait(delayMs)
        return delayMs
      }
      const seen = turn(driver, nowMs)
      driver.start = start
      wait(10_000 - (kernel.nowUs / 1000 - nowMs))
      return seen.values[0]?.[0] ?? seen.outcomes[0]
    })
  return { kernel, wait, ask, driven }
}

const READ = command(0x86)
const DAY_MS = 86_400_000

test('it answers when asked, and says 410 ppm until it is warm', () => {
  const { ask, wait } = rig(700)
  expect(ask(READ)).toBe(hex(answer(410)))
  wait(179_000)
  expect(ask(READ)).toBe(hex(answer(410)))
  wait(2_000)
  expect(ask(READ)).toBe(hex(answer(700)))
})

test('what is garbled, for another module or unknown is not answered', () => {
  const { ask } = rig(700)
  const garbled = command(0x86)
  garbled[8]! ^= 1
  const other = Uint8Array.of(0xff, 2, 0x86, 0, 0, 0, 0, 0, 0x78)
  expect([garbled, other, command(0x99), READ].map(ask)).toEqual(['', '', '', hex(answer(410))])
})

test('a setting is not answered, but by later units', () => {
  expect(rig(700).ask(command(0x79))).toBe('')
  expect(rig(700, { answersSettings: true }).ask(command(0x79))).toBe(MHZ19_OFF_ANSWER)
})

test('it ends at its range', () => {
  const { ask, wait } = rig(7_000, { range: 2_000 })
  wait(200_000)
  expect(ask(READ)).toBe(hex(answer(2_000)))
})

test('left to itself it takes the lowest of a day for 400 ppm', () => {
  const { ask, wait } = rig(700)
  wait(200_000)
  expect(ask(READ)).toBe(hex(answer(700)))
  wait(DAY_MS)
  expect(ask(READ)).toBe(hex(answer(400)))
})

test('the driver reads it, and a day later it still says what there is', () => {
  const { driven, wait, ask } = rig(700)
  expect(driven(20)).toEqual([...Array(18).fill('warming-up'), 700, 700])
  wait(2 * DAY_MS)
  expect(ask(READ)).toBe(hex(answer(700)))
})

test('an offset and noise of the unit show', () => {
  const seen = (unit: Partial<Mhz19Unit>) => rig(700, unit).driven(60).slice(20) as number[]
  expect(new Set(seen({ co2Offset: -60 }))).toEqual(new Set([640]))
  const noisy = seen({ co2Noise: 20 })
  expect(new Set(noisy).size).toBeGreaterThan(10)
  expect(Math.max(...noisy.map((ppm) => Math.abs(ppm - 700)))).toBeLessThanOrEqual(20)
})
