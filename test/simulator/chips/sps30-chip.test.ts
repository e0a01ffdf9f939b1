/** The simulated SPS30 says what its datasheet has it say, and its driver copes with it. */
import type { Platform } from '../../../device/platform/io.ts'
import { openSensor } from '../../../device/sensors/open.ts'
import type { Sps30 } from '../../../host-tools/simulator/chips/sps30-chip.ts'
import { bytesOf, hex } from '../../support/driving.ts'
import { DustRig } from '../../support/dust-rig.ts'
import { floats, miso, mosi, wordsOf } from '../../support/shdlc.ts'
import { SPS30_FRAMES } from '../../vectors/dust.ts'

const WAYS = [
  ['on its line', undefined],
  ['on I2C', 0x69],
] as const
const AIR = [840, 1_200, 1_850, 2_500]
const AIR_FLOATS = floats(8.4, 12, 18.5, 25)

function rigOf(address: number | undefined, unit: object = {}) {
  const rig = new DustRig('SPS30', { address, ...unit })
  const platform = { openSerial: () => rig.line!, openI2C: () => rig.bus } as unknown as Platform
  const port = address === undefined ? 'uart1' : 'i2c1'
  const driver = openSensor(platform, { part: 'SPS30', port })
  return { rig, driver, chip: rig.chip as Sps30 }
}

describe('on its line', () => {
  const START = mosi(0x00, [1, 3])
  const READ = mosi(0x03)
  const onLine = (unit: object = {}) => rigOf(undefined, unit).rig
  const error = (command: number, code: number) => miso(command, [], code)

  test.each(SPS30_FRAMES)('answers the example of the datasheet: %s', (what, sent, answer) => {
    const rig = onLine()
    if (what === 'stop' || what.startsWith('read measured')) rig.exchange(...START)
    expect(hex(rig.exchange(...bytesOf(sent)))).toBe(answer)
  })

  test('a result each second, given once; then 12 and 25 µg/m³', () => {
    const rig = onLine()
    rig.exchange(...START)
    expect(rig.wait(800).exchange(...READ)).toEqual(miso(0x03))
    rig.wait(9_000)
    const answer = rig.exchange(...READ)
    expect(hex(answer)).toContain(hex(AIR_FLOATS))
    expect(answer.slice(0, 5)).toEqual([0x7e, 0, 3, 0, 40])
    expect(rig.exchange(...READ)).toEqual(miso(0x03))
  })

  test('integers where they were asked for', () => {
    const rig = onLine()
    rig.exchange(...mosi(0x00, [1, 5]))
    const answer = rig.wait(10_000).exchange(...READ)
    // 19 is 0x13, which is stuffed.
    expect(hex(answer.slice(0, 14))).toBe('7e 00 03 00 14 00 08 00 0c 00 7d 33 00 19')
  })

  test.each([
    ['what it does not know', mosi(0x99), error(0x99, 0x02)],
    ['too few data', mosi(0x00, [1]), error(0x00, 0x01)],
    ['another format', mosi(0x00, [1, 4]), error(0x00, 0x04)],
    ['values while idle', READ, error(0x03, 0x43)],
    ['stop while idle', mosi(0x01), error(0x01, 0x43)],
  ])('an error for %s', (_what, sent, answer) => {
    expect(onLine().exchange(...sent)).toEqual(answer)
  })

  test('an error for a start while it measures, and for sleep', () => {
    const rig = onLine()
    rig.exchange(...START)
    expect(rig.exchange(...START)).toEqual(error(0x00, 0x43))
    expect(rig.exchange(...mosi(0x10))).toEqual(error(0x10, 0x43))
  })

  test('what is no frame is not answered, and does not hide the next one', () => {
    const rig = onLine()
    const broken = mosi(0x03)
    broken[4]! ^= 1
    expect(rig.exchange(...broken)).toEqual([])
    expect(rig.exchange(0x12, 0x34, ...READ)).toEqual(error(0x03, 0x43))
  })

  test('asleep it hears nothing but a call behind a byte that wakes its interface', () => {
    const rig = onLine()
    rig.exchange(...mosi(0x10))
    expect(rig.exchange(...READ)).toEqual([])
    rig.wait(200)
    expect(rig.exchange(...mosi(0x11))).toEqual([])
    rig.wait(200)
    expect(rig.exchange(0xff, ...mosi(0x11))).toEqual(miso(0x11))
    expect(rig.exchange(...READ)).toEqual(error(0x03, 0x43))
  })

  test('firmware 1.0 knows neither sleep nor status', () => {
    const rig = onLine({ firmware: 0x0100 })
    for (const command of [0x10, 0x11]) {
      expect(rig.exchange(...mosi(command))).toEqual(error(command, 0x02))
    }
    expect(rig.exchange(...mosi(0xd2, [0]))).toEqual(error(0xd2, 0x02))
  })

  test('a fan that stands is in the state of every answer after 2 s, until it is cleared', () => {
    const rig = onLine()
    rig.exchange(...START)
    rig.chip.suffer!('stuck-fan', true)
    expect(rig.wait(1_500).exchange(...READ)[3]).toBe(0)
    expect(rig.wait(1_000).exchange(...READ)[3]).toBe(0x80)
    rig.chip.suffer!('stuck-fan', false)
    expect(rig.exchange(...mosi(0xd2, [1]))).toEqual(miso(0xd2, [0, 0, 0, 0x10, 0], 0x80))
    expect(rig.exchange(...READ)[3]).toBe(0)
  })
})

