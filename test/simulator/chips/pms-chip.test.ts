import { PM2_5, PM10 } from '../../../device/quantities.ts'
import { Pms, pmsPart } from '../../../device/sensors/pms.ts'
import { PmsChip, type PmsUnit } from '../../../host-tools/simulator/chips/pms-chip.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { SerialLine } from '../../../host-tools/simulator/serial-line.ts'
import { World } from '../../../host-tools/simulator/world.ts'
import { collect, hex } from '../../support/driving.ts'
import { command, replyTo, report } from '../../support/pms-frames.ts'

const SECOND_US = 1_000_000
const UNIT: PmsUnit = { gain: 0, noise: 0, noiseFloor: 0 }

function rig(unit: Partial<PmsUnit> = {}, pm25 = 1_200, pm10 = 2_500) {
  const kernel = new Kernel()
  const line = new SerialLine(kernel, 9600)
  const world = new World([
    { quantity: PM2_5.code, timesS: [0, 3_600], values: [pm25, pm25] },
    { quantity: PM10.code, timesS: [0, 3_600], values: [pm10, pm10] },
  ])
  const chip = new PmsChip(kernel, line, world, new Random(1, 1, 1), { ...UNIT, ...unit })
  const into = new Uint8Array(256)
  const heard = () => Buffer.from(into.subarray(0, line.read(into)))
  const seconds = (count: number) => kernel.run(kernel.nowUs + count * SECOND_US)
  const reportsIn = (count: number) => {
    heard()
    let reports = 0
    for (let s = 0; s < count; s++) {
      seconds(1)
      reports += heard().length / 32
    }
    return reports
  }
  const driver = new Pms(line, pmsPart('PMS5003'))
  const turn = () => {
    const now = kernel.nowUs / 1000
    const delay = driver.start(now)
    seconds(delay / 1000)
    return collect(driver, now + delay)
  }
  return { kernel, line, chip, heard, seconds, reportsIn, turn }
}

test('active after power-on: every 2.3 s in steady air, low while the fan starts', () => {
  const { heard, seconds, reportsIn } = rig()
  seconds(4)
  const first = heard()
  expect(first.subarray(0, 4).toString('hex')).toBe('424d001c')
  expect(first.readUInt16BE(12)).toBeLessThan(12)
  seconds(40)
  expect(reportsIn(23 * 4)).toBeCloseTo(40, 0)
})

test('of air with 12 and 25 µg/m³ it sends what its manual says', () => {
  const { heard, line, seconds } = rig()
  seconds(40)
  line.write(command(0xe1, 0))
  seconds(1)
  heard()
  line.write(command(0xe2, 0))
  seconds(1)
  const frame = heard()
  const words = Array.from({ length: 6 }, (_, i) => frame.readUInt16BE(4 + 2 * i))
  expect(words).toEqual([8, 12, 25, 8, 12, 25])
  const sum = frame.subarray(0, 30).reduce((total, byte) => total + byte, 0)
  expect(frame.readUInt16BE(30)).toBe(sum)
})

test('passive it is silent until asked, and says that it is passive', () => {
  const { heard, line, seconds, reportsIn } = rig()
  seconds(3)
  heard()
  line.write(command(0xe1, 0))
  seconds(1)
  expect(heard().toString('hex')).toContain(Buffer.from(replyTo(0xe1, 0)).toString('hex'))
  expect(reportsIn(10)).toBe(0)
  line.write(command(0xe2, 0))
  expect(reportsIn(2)).toBe(1)
  line.write(command(0xe1, 1))
  seconds(1)
  expect(reportsIn(23)).toBeGreaterThanOrEqual(9)
})

test('asleep it hears the call to wake up and nothing else', () => {
  const { heard, line, seconds, reportsIn } = rig()
  line.write(command(0xe4, 0))
  seconds(1)
  expect(hex(heard())).toBe(hex(replyTo(0xe4, 0)))
  line.write(command(0xe2, 0))
  line.write(command(0xe1, 1))
  expect(reportsIn(10)).toBe(0)
  line.write(command(0xe4, 1))
  seconds(2)
  const first = heard()
  expect(first.readUInt16BE(12)).toBeLessThan(12)
})

test('what is no command is not obeyed', () => {
  const { heard, line, seconds, reportsIn } = rig()
  const broken = command(0xe1, 0)
  broken[6]! ^= 1
  line.write(broken)
  seconds(2)
  heard()
  expect(reportsIn(23)).toBeGreaterThanOrEqual(9)
})

test.each([
  ['wired both ways', false],
  ['that hears nothing', true],
])('the driver reads a chip %s, once a turn at the most', (_what, deaf) => {
  const { turn } = rig({ deaf })
  const turns = Array.from({ length: 60 }, turn)
  const readings = turns.slice(35).flatMap(({ values }) => values)
  expect(turns.every(({ values }) => values.length <= 1)).toBe(true)
  expect(readings.length).toBeGreaterThanOrEqual(deaf ? 10 : 25)
  expect(new Set(readings.map(String))).toEqual(new Set(['800,1200,2500']))
  const faults = turns.flatMap(({ outcomes }) => outcomes)
  expect(faults.filter((name) => !['reading', 'warming-up'].includes(name))).toEqual([])
})

test('smoke beyond its range: the driver gives the end of the range', () => {
  const { turn } = rig({}, 300_000, 400_000)
  const turns = Array.from({ length: 40 }, turn)
  expect(turns.at(-1)!.values).toEqual([[100_000, 100_000, 100_000]])
})

test('a stuck fan repeats itself, a blinded laser sees nothing', () => {
  const { chip, turn } = rig({ noise: 50 })
  const last = () => Array.from({ length: 40 }, turn).at(-1)!.values[0]!
  last()
  chip.suffer('stuck-fan', true)
  expect(last()).toEqual(last())
  chip.suffer('stuck-fan', false)
  chip.suffer('blinded-laser', true)
  expect(last()).toEqual([0, 0, 0])
})

test('its reports are those of the test double', () => {
  const { heard, seconds } = rig({}, 0, 0)
  seconds(4)
  const frame = heard().subarray(0, 32)
  const double = report(0, 0, 0)
  expect(hex(frame.subarray(0, 4))).toBe(hex(double.subarray(0, 4)))
  expect(frame.length).toBe(double.length)
})
