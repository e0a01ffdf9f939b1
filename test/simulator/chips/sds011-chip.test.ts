import { PM2_5, PM10 } from '../../../device/quantities.ts'
import { Sds011Chip, type Sds011Unit } from '../../../host-tools/simulator/chips/sds011-chip.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { SerialLine } from '../../../host-tools/simulator/serial-line.ts'
import { World } from '../../../host-tools/simulator/world.ts'

const SECOND_US = 1_000_000
const UNIT: Sds011Unit = {
  id: 0xa160,
  gain: 0,
  noise: 0,
  noiseFloor: 0,
  workingPeriodMinutes: 0,
  queryMode: false,
}

function rig(unit: Partial<Sds011Unit> = {}, pm25 = 1_230, pm10 = 2_500) {
  const kernel = new Kernel()
  const line = new SerialLine(kernel, 9600)
  const world = new World([
    { quantity: PM2_5.code, timesS: [0], values: [pm25] },
    { quantity: PM10.code, timesS: [0], values: [pm10] },
  ])
  const chip = new Sds011Chip(kernel, line, world, new Random(1, 1, 1), { ...UNIT, ...unit })
  const into = new Uint8Array(256)
  const frames = (): string[] => {
    const text = Buffer.from(into.subarray(0, line.read(into))).toString('hex')
    return text.match(/.{20}/g) ?? []
  }
  const command = (bytes: readonly number[], id = [0xff, 0xff]) => {
    const body = [...bytes, ...new Array(13 - bytes.length).fill(0), ...id]
    const sum = body.reduce((total, byte) => total + byte, 0) & 0xff
    line.write(Uint8Array.from([0xaa, 0xb4, ...body, sum, 0xab]))
  }
  const seconds = (count: number) => kernel.run(kernel.nowUs + count * SECOND_US)
  return { kernel, line, chip, frames, command, seconds }
}

test('reports once a second, with the id and the sum of the protocol', () => {
  const { chip, frames, seconds } = rig()
  chip.powerOn()
  seconds(61)
  // AA C0, PM2.5 123 = 7b 00, PM10 250 = fa 00, id, sum of the six, AB.
  const seen = frames()
  expect(seen.length).toBeGreaterThan(20)
  expect(seen.at(-1)).toBe('aac07b00fa00a16076ab')
})

test('right after power-on the fan spins up and readings come out low', () => {
  const { chip, frames, seconds } = rig()
  chip.powerOn()
  seconds(4)
  const first = Buffer.from(frames()[0]!, 'hex')
  expect(first.readUInt16LE(2)).toBeLessThan(123)
})

test('values end at 999.9', () => {
  const { chip, frames, seconds } = rig({}, 99_999, 99_999)
  chip.powerOn()
  seconds(20)
  const last = Buffer.from(frames().at(-1)!, 'hex')
  expect([last.readUInt16LE(2), last.readUInt16LE(4)]).toEqual([9999, 9999])
})

test('a world with less than nothing is clean air', () => {
  for (const noiseFloor of [0, 30]) {
    const { chip, frames, seconds } = rig({ noise: 1000, noiseFloor }, -100_000, -30)
    chip.powerOn()
    seconds(20)
    const last = Buffer.from(frames().at(-1)!, 'hex')
    expect(last.readUInt16LE(2)).toBeLessThanOrEqual(noiseFloor / 10)
  }
})

test('asleep it says nothing and hears nothing but the command to work', () => {
  const { chip, frames, command, seconds } = rig()
  chip.powerOn()
  seconds(3)
  frames()
  command([6, 1, 0])
  seconds(1)
  expect(frames()).toContain('aac506010000a16008ab')
  command([8, 0, 0])
  command([4])
  seconds(30)
  expect(frames()).toEqual([])
  command([6, 1, 1])
  seconds(5)
  const seen = frames()
  expect(seen[0]).toBe('aac506010100a16009ab')
  expect(seen.length).toBeGreaterThanOrEqual(4)
})

test('a working period of two minutes gives one report every two minutes', () => {
  const { chip, frames, seconds } = rig({ workingPeriodMinutes: 2 })
  chip.powerOn()
  seconds(29)
  expect(frames()).toEqual([])
  seconds(2)
  expect(frames()).toHaveLength(1)
  seconds(600)
  expect(frames()).toHaveLength(5)
})

test('tells and takes its working period; continuous again, it reports each second', () => {
  const { chip, frames, command, seconds } = rig({ workingPeriodMinutes: 5 })
  chip.powerOn()
  command([8, 0, 0])
  seconds(1)
  expect(frames()).toEqual(['aac508000500a1600eab'])
  command([8, 1, 0])
  seconds(10)
  expect(frames().length).toBeGreaterThanOrEqual(9)
})

test('in query mode it reports only when asked', () => {
  const { chip, frames, command, seconds } = rig({ queryMode: true })
  chip.powerOn()
  seconds(20)
  expect(frames()).toEqual([])
  command([4])
  seconds(1)
  expect(frames()).toEqual(['aac07b00fa00a16076ab'])
})

test('a wrong checksum, a wrong length and another chip’s id are not for it', () => {
  const { chip, line, frames, command, seconds } = rig({ queryMode: true })
  chip.powerOn()
  command([4], [0x12, 0x34])
  seconds(1)
  line.write(Uint8Array.from([0xaa, 0xb4, 4, ...new Array(12).fill(0), 0xff, 0xff, 0, 0xab]))
  seconds(1)
  line.write(Uint8Array.from([0xaa, 0xb4, 4, 0xab]))
  seconds(1)
  expect(frames()).toEqual([])
})

test('hears a command whatever noise came before it, and two in a row', () => {
  const { chip, line, frames, command, seconds } = rig({ queryMode: true })
  chip.powerOn()
  line.write(Uint8Array.of(1, 2, 3))
  command([4])
  command([8, 0, 0])
  seconds(1)
  expect(frames()).toHaveLength(2)
})

test('takes another id, and answers to that', () => {
  const { chip, frames, command, seconds } = rig({ queryMode: true })
  chip.powerOn()
  command([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12, 0x34])
  seconds(1)
  expect(frames()).toEqual(['aac50500000012344bab'])
  command([4], [0xa1, 0x60])
  command([4], [0x12, 0x34])
  seconds(1)
  expect(frames()).toHaveLength(1)
})
