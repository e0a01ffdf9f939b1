import { NO2_AE, NO2_WE_AE } from '../../../device/quantities.ts'
import { NEXT_STEP, READING } from '../../../device/sensors/driver.ts'
import { No2Ads1115 } from '../../../device/sensors/no2-ads1115.ts'
import { No2Ads1115Chip } from '../../../host-tools/simulator/chips/no2-ads1115-chip.ts'
import { I2CBus, I2CPort } from '../../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { World } from '../../../host-tools/simulator/world.ts'

function rig(weAe: number, ae: number, noise = 0) {
  const kernel = new Kernel()
  const bus = new I2CBus()
  const world = new World([
    { quantity: NO2_WE_AE.code, timesS: [0, 10, 11], values: [weAe, weAe, weAe + 1_000] },
    { quantity: NO2_AE.code, timesS: [0], values: [ae] },
  ])
  const unit = { address: 0x4a, weAeOffset: 0, aeOffset: 0, noise }
  bus.add(new No2Ads1115Chip(kernel, world, new Random(1, 1, 1), unit))
  const port = new I2CPort(bus, 0x4a)
  const read = (register: number) => {
    const into = new Uint8Array(2)
    port.write(Uint8Array.of(register), false)
    port.read(into)
    return into[0]! * 256 + into[1]!
  }
  const configure = (value: number) => port.write(Uint8Array.of(1, value >> 8, value & 0xff), true)
  const wait = (us: number) => kernel.run(kernel.nowUs + us)
  return { kernel, port, read, configure, wait }
}

test.each([
  [0, 5_010],
  [1_200, 24_000],
  [-49_990, 22_000],
  [49_990, 99_990],
])('driver reads what the world has: %i, %i (0.01 mV)', (weAe, ae) => {
  const { kernel, port, wait } = rig(weAe, ae)
  const driver = new No2Ads1115(port)
  const into = new Int32Array(2)
  const step = () => {
    wait(1_000 * driver.start(kernel.nowUs / 1000))
    return driver.finish(kernel.nowUs / 1000, into)
  }
  expect([step(), step()]).toEqual([NEXT_STEP, READING])
  // Half a step of 62.5 µV, and rounding.
  expect(Math.abs(into[0]! - weAe)).toBeLessThanOrEqual(4)
  expect(Math.abs(into[1]! - ae)).toBeLessThanOrEqual(4)
})

test('after power-on: no conversion, the reset values, idle', () => {
  const { read, wait } = rig(1_000, 20_000)
  wait(1_000_000)
  expect([0, 1, 2, 3].map(read)).toEqual([0, 0x8583, 0x8000, 0x7fff])
})

test('a conversion at 8 samples a second: busy, the old result, then the new one', () => {
  const { read, configure, wait } = rig(2_000, 20_000)
  configure(0x8503)
  wait(124_999)
  expect([read(1), read(0)]).toEqual([0x0503, 0])
  wait(1)
  expect([read(1), read(0)]).toEqual([0x8503, 320])
})

test('what is written while it converts waits, and begins nothing', () => {
  const { read, configure, wait } = rig(2_000, 20_000)
  configure(0x8503)
  wait(60_000)
  configure(0xd503)
  wait(65_000)
  expect([read(1), read(0)]).toEqual([0xd503, 320])
  wait(1_000_000)
  expect(read(0)).toBe(320)
  configure(0xd503)
  wait(125_000)
  expect(read(0)).toBe(3_200)
})

test('continuous mode: always busy, always newer; single-shot mode ends it', () => {
  const { read, configure, wait } = rig(2_000, 20_000)
  configure(0x0403)
  wait(9_000_000)
  expect([read(1), read(0)]).toEqual([0x0403, 320])
  wait(3_000_000)
  expect([read(1), read(0)]).toEqual([0x0403, 480])
  configure(0x0503)
  wait(125_000)
  expect(read(1)).toBe(0x8503)
})

test('the driver ends a continuous mode that somebody left, and then reads', () => {
  const { kernel, port, configure, wait } = rig(2_000, 20_000)
  configure(0x0403)
  const driver = new No2Ads1115(port)
  const into = new Int32Array(2)
  const step = () => {
    wait(1_000 * driver.start(kernel.nowUs / 1000))
    return driver.finish(kernel.nowUs / 1000, into)
  }
  step()
  expect([step(), step()]).toEqual([NEXT_STEP, READING])
  expect([...into]).toEqual([2_000, 20_000])
})

test('codes clip at the full scale of the gain', () => {
  const { read, configure, wait } = rig(49_000, 99_000)
  // ±0.256 V, 860 samples a second: AIN0 - AIN1; AIN1 - AIN3; AIN3 to ground.
  const codeOf = (config: number) => {
    configure(config)
    wait(1_200)
    return read(0)
  }
  expect([0x8be3, 0xabe3, 0xfbe3].map(codeOf)).toEqual([0x7fff, 0x7fff, 0])
})

test('noise comes from the seed', () => {
  const codes = (noise: number) => {
    const { read, configure, wait } = rig(2_000, 20_000, noise)
    return Array.from({ length: 50 }, () => {
      configure(0x8503)
      wait(125_000)
      return read(0)
    })
  }
  expect(new Set(codes(0)).size).toBe(1)
  expect(new Set(codes(100)).size).toBeGreaterThan(10)
  expect(codes(100)).toEqual(codes(100))
})