describe('on I2C', () => {
  const onBus = (unit: object = {}) => rigOf(0x69, unit).rig
  const start = (rig: DustRig) => rig.tell(0x00, 0x10, 0x03, 0x00, 0xac)

  test('idle it has nothing; measuring it sets its flag each second, and a read resets it', () => {
    const rig = onBus()
    expect(rig.wait(5_000).words(0x0202, 1)).toEqual([0])
    expect(start(rig)).toBe(true)
    expect(rig.wait(900).words(0x0202, 1)).toEqual([0])
    expect(rig.wait(9_000).words(0x0202, 1)).toEqual([1])
    expect(rig.words(0x0300, 8)).toEqual(wordsOf(AIR_FLOATS))
    expect(rig.words(0x0202, 1)).toEqual([0])
    expect(rig.words(0x0300, 8)).toEqual(wordsOf(AIR_FLOATS))
  })

  test('values before the first are zeros', () => {
    expect(onBus().words(0x0300, 20)).toEqual(Array(20).fill(0))
  })

  test('no acknowledge to what it does not know, to a wrong check, while it is busy', () => {
    const rig = onBus()
    expect(rig.tell(0x12, 0x34)).toBe(false)
    expect(rig.tell(0x00, 0x10, 0x03, 0x00, 0xad)).toBe(false)
    expect(rig.tell(0x00, 0x10, 0x04, 0x00, 0x3b)).toBe(false)
    expect(rig.tell(0xd3, 0x04)).toBe(true)
    expect(rig.wait(50).tell(0x02, 0x02)).toBe(false)
    expect(rig.wait(50).tell(0x02, 0x02)).toBe(true)
    expect([...Array(2)].map(() => rig.read(3))).toEqual([
      [0, 0, 0x81],
      [0, 0, 0x81],
    ])
  })

  test('asleep it acknowledges the second call to wake up', () => {
    const rig = onBus()
    rig.tell(0x10, 0x01)
    rig.wait(5)
    expect(rig.tell(0x02, 0x02)).toBe(false)
    expect(rig.read(3)).toEqual([])
    expect(rig.wait(150).tell(0x11, 0x03)).toBe(false)
    expect(rig.wait(5).tell(0x11, 0x03)).toBe(true)
    expect(rig.wait(5).words(0x0202, 1)).toEqual([0])
  })

  test.each([
    [0x0100, [], []],
    [0x0202, [0, 0], [0x0202]],
  ])('firmware %i: its status', (firmware, status, version) => {
    const rig = onBus({ firmware })
    expect(rig.words(0xd206, 2)).toEqual(status)
    expect(rig.words(0xd100, 1)).toEqual(version.length > 0 ? version : [firmware])
  })
})

