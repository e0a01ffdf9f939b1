import { HUMIDITY, PRESSURE, TEMPERATURE } from '../../../device/quantities.ts'
import { bme280 } from '../../../device/sensors/bme280.ts'
import {
  type Driver,
  NEXT_STEP,
  NOT_READY,
  OUT_OF_RANGE,
  READING,
} from '../../../device/sensors/driver.ts'
import { sht3x } from '../../../device/sensors/sht3x.ts'
import { sht4x } from '../../../device/sensors/sht4x.ts'
import { Bme280Chip } from '../../../host-tools/simulator/chips/bme280-chip.ts'
import { MODELS } from '../../../host-tools/simulator/chips/models.ts'
import { I2CBus, type I2CChip, I2CPort } from '../../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { World } from '../../../host-tools/simulator/world.ts'

function rig(centiCelsius: number, centiPercent: number, pascal: number) {
  const kernel = new Kernel()
  const bus = new I2CBus()
  const level = (quantity: { code: number }, value: number) => ({
    quantity: quantity.code,
    timesS: [0],
    values: [value],
  })
  const world = new World([
    level(TEMPERATURE, centiCelsius),
    level(HUMIDITY, centiPercent),
    level(PRESSURE, pascal),
  ])
  const still = { temperatureOffset: 0, humidityOffset: 0, noise: 0 }
  const random = new Random(1, 1, 1)
  bus.add(new Bme280Chip(kernel, world, random, { ...still, address: 0x76, pressureOffset: 0 }))
  const bench = {
    time: kernel,
    world,
    random,
    openLine: () => {
      throw new Error('no line')
    },
    addToBus: (chip: I2CChip) => bus.add(chip),
  }
  MODELS['SHT3x']!(bench, { ...still, address: 0x44 })
  MODELS['SHT4x']!(bench, { ...still, address: 0x46 })
  const wait = (ms: number) => kernel.run(kernel.nowUs + ms * 1000)
  wait(3)
  const port = (address: number) => new I2CPort(bus, address)
  return { kernel, wait, port }
}

/** Past the step that resets the chip; when to come back for the reading. */
function begin(driver: Driver, wait: (ms: number) => void): number {
  wait(driver.start(0))
  expect(driver.finish(0, new Int32Array(3))).toBe(NEXT_STEP)
  return driver.start(0)
}

const GRID = [-3_900, -1_000, 0, 515, 2_000, 4_000, 8_400].flatMap((t) =>
  [100, 2_500, 5_000, 9_000, 9_900].flatMap((h) =>
    [31_000, 95_000, 101_325, 109_000].map((p) => [t, h, p]),
  ),
)

test.each(GRID)('BME280: driver reads what the world has: %d, %d, %d', (t, h, p) => {
  const { kernel, wait, port } = rig(t!, h!, p!)
  const driver = bme280(port(0x76))
  const into = new Int32Array(3)
  wait(begin(driver, wait))
  expect(driver.finish(kernel.nowUs / 1000, into)).toBe(READING)
  // One raw step is 0.005 °C, 0.008 % and 0.2 Pa; the integer formulas round besides.
  expect(Math.abs(into[0]! - t!)).toBeLessThanOrEqual(1)
  expect(Math.abs(into[1]! - h!)).toBeLessThanOrEqual(3)
  expect(Math.abs(into[2]! - p!)).toBeLessThanOrEqual(2)
})

describe.each([
  ['SHT3x', sht3x, 0x44],
  ['SHT4x', sht4x, 0x46],
] as const)('%s', (_name, open, address) => {
  test.each(GRID)('driver reads what the world has: %d, %d', (t, h) => {
    const { kernel, wait, port } = rig(t!, h!, 100_000)
    const driver = open(port(address))
    const into = new Int32Array(2)
    wait(driver.start(0))
    expect(driver.finish(kernel.nowUs / 1000, into)).toBe(NEXT_STEP)
    wait(driver.start(0))
    expect(driver.finish(kernel.nowUs / 1000, into)).toBe(READING)
    expect([...into]).toEqual([t, h])
  })
})

