import { scd30 } from '../../../device/sensors/scd30.ts'
import { Scd30Chip } from '../../../host-tools/simulator/chips/scd30-chip.ts'
import { I2CBus, type I2CChip, I2CPort } from '../../../host-tools/simulator/i2c-bus.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { bytesOf } from '../../support/driving.ts'
import { driven, NEW, scd30Rig, worldOf } from '../../support/scd-rig.ts'

test('no acknowledge before its boot is over, nor to a strange or garbled command', () => {
  const { wait, write } = scd30Rig()
  wait(1_799)
  expect(write('02 02')).toBe(false)
  wait(1)
  expect(['02 02', '12 34', '46 00 00 02 e4', '46 00 00 01 b0', '46 00 00'].map(write)).toEqual([
    true,
    ...Array(4).fill(false),
  ])
})

test('an answer is there more than 3 ms after its command, once', () => {
  const { wait, ask, read } = scd30Rig()
  wait(2_000)
  expect(ask('46 00', 3, 2)).toBe('nack')
  expect(ask('46 00', 3, 3)).toBe('00 02 e3')
  expect(read(3)).toBe('nack')
  expect(ask('d1 00', 3)).toBe('03 42 f3')
})

test('idle as it comes; started, 0 ppm first, then low, then what there is', () => {
  const { wait, ask, write } = scd30Rig()
  wait(4_000)
  expect(ask('02 02', 3)).toBe('00 00 81')
  // Nothing was measured yet.
  expect(ask('03 00', 3)).toBe('7f c0 64')
  expect(write('00 10 00 00 81')).toBe(true)
  wait(10)
  const ppm = Array.from({ length: 12 }, () => {
    wait(1_992)
    expect(ask('02 02', 3)).toBe('00 01 b0')
    const words = bytesOf(ask('03 00', 18))
    return new DataView(
      Uint8Array.of(words[0]!, words[1]!, words[3]!, words[4]!).buffer,
    ).getFloat32(0)
  })
  expect(ppm[0]).toBe(0)
  expect(ppm[1]).toBeLessThan(100)
  expect(ppm.slice(9)).toEqual([439, 439, 439])
  expect(ask('02 02', 3)).toBe('00 00 81')
})

test('what it was told outlasts its supply', () => {
  const { chip, wait, write } = scd30Rig()
  wait(2_000)
  expect(chip.memory()).toEqual({ intervalS: 2, selfCalibration: false, measuring: false })
  for (const set of ['46 00 00 05 74', '53 06 00 01 b0', '00 10 00 00 81'])
    expect(write(set)).toBe(true)
  expect(chip.memory()).toEqual({ intervalS: 5, selfCalibration: true, measuring: true })
  expect(write('01 04')).toBe(true)
  expect(chip.memory()).toMatchObject({ measuring: false })
})

test('the driver sets it right: airRohr’s 30 s, self-calibration, and that it measures', () => {
  const bench = scd30Rig({ intervalS: 30, selfCalibration: true })
  const seen = driven(bench, scd30(bench.port), 300)
  expect(bench.chip.memory()).toEqual({ intervalS: 2, selfCalibration: false, measuring: true })
  expect(seen.length).toBeGreaterThan(80)
})

test('one that measures already after power-on is read as well', () => {
  const bench = scd30Rig({ measuring: true })
  expect(new Set(driven(bench, scd30(bench.port), 200))).toEqual(new Set(['439,2724,4881']))
})

test('its supply fails for a moment: the 0 ppm is a failure, and it warms up again', () => {
  const kernel = new Kernel()
  let chip = new Scd30Chip(kernel, worldOf(439, 2_724, 4_881), new Random(1, 1, 1), NEW)
  const bus: I2CChip = {
    address: 0x61,
    onWrite: (bytes) => chip.onWrite(bytes),
    onRead: (into) => chip.onRead(into),
  }
  const wires = new I2CBus()
  wires.add(bus)
  const driver = scd30(new I2CPort(wires, 0x61))
  driven({ kernel }, driver, 200)
  const unit = { ...NEW, ...chip.memory() }
  chip = new Scd30Chip(kernel, worldOf(439, 2_724, 4_881), new Random(1, 1, 1), unit)
  const seen = driven({ kernel }, driver, 100)
  expect(seen).toContain('fault 8')
  expect(seen.filter((one) => !one.startsWith('fault'))).toEqual([])
  expect(new Set(driven({ kernel }, driver, 60))).toEqual(new Set(['439,2724,4881']))
})
