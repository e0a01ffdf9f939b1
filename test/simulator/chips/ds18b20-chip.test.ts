import { TEMPERATURE } from '../../../device/quantities.ts'
import { CHECKSUM, NEXT_STEP, NOT_READY, READING } from '../../../device/sensors/driver.ts'
import { Ds18b20 } from '../../../device/sensors/ds18b20.ts'
import { Ds18b20Chip, ds18b20Model } from '../../../host-tools/simulator/chips/ds18b20-chip.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { OneWireLine } from '../../../host-tools/simulator/one-wire-line.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { World } from '../../../host-tools/simulator/world.ts'
import { wireCrc } from '../../support/ds18b20-model.ts'

function rig(centiCelsius: number, bits = 12, chips = 1) {
  const kernel = new Kernel()
  const line = new OneWireLine()
  const world = new World([{ quantity: TEMPERATURE.code, timesS: [0], values: [centiCelsius] }])
  const unit = { temperatureOffset: 0, noise: 0, bits }
  for (let i = 0; i < chips; i++) {
    const own = { ...unit, temperatureOffset: i * 575 }
    line.add(new Ds18b20Chip(kernel, world, new Random(1, 1, 1), own))
  }
  const wait = (us: number) => kernel.run(kernel.nowUs + us)
  const send = (...bytes: number[]) => {
    const isThere = line.reset()
    line.write(Uint8Array.from(bytes))
    return isThere
  }
  const read = (length: number) => {
    const into = new Uint8Array(length)
    line.read(into)
    return [...into]
  }
  const driver = new Ds18b20(line)
  const into = new Int32Array(1)
  const step = () => {
    wait(1_000 * driver.start(kernel.nowUs / 1000))
    return driver.finish(kernel.nowUs / 1000, into)
  }
  return { wait, send, read, driver, step, into }
}

test.each([-5_500, -1_013, -6, 0, 515, 2_000, 8_494, 12_500])(
  'driver reads what the world has: %i (0.01 °C)',
  (t) => {
    const { step, into } = rig(t)
    expect(step()).toBe(READING)
    // Half a step of 0.0625 °C, and rounding.
    expect(Math.abs(into[0]! - t)).toBeLessThanOrEqual(4)
  },
)

test('what it says after power-on, with its CRC', () => {
  const { send, read } = rig(2_000)
  expect(send(0xcc, 0xbe)).toBe(true)
  expect(read(11)).toEqual([0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10, 0x1c, 0xff, 0xff])
})

test('zeros while it converts, ones when it has, and nothing new before', () => {
  const { wait, send, read } = rig(2_000)
  send(0xcc, 0x44)
  expect(read(2)).toEqual([0, 0])
  wait(749_999)
  expect(read(1)).toEqual([0])
  send(0xcc, 0xbe)
  expect(read(2)).toEqual([0x50, 0x05])
  wait(1)
  send(0xcc, 0xbe)
  expect(read(2)).toEqual([0x40, 0x01])
})

test.each([
  [9, 93_750, 0x0138],
  [10, 187_500, 0x013c],
  [11, 375_000, 0x013e],
])('with %i bits it takes %i µs and says less', (bits, us, word) => {
  const { wait, send, read } = rig(1_994, bits)
  send(0xcc, 0x44)
  wait(us - 1)
  expect(read(1)).toEqual([0])
  wait(1)
  expect(read(1)).toEqual([0xff])
  send(0xcc, 0xbe)
  expect(read(2)).toEqual([word & 0xff, word >> 8])
})

test('the driver sets 12 bits, which last until the power goes', () => {
  const { step, into } = rig(1_994, 9)
  expect([step(), step(), step()]).toEqual([NEXT_STEP, READING, READING])
  expect(into[0]).toBe(1_994)
})

test('of the configuration only two bits can be written', () => {
  const { send, read } = rig(2_000)
  send(0xcc, 0x4e, 1, 2, 0xa0)
  send(0xcc, 0xbe)
  expect(read(5).slice(2)).toEqual([1, 2, 0x3f])
})

test('its number, by itself and with a CRC; another number makes it deaf', () => {
  const { send, read } = rig(2_000)
  send(0x33)
  const rom = read(8)
  expect(rom[0]).toBe(0x28)
  expect(rom[7]).toBe(wireCrc(rom.slice(0, 7)))
  send(0x55, ...rom, 0xbe)
  expect(read(1)).toEqual([0x50])
  send(0x55, ...rom.slice(0, 7), 0, 0xbe)
  expect(read(1)).toEqual([0xff])
})

test('deaf to a strange command until the next reset', () => {
  const { send, read } = rig(2_000)
  for (const bytes of [[0xcc, 0x99, 0xbe], [0x99, 0xbe], [0xbe]]) {
    send(...bytes)
    expect(read(2)).toEqual([0xff, 0xff])
  }
})

test('two on one bus: their zeros win, and the driver does not believe it', () => {
  const { step } = rig(2_000, 12, 2)
  expect(step()).toBe(CHECKSUM)
})

test('reading too early finds a conversion under way', () => {
  const { wait, driver, into } = rig(2_000)
  driver.start(0)
  wait(740_000)
  expect(driver.finish(740, into)).toBe(NOT_READY)
})

test('noise comes from the seed', () => {
  const words = (noise: number) => {
    const kernel = new Kernel()
    const line = new OneWireLine()
    const unit = { temperatureOffset: 0, noise, bits: 12 }
    line.add(new Ds18b20Chip(kernel, new World([]), new Random(1, 1, 1), unit))
    const driver = new Ds18b20(line)
    const into = new Int32Array(1)
    return Array.from({ length: 50 }, () => {
      kernel.run(kernel.nowUs + 1_000 * driver.start(0))
      driver.finish(0, into)
      return into[0]
    })
  }
  expect(new Set(words(0)).size).toBe(1)
  expect(new Set(words(100)).size).toBeGreaterThan(10)
  expect(words(100)).toEqual(words(100))
})

test('the model needs a bench with a 1-Wire bus', () => {
  const bench = { time: new Kernel(), world: new World([]), random: new Random(1, 1, 1) }
  const none = () => {
    throw new Error('not this')
  }
  const unit = { temperatureOffset: 0, noise: 0, bits: 12 }
  expect(() => ds18b20Model({ ...bench, openLine: none, addToBus: none }, unit)).toThrow('1-Wire')
})