test.each([
  [-30_000, 5_000, 100_000],
  [30_000, 5_000, 100_000],
  [2_000, 5_000, -40_000],
  [2_000, 5_000, 250_000],
])('BME280: what no chip can measure is out of range: %d, %d, %d', (t, h, p) => {
  const { kernel, wait, port } = rig(t, h, p)
  const driver = bme280(port(0x76))
  wait(begin(driver, wait))
  expect(driver.finish(kernel.nowUs / 1000, new Int32Array(3))).toBe(OUT_OF_RANGE)
})

test('BME280: reading too early finds a conversion under way', () => {
  const { wait, port } = rig(2_000, 5_000, 100_000)
  const driver = bme280(port(0x76))
  begin(driver, wait)
  wait(7)
  expect(driver.finish(7, new Int32Array(3))).toBe(NOT_READY)
})

test('BME280: without a forced conversion the data registers keep their reset values', () => {
  const { wait, port } = rig(2_000, 5_000, 100_000)
  const bus = port(0x76)
  wait(100)
  const data = new Uint8Array(8)
  bus.write(Uint8Array.of(0xf7), false)
  bus.read(data)
  expect([...data]).toEqual([0x80, 0, 0, 0x80, 0, 0, 0x80, 0])
})

test('BME280: humidity is skipped while ctrl_hum says so', () => {
  const { wait, port } = rig(2_000, 5_000, 100_000)
  const bus = port(0x76)
  wait(100)
  bus.write(Uint8Array.of(0xf4, 0x25), true)
  wait(10)
  const data = new Uint8Array(8)
  bus.write(Uint8Array.of(0xf7), false)
  bus.read(data)
  expect([...data.subarray(6)]).toEqual([0x80, 0])
  expect(data[3]).not.toBe(0x80)
})

test('SHT3x: no acknowledge before the result, for a second read, for a strange command', () => {
  const { wait, port } = rig(2_000, 5_000, 100_000)
  const bus = port(0x44)
  const data = new Uint8Array(6)
  bus.write(Uint8Array.of(0x24, 0x00), true)
  wait(12)
  expect(() => bus.read(data)).toThrow('no acknowledge')
  wait(1)
  bus.read(data)
  expect(() => bus.read(data)).toThrow('no acknowledge')
  expect(() => bus.write(Uint8Array.of(0x12, 0x34), true)).toThrow('no acknowledge')
})

test('SHT4x: no acknowledge before the result, for a second read, for a strange command', () => {
  const { wait, port } = rig(2_000, 5_000, 100_000)
  const bus = port(0x46)
  const data = new Uint8Array(6)
  bus.write(Uint8Array.of(0xfd), true)
  wait(6)
  expect(() => bus.read(data)).toThrow('no acknowledge')
  wait(1)
  bus.read(data)
  expect(() => bus.read(data)).toThrow('no acknowledge')
  expect(() => bus.write(Uint8Array.of(0x24, 0x00), true)).toThrow('no acknowledge')
})

test('nothing acknowledges at an empty address', () => {
  const { port } = rig(0, 0, 100_000)
  expect(() => port(0x23).read(new Uint8Array(1))).toThrow('no acknowledge')
})

test('BME280: no acknowledge before its start-up time is over', () => {
  const kernel = new Kernel()
  const bus = new I2CBus()
  const unit = { temperatureOffset: 0, humidityOffset: 0, pressureOffset: 0, noise: 0 }
  const random = new Random(1, 1, 1)
  bus.add(new Bme280Chip(kernel, new World([]), random, { ...unit, address: 0x76 }))
  const port = new I2CPort(bus, 0x76)
  kernel.run(1_999)
  expect(() => port.write(Uint8Array.of(0xd0), false)).toThrow('no acknowledge')
  kernel.run(2_000)
  port.write(Uint8Array.of(0xd0), false)
})

test('BME280: a conversion without oversampling is skipped', () => {
  const { wait, port } = rig(2_000, 5_000, 100_000)
  const bus = port(0x76)
  bus.write(Uint8Array.of(0xf4, 0x21), true)
  wait(10)
  const data = new Uint8Array(6)
  bus.write(Uint8Array.of(0xf7), false)
  bus.read(data)
  expect([...data.subarray(0, 3)]).toEqual([0x80, 0, 0])
  expect([...data.subarray(3)]).not.toEqual([0x80, 0, 0])
})