describe.each(WAYS)('the driver, %s', (_way, address) => {
  const WARM = ['', ...Array(30).fill('warming-up')]

  test('reads what the world has, once a second, after half a minute', () => {
    const { rig, driver } = rigOf(address)
    const { outcomes, values } = rig.turns(driver, 60)
    // The first result may lie a turn off.
    const noted = outcomes.filter((outcome) => outcome !== '')
    expect(noted.slice(0, 29)).toEqual(Array(29).fill('warming-up'))
    expect(new Set(outcomes.slice(33))).toEqual(new Set(['reading']))
    expect(new Set(values.map(String))).toEqual(new Set([String(AIR)]))
  })

  test.each([960, 1_040])('a clock of its own, %i ms a second, is no fault', (intervalMs) => {
    const { rig, driver } = rigOf(address, { intervalMs })
    const { outcomes } = rig.turns(driver, 300)
    expect(new Set(outcomes)).toEqual(new Set(['', 'warming-up', 'reading']))
    const readings = outcomes.filter((outcome) => outcome === 'reading').length
    expect(readings).toBeGreaterThan(intervalMs > 1_000 ? 255 : 265)
  })

  test('starts that are lost are made again until one is heard', () => {
    const { rig, driver } = rigOf(address, { lostStarts: 3 })
    const { outcomes } = rig.turns(driver, 60)
    const faults = outcomes.filter((outcome) => outcome === 'not-ready' || outcome === 'protocol')
    expect(faults.length).toBeGreaterThanOrEqual(3)
    expect(faults.length).toBeLessThanOrEqual(6)
    expect(outcomes.slice(-5)).toEqual(Array(5).fill('reading'))
  })

  test('a brown-out costs what it takes to notice, and half a minute', () => {
    const { rig, driver, chip } = rigOf(address)
    rig.turns(driver, 40)
    chip.reset()
    const { outcomes, values } = rig.turns(driver, 60)
    expect(outcomes.filter((outcome) => outcome === 'not-ready')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'warming-up').length).toBeGreaterThan(25)
    expect(outcomes.slice(-10)).toEqual(Array(10).fill('reading'))
    expect(new Set(values.map(String))).toEqual(new Set([String(AIR)]))
  })

  test('asleep, or started with integers, as another owner left it', () => {
    for (const leave of [(chip: Sps30) => chip.sleep(), (chip: Sps30) => chip.start(5)]) {
      const { rig, driver, chip } = rigOf(address)
      leave(chip)
      rig.wait(3_000)
      const { outcomes } = rig.turns(driver, 40)
      expect(outcomes.slice(-5)).toEqual(Array(5).fill('reading'))
      expect(outcomes.filter((outcome) => outcome !== '').length).toBeGreaterThan(35)
    }
  })

  test('cleaning its fan for 10 s costs the readings of that time', () => {
    const { rig, driver } = rigOf(address, { cleaningS: 100 })
    const { outcomes } = rig.turns(driver, 240)
    expect(new Set(outcomes)).toEqual(new Set(['', 'warming-up', 'reading']))
    const gaps = outcomes.join(',').match(/(?<=reading),(,{9,})(?=reading)/g)
    expect(gaps!.length).toBe(2)
  })

  test('firmware 1.0 is read as well', () => {
    const { rig, driver } = rigOf(address, { firmware: 0x0100 })
    expect(rig.turns(driver, 40).outcomes.slice(-5)).toEqual(Array(5).fill('reading'))
  })

  test('a stuck fan is a defect and no value; a blinded laser sees nothing', () => {
    const { rig, driver, chip } = rigOf(address)
    rig.turns(driver, 40)
    chip.suffer('stuck-fan', true)
    const stuck = rig.turns(driver, 130)
    expect(stuck.values.length).toBeLessThanOrEqual(4)
    expect(new Set(stuck.outcomes.slice(5))).toEqual(new Set(['defect']))
    chip.suffer('stuck-fan', false)
    const mended = rig.turns(driver, 70)
    expect(mended.outcomes.at(-1)).toBe('reading')
    chip.suffer('blinded-laser', true)
    expect(rig.turns(driver, 5).values.at(-1)).toEqual([0, 0, 0, 0])
  })

  test('warm means warm', () => {
    const { rig, driver } = rigOf(address)
    const { outcomes } = rig.turns(driver, 20)
    expect(outcomes.every((outcome) => WARM.includes(outcome))).toBe(true)
  })
})
