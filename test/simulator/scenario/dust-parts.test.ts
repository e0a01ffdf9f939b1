/** Keys of SPS30, SEN54 and SEN55 in scenario files. */
import * as v from 'valibot'
import { Random } from '../../../host-tools/simulator/random.ts'
import { fitPart, Part } from '../../../host-tools/simulator/scenario/parts/parts.ts'

const fitted = (file: object) => fitPart(v.parse(Part, file), new Random(1, 2, 3), '')
const still = { gain: '0 %', noise: '2 %', floor: 0.3 }
const OPTICS = { gain: 0, noise: 20, noiseFloor: 30, humidityResponse: 1000 }
const NODE = { ...OPTICS, intervalMs: 1_000, cleaningS: 604_800, lostStarts: 0 }

test('an SPS30 is on a serial port if nothing is said, on i2c1 it has its address', () => {
  expect(fitted({ part: 'SPS30', ...still })).toEqual({
    part: 'SPS30',
    port: 'uart1',
    chip: { part: 'SPS30', port: 'uart1', unit: { ...NODE, firmware: 0x0202 } },
  })
  const file = { part: 'SPS30', port: 'i2c1', firmware: '1.0', lostStarts: 2, ...still }
  expect(fitted(file)).toEqual({
    part: 'SPS30',
    port: 'i2c1',
    address: 0x69,
    chip: {
      part: 'SPS30',
      port: 'i2c1',
      unit: { ...NODE, lostStarts: 2, firmware: 0x0100, address: 0x69 },
    },
  })
})

test.each([
  ['SEN54', false],
  ['SEN55', true],
])('a %s is on i2c1', (part, nox) => {
  const file = { part, temperature: 0, humidity: 0, interval: 1_030, cleaning: 0, ...still }
  const unit = {
    ...NODE,
    intervalMs: 1_030,
    cleaningS: 0,
    address: 0x69,
    nox,
    temperatureOffset: 0,
    humidityOffset: 0,
    airNoise: 3,
  }
  expect(fitted(file)).toMatchObject({ part, port: 'i2c1', address: 0x69, chip: { unit } })
})

test.each([
  { part: 'SPS30', port: 'i2c2' },
  { part: 'SPS30', firmware: '3.0' },
  { part: 'SPS30', interval: 900 },
  { part: 'SPS30', temperature: 1 },
  { part: 'SEN54', port: 'uart1' },
  { part: 'SEN55', lostStarts: -1 },
])('refused: %o', (file) => {
  expect(v.safeParse(Part, file).success).toBe(false)
})
