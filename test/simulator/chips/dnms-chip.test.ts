import { RecordWriter } from '../../../device/payload/record.ts'
import { NOISE_LAEQ } from '../../../device/quantities.ts'
import { FLAGS } from '../../../device/sampling/flags.ts'
import { Sampler } from '../../../device/sampling/sampler.ts'
import { Dnms, dnmsPart } from '../../../device/sensors/dnms.ts'
import { DnmsChip, type DnmsUnit } from '../../../host-tools/simulator/chips/dnms-chip.ts'
import { I2CBus, I2CPort } from '../../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { World } from '../../../host-tools/simulator/world.ts'
import { bytesOf, hex } from '../../support/driving.ts'
import { readAverage } from '../../support/read-average.ts'
import { wordCrc } from '../../support/single-shot-model.ts'

const STILL: DnmsUnit = { offset: 0, spread: 0, isOld: false }

/** Levels in 0.1 dB(A), each from a second of the world on; straight lines between them. */
function rig(unit: Partial<DnmsUnit> = {}, timesS: number[] = [], values: number[] = []) {
  const kernel = new Kernel()
  const bus = new I2CBus()
  const world = new World(timesS.length > 0 ? [{ quantity: NOISE_LAEQ.code, timesS, values }] : [])
  bus.add(new DnmsChip(kernel, world, new Random(1, 1, 1), { ...STILL, ...unit }))
  const port = new I2CPort(bus, 0x55)
  const wait = (ms: number) => kernel.run(kernel.nowUs + ms * 1000)
  const say = (command: number) => port.write(Uint8Array.of(0, command), true)
  const ask = (command: number, length: number) => {
    const into = new Uint8Array(length)
    say(command)
    port.read(into)
    return into
  }
  const levels = () => {
    const reply = new DataView(Uint8Array.from(ask(5, 18)).buffer)
    const float = (at: number) => {
      const view = new DataView(new ArrayBuffer(4))
      view.setUint16(0, reply.getUint16(at))
      view.setUint16(2, reply.getUint16(at + 3))
      return Number(view.getFloat32(0).toFixed(3))
    }
    return [float(0), float(6), float(12)]
  }
  const isReady = () => ask(4, 3)[1] === 1
  return { kernel, port, wait, say, ask, levels, isReady }
}

/** One that was switched on and reset, and an interval of so many seconds. */
function interval(seconds: number, ...world: Parameters<typeof rig>) {
  const one = rig(...world)
  one.wait(1_000)
  one.say(1)
  one.wait(1_000)
  one.say(3)
  one.wait(5)
  one.wait(seconds * 1_000 - 5)
  one.say(3)
  one.wait(40)
  return one
}

test('no acknowledge before it has started', () => {
  const { port, wait, say } = rig()
  wait(799)
  expect(() => say(2)).toThrow('no acknowledge')
  expect(() => port.read(new Uint8Array(3))).toThrow('no acknowledge')
  wait(1)
  say(2)
})

test('tells its version, in words', () => {
  const { ask, wait } = rig()
  wait(1_000)
  const words = ask(2, 27)
  const text = [...words].filter((_, i) => i % 3 !== 2).map((code) => String.fromCharCode(code))
  expect(text.join('')).toBe('DNMS Version 5.9.x')
  expect([words[2], words[5]]).toEqual([wordCrc(0x444e), wordCrc(0x4d53)])
})

test('each command is answered once, and what it does not know with zeros', () => {
  const { port, ask, wait, say } = rig()
  wait(1_000)
  ask(4, 3)
  const into = bytesOf('ff ff ff')
  port.read(into)
  expect(hex(into)).toBe('00 00 00')
  say(0x77)
  port.read(into)
  expect(hex(into)).toBe('00 00 00')
})

test('is not ready before it was reset, however long one waits', () => {
  const { wait, say, isReady } = rig()
  wait(1_000)
  say(3)
  wait(60_000)
  expect(isReady()).toBe(false)
  say(1)
  wait(1_000)
  say(3)
  expect(isReady()).toBe(false)
  wait(5)
  expect(isReady()).toBe(true)
})

