import { PRESSURE, TEMPERATURE } from '../../../device/quantities.ts'
import { bme280 } from '../../../device/sensors/bme280.ts'
import { bmp280 } from '../../../device/sensors/bmp280.ts'
import { Bme280Chip } from '../../../host-tools/simulator/chips/bme280-chip.ts'
import { bmp280Model } from '../../../host-tools/simulator/chips/bmp280-chip.ts'
import { I2CBus, type I2CChip, I2CPort } from '../../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { World } from '../../../host-tools/simulator/world.ts'
import { turn } from '../../support/driving.ts'

const STILL = { address: 0x76, temperatureOffset: 0, pressureOffset: 0, noise: 0 }

function rig(centiCelsius: number, pascal: number) {
  const kernel = new Kernel()
  const bus = new I2CBus()
  const world = new World([
    { quantity: TEMPERATURE.code, timesS: [0], values: [centiCelsius] },
    { quantity: PRESSURE.code, timesS: [0], values: [pascal] },
  ])
  const bench = {
    time: kernel,
    world,
    random: new Random(1, 1, 1),
    openLine: () => {
      throw new Error('no line')
    },
    addToBus: (chip: I2CChip) => bus.add(chip),
  }
  bmp280Model(bench, STILL)
  bus.add(new Bme280Chip(kernel, world, bench.random, { ...STILL, address: 0x77 }))
  const port = (address: number) => new I2CPort(bus, address)
  const wait = (ms: number) => kernel.run(kernel.nowUs + ms * 1000)
  wait(3)
  return { kernel, port, wait, read: reader(port(0x76)) }
}

function reader(port: I2CPort) {
  return (register: number, length: number) => {
    const into = new Uint8Array(length)
    port.write(Uint8Array.of(register), false)
    port.read(into)
    return [...into]
  }
}

/** A turn of the driver as time goes on. */
function turnOn({ kernel, wait }: ReturnType<typeof rig>, driver: ReturnType<typeof bmp280>) {
  const start = driver.start.bind(driver)
  driver.start = (nowMs) => {
    const delayMs = start(nowMs)
    wait(delayMs)
    return delayMs
  }
  return turn(driver, kernel.nowUs / 1000)
}

const GRID = [-3_900, -1_000, 0, 515, 2_000, 4_000, 8_400].flatMap((t) =>
  [31_000, 95_000, 101_325, 109_000].map((p) => [t, p]),
)

test.each(GRID)('driver reads what the world has: %d, %d', (t, p) => {
  const bench = rig(t!, p!)
  const { outcomes, values } = turnOn(bench, bmp280(bench.port(0x76)))
  expect(outcomes).toEqual(['reading'])
  expect(Math.abs(values[0]![0]! - t!)).toBeLessThanOrEqual(1)
  expect(Math.abs(values[0]![1]! - p!)).toBeLessThanOrEqual(2)
})

test('each driver tells the other chip in its place', () => {
  const bench = rig(2_000, 100_000)
  const protocol = { outcomes: ['protocol'], values: [] }
  expect(turnOn(bench, bmp280(bench.port(0x77)))).toEqual(protocol)
  expect(turnOn(bench, bme280(bench.port(0x76)))).toEqual(protocol)
  expect(turnOn(bench, bme280(bench.port(0x77))).outcomes).toEqual(['reading'])
})

test('it has neither humidity nor its calibration', () => {
  const { port, wait, read } = rig(2_000, 100_000)
  expect(read(0xd0, 1)).toEqual([0x58])
  port(0x76).write(Uint8Array.of(0xf2, 0x01), true)
  port(0x76).write(Uint8Array.of(0xf4, 0x25), true)
  wait(10)
  expect([...read(0xfd, 2), ...read(0xe1, 7), ...read(0xa0, 2), ...read(0xf2, 1)]).toEqual(
    Array(12).fill(0),
  )
})

test('a conversion takes 5.5 ms', () => {
  const { kernel, port, read } = rig(2_000, 100_000)
  port(0x76).write(Uint8Array.of(0xf4, 0x25), true)
  kernel.run(kernel.nowUs + 5_499)
  expect([...read(0xf3, 1), ...read(0xf7, 6)]).toEqual([0x08, 0x80, 0, 0, 0x80, 0, 0])
  kernel.run(kernel.nowUs + 1)
  expect(read(0xf3, 1)).toEqual([0])
  expect(read(0xf7, 6)).not.toEqual([0x80, 0, 0, 0x80, 0, 0])
})

test('a soft reset empties the registers and takes 2 ms', () => {
  const { kernel, port, wait, read } = rig(2_000, 100_000)
  port(0x76).write(Uint8Array.of(0xf4, 0x25, 0xf5, 0x10), true)
  wait(10)
  port(0x76).write(Uint8Array.of(0xe0, 0xb6), true)
  kernel.run(kernel.nowUs + 1_999)
  expect(() => read(0xf4, 1)).toThrow('no acknowledge')
  kernel.run(kernel.nowUs + 1)
  expect([...read(0xf4, 2), ...read(0xf7, 6)]).toEqual([0, 0, 0x80, 0, 0, 0x80, 0, 0])
})
