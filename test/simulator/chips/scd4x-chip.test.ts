import { scd4x } from '../../../device/sensors/scd4x.ts'
import { scd30 } from '../../../device/sensors/scd30.ts'
import { World } from '../../../host-tools/simulator/world.ts'
import { driven, scd4xRig, scd30Rig, worldOf } from '../../support/scd-rig.ts'

const GRID = [300, 420, 1_000, 5_000, 39_990].flatMap((ppm) =>
  [-1_000, 0, 2_115, 4_000].flatMap((celsius) =>
    [0, 4_321, 10_000].map((percent) => [ppm, celsius, percent] as const),
  ),
)

test.each(GRID)('drivers read what the world has: %d ppm, %d, %d', (...air) => {
  for (const [bench, open] of [
    [scd30Rig({}, worldOf(...air)), scd30],
    [scd4xRig(worldOf(...air)), scd4x],
  ] as const) {
    const seen = driven(bench, open(bench.port), 240)
    expect(seen.length).toBeGreaterThan(10)
    expect(new Set(seen)).toEqual(new Set([String(air)]))
  }
})

test('golden answers: serial number, self-calibration, nothing ready', () => {
  const { wait, ask, write } = scd4xRig()
  wait(29)
  expect(write('36 82')).toBe(false)
  wait(1)
  expect(ask('36 82', 9, 1)).toBe('f8 96 31 9f 07 c2 3b be 89')
  expect(ask('23 13', 3, 1)).toBe('00 01 b0')
  expect(write('24 16 00 00 81')).toBe(true)
  expect(ask('23 13', 3, 1)).toBe('00 00 81')
  expect(ask('e4 b8', 3, 1)).toBe('80 00 a2')
  expect(ask('e4 b8', 3, 0)).toBe('nack')
  expect(['12 34', '24 16 00 00 82', '24 16 00', '36 f6'].map(write)).toEqual(Array(4).fill(false))
})

test('a result, once each 5 s; an empty buffer is not acknowledged', () => {
  const { wait, ask } = scd4xRig()
  wait(30)
  expect(ask('21 b1', 3)).toBe('nack')
  expect(ask('ec 05', 9, 1)).toBe('nack')
  wait(5_000)
  expect(ask('e4 b8', 3, 1)).toMatch(/^80 06 /)
  expect(ask('ec 05', 9, 1)).toBe('01 f4 33 66 66 93 5e b8 0d')
  expect(ask('ec 05', 9, 1)).toBe('nack')
  expect(ask('e4 b8', 3, 1)).toBe('80 00 a2')
})

test('while it measures it takes no start and no setting; stopped, after 500 ms', () => {
  const { wait, write } = scd4xRig()
  wait(30)
  expect(write('21 b1')).toBe(true)
  expect(['21 b1', '21 ac', '24 16 00 00 81', '36 82', '36 e0'].map(write)).toEqual(
    Array(5).fill(false),
  )
  expect(write('e0 00 03 db 42')).toBe(true)
  expect(write('3f 86')).toBe(true)
  wait(499)
  expect(write('21 b1')).toBe(false)
  wait(1)
  expect(write('21 b1')).toBe(true)
})

test.each([
  ['measuring', ['21 b1']],
  ['measuring with low power', ['21 ac']],
  ['asleep', ['36 e0']],
  ['idle', []],
])('the driver reads one that another owner left %s', (_mode, commands) => {
  const bench = scd4xRig()
  bench.wait(30)
  for (const command of commands) expect(bench.write(command)).toBe(true)
  bench.wait(700)
  const seen = driven(bench, scd4x(bench.port), 300)
  expect(new Set(seen)).toEqual(new Set(['500,2500,3700']))
  bench.write('3f 86')
  bench.wait(500)
  expect(bench.ask('23 13', 3, 1)).toBe('00 00 81')
})

test('stopped behind the driver’s back it is started again, and no turn is lost sight of', () => {
  const bench = scd4xRig()
  const driver = scd4x(bench.port)
  driven(bench, driver, 300)
  bench.write('3f 86')
  const seen = driven(bench, driver, 60)
  // It still stops; then two turns may be clocks out of step, and after the start it warms up.
  expect(seen).toEqual(['fault 4', 'fault 7', 'fault 7', 'fault 7'])
  expect(driven(bench, driver, 300).at(-1)).toBe('500,2500,3700')
})
test('more CO2 than they can say: the driver gives the end of the range', () => {
  const bench = scd4xRig(worldOf(60_000, 2_000, 5_000))
  expect(new Set(driven(bench, scd4x(bench.port), 240))).toEqual(new Set(['40000,2000,5000']))
})

test('a world without CO2 is outdoors', () => {
  const bench = scd4xRig(new World([]))
  expect(driven(bench, scd4x(bench.port), 240).at(-1)).toBe('420,2000,5000')
})