test('an old one measures by itself, and restarts when it is reset', () => {
  const { wait, say, isReady } = rig({ isOld: true })
  wait(2_000)
  say(3)
  wait(35)
  expect(isReady()).toBe(true)
  say(1)
  expect(() => say(4)).toThrow('no acknowledge')
  wait(800)
  expect(isReady()).toBe(false)
})

test('45 dB(A) where the world has no sound', () => {
  expect(interval(10).levels()).toEqual([45, 45, 45])
})

test('the mean of the interval by energy, the least and the greatest', () => {
  // 60 dB(A), and 80 from 7 to 8 s: ten seconds of which the chip looks at one for each.
  const { levels } = interval(10, {}, [0, 6, 7, 7.999, 8], [600, 600, 800, 800, 600])
  const exact = 10 * Math.log10((9 * 10 ** 6 + 10 ** 8) / 10)
  const [mean, least, greatest] = levels()
  expect(Math.abs(mean! - exact)).toBeLessThanOrEqual(0.05)
  expect([least, greatest]).toEqual([60, 80])
})

test('levels are gone once they were read; an old one keeps them, and is no longer ready', () => {
  const fresh = interval(10)
  fresh.levels()
  expect([fresh.isReady(), fresh.levels()]).toEqual([true, [0, 0, 0]])
  const old = interval(10, { isOld: true })
  old.levels()
  expect([old.isReady(), old.levels()]).toEqual([false, [45, 45, 45]])
})

test('an interval without sound has the level 0', () => {
  const { say, wait, isReady, levels } = interval(10)
  say(3)
  wait(5)
  expect([isReady(), levels()]).toEqual([true, [0, 0, 0]])
})

test('a unit is off by so much, and hears no less than its noise, no more than its most', () => {
  expect(interval(10, { offset: -10 }).levels()).toEqual([44, 44, 44])
  expect(interval(10, {}, [0], [100]).levels()).toEqual([29, 29, 29])
  expect(interval(10, {}, [0], [1_390]).levels()).toEqual([120, 120, 120])
})

test('the level strays within its bounds', () => {
  const [mean, least, greatest] = interval(60, { spread: 30 }).levels()
  expect(least).toBeGreaterThanOrEqual(42)
  expect(least).toBeLessThan(43)
  expect(greatest).toBeGreaterThan(47)
  expect(greatest).toBeLessThanOrEqual(48)
  // Louder seconds count for more: above the middle.
  expect(mean).toBeGreaterThan(45)
})

/** The firmware's own sampler with the driver on such a chip. */
function sampled(unit: Partial<DnmsUnit>, periods: number, powerOnMs = 0) {
  const { kernel, port } = rig(unit)
  const sampler = new Sampler(new Dnms(port, dnmsPart('ICS-43434'), 0x1b))
  const record = new RecordWriter()
  kernel.run(powerOnMs * 1000)
  const out = []
  for (let period = 1; period <= periods; period++) {
    while (sampler.dueMs <= period * 60_000) {
      kernel.run(sampler.dueMs * 1000)
      sampler.run(sampler.dueMs)
    }
    record.beginAverage(1, false, 0, 60)
    sampler.close(record, 60_000, false)
    const [laeq] = readAverage(record).channels
    const flags = FLAGS.filter((_, bit) => (laeq!.flags & (1 << bit)) !== 0)
    out.push({ count: laeq!.count, failures: laeq!.failures, flags, mean: laeq!.statistics?.mean })
  }
  return out
}

describe.each([
  ['V5.9', false],
  ['V2.1', true],
])('%s, with the firmware’s sampler', (_name, isOld) => {
  test('is found while it still starts, and from then on every reading is there', () => {
    const [first, second] = sampled({ isOld }, 2)
    // It is asked before it has started, as where one plug feeds both.
    expect(first).toMatchObject({ failures: 0, flags: ['warming-up', 'bus-errors'], mean: 450 })
    expect(first!.count).toBeGreaterThanOrEqual(4)
    expect(second).toEqual({ count: 6, failures: 0, flags: [], mean: 450 })
  })
})
