/** The simulated SEN54 and SEN55 say what their datasheet has them say, and their driver copes. */
import { NO_VALUE } from '../../../device/sensors/driver.ts'
import { sen5x, sen5xPart } from '../../../device/sensors/sen5x.ts'
import type { Sen5x } from '../../../host-tools/simulator/chips/sen5x-chip.ts'
import { DustRig } from '../../support/dust-rig.ts'

/** PM1, PM2.5, PM4, PM10 of the rig's air in the chip's tenths; then its humidity, temperature. */
const PARTICLES = [84, 120, 185, 250]
const AIR = [8_120, -630 & 0xffff]
const VALUES = [840, 1_200, 1_850, 2_500, 8_120, -315, 1_000, 10]
const UNKNOWN = [...Array(4).fill(0xffff), ...Array(4).fill(0x7fff)]

function rigOf(name: 'SEN54' | 'SEN55', unit: object = {}) {
  const rig = new DustRig(name, { address: 0x69, nox: name === 'SEN55', ...unit })
  const driver = sen5x(rig.bus, sen5xPart(name))
  return { rig: rig.wait(350), driver, chip: rig.chip as Sen5x }
}

/** Measuring for `ms`; the chip was powered 0.4 s before. */
function started(name: 'SEN54' | 'SEN55', ms: number, unit: object = {}): DustRig {
  const { rig } = rigOf(name, unit)
  rig.tell(0x00, 0x21)
  return rig.wait(ms)
}

describe('the chip', () => {
  test('idle it has nothing but unknown values', () => {
    const { rig } = rigOf('SEN55')
    expect(rig.wait(5_000).words(0x0202, 1)).toEqual([0])
    expect(rig.words(0x03c4, 8)).toEqual(UNKNOWN)
  })

  test('measuring it sets its flag each second, and a read resets it', () => {
    const rig = started('SEN55', 10_900)
    expect(rig.words(0x0202, 1)).toEqual([1])
    expect(rig.words(0x03c4, 8)).toEqual([...PARTICLES, ...AIR, 0, 0])
    expect(rig.words(0x0202, 1)).toEqual([0])
    expect(rig.words(0x03c4, 6)).toEqual([...PARTICLES, ...AIR])
  })

  test('NOx is unknown for 10 s after power, and of a SEN54 for ever; indices begin with 0', () => {
    const words = (name: 'SEN54' | 'SEN55', ms: number) =>
      started(name, ms).words(0x03c4, 8).slice(6)
    expect(words('SEN55', 9_000)).toEqual([0, 0x7fff])
    expect(words('SEN55', 12_000)).toEqual([0, 0])
    expect(words('SEN55', 46_000)).toEqual([1_000, 10])
    expect(words('SEN54', 46_000)).toEqual([1_000, 0x7fff])
  })

  test.each([
    ['SEN54', 0x3400],
    ['SEN55', 0x3500],
  ] as const)('%s tells its name', (name, last) => {
    const { rig } = rigOf(name)
    expect(rig.words(0xd014, 4)).toEqual([0x5345, 0x4e35, last, 0])
  })

  test('no acknowledge while it boots, obeys or prepares an answer, nor to the unknown', () => {
    const rig = new DustRig('SEN55', { address: 0x69, nox: true })
    expect(rig.wait(40).tell(0x02, 0x02)).toBe(false)
    expect(rig.wait(20).tell(0x02, 0x02)).toBe(true)
    expect(rig.wait(5).read(3)).toEqual([])
    expect(rig.wait(10).read(3)).toHaveLength(3)
    expect(rig.read(3)).toEqual([])
    expect(rig.tell(0x00, 0x10)).toBe(false)
    expect(rig.tell(0x00, 0x21)).toBe(true)
    expect(rig.wait(20).tell(0x02, 0x02)).toBe(false)
    expect(rig.wait(30).tell(0x02, 0x02)).toBe(true)
  })

  test('a fan that stands is in its status after 2 s; cleared, it comes again', () => {
    const rig = started('SEN55', 1_000)
    rig.chip.suffer!('stuck-fan', true)
    expect(rig.wait(1_900).words(0xd206, 2)).toEqual([0, 0])
    expect(rig.wait(1_000).words(0xd206, 2)).toEqual([0, 0x10])
    rig.tell(0xd2, 0x10)
    expect(rig.wait(1_000).words(0xd206, 2)).toEqual([0, 0])
    expect(rig.wait(2_000).words(0xd206, 2)).toEqual([0, 0x10])
  })

  test('stopped it is idle, and a second start changes nothing', () => {
    const rig = started('SEN55', 5_500)
    rig.tell(0x00, 0x21)
    expect(rig.wait(600).words(0x0202, 1)).toEqual([1])
    rig.tell(0x01, 0x04)
    expect(rig.wait(2_000).words(0x0202, 1)).toEqual([0])
  })
})

describe.each(['SEN54', 'SEN55'] as const)('the driver of a %s', (name) => {
  const values = name === 'SEN54' ? VALUES.slice(0, 7) : VALUES
  const blind = values.map((value, i) => (i > 5 ? NO_VALUE : value))

  test('reads what the world has, and the indices when there are any', () => {
    const { rig, driver } = rigOf(name)
    const found = rig.turns(driver, 80)
    expect(new Set(found.outcomes)).toEqual(new Set(['', 'warming-up', 'reading']))
    expect(found.values[0]).toEqual(blind)
    expect(found.values.at(-1)).toEqual(values)
    expect(found.values.length).toBeGreaterThan(45)
  })

  test.each([970, 1_030])('a clock of its own, %i ms a second, is no fault', (intervalMs) => {
    const { rig, driver } = rigOf(name, { intervalMs })
    const { outcomes } = rig.turns(driver, 300)
    expect(new Set(outcomes)).toEqual(new Set(['', 'warming-up', 'reading']))
  })

  test('lost starts, and a brown-out, are made good', () => {
    const { rig, driver, chip } = rigOf(name, { lostStarts: 2 })
    const first = rig.turns(driver, 60).outcomes
    expect(first.filter((outcome) => outcome === 'not-ready')).toHaveLength(2)
    expect(first.at(-1)).toBe('reading')
    chip.reset(50_000)
    const second = rig.turns(driver, 60).outcomes
    expect(second.filter((outcome) => outcome === 'not-ready')).toHaveLength(1)
    expect(second.at(-1)).toBe('reading')
  })

  test('a stuck fan costs the particles, and nothing else', () => {
    const { rig, driver, chip } = rigOf(name)
    rig.turns(driver, 80)
    chip.suffer('stuck-fan', true)
    const { outcomes, values: seen } = rig.turns(driver, 130)
    expect(new Set(outcomes.slice(5))).toEqual(new Set(['reading defect']))
    const without = values.map((value, i) => (i < 4 ? NO_VALUE : value))
    expect(new Set(seen.slice(5).map(String))).toEqual(new Set([String(without)]))
    chip.suffer('stuck-fan', false)
    expect(rig.turns(driver, 70).values.at(-1)).toEqual(values)
  })

  test('cleaning its fan for 10 s costs the readings of that time', () => {
    const { rig, driver } = rigOf(name, { cleaningS: 100 })
    const { outcomes } = rig.turns(driver, 220)
    expect(new Set(outcomes)).toEqual(new Set(['', 'warming-up', 'reading']))
  })
})
