/** What an SPS30's values mean, and which of its interfaces a config means. */
import fc from 'fast-check'
import type { Platform } from '../../device/platform/io.ts'
import { NO_VALUE, OUT_OF_RANGE, READING } from '../../device/sensors/driver.ts'
import { openSensor } from '../../device/sensors/open.ts'
import { sps30Part } from '../../device/sensors/sps30.ts'
import { sps30Values } from '../../device/sensors/sps30-values.ts'
import { bytesOf } from '../support/driving.ts'
import { floats, measured } from '../support/shdlc.ts'
import { SPS30_CAPTURES, SPS30_MADNESS, SPS30_SOILED } from '../vectors/dust.ts'

function valuesOf(data: readonly number[]) {
  const into = new Int32Array(4).fill(77)
  const outcome = sps30Values(Uint8Array.from(data), 0, 2, into)
  return { outcome, values: [...into] }
}

/** In hundredths, as the engine's own numbers have it; a float times 100 is exact in a double. */
function expected(number: number): number {
  if (!(number < 2 ** 23) || Math.floor(number * 100 + 0.5) < 0) return NO_VALUE
  return Math.min(100_000, Math.floor(number * 100 + 0.5))
}

/** Of a frame in hex: 0x7d and what it stands before. */
const unstuffed = (frame: string) => [
  ...bytesOf(
    frame.replace(/7d\s+(..)/g, (_, byte) => (Number.parseInt(byte, 16) ^ 0x20).toString(16)),
  ),
]

test.each(SPS30_CAPTURES)('%s', (frame, values) => {
  const found = valuesOf(unstuffed(frame).slice(5, 45))
  expect(found.outcome).toBe(READING)
  // As printed, with one decimal.
  values.forEach((value, i) => {
    expect(Math.abs(found.values[i]! - 100 * value)).toBeLessThanOrEqual(5)
  })
})

test('all 65,536 high words: the nearest hundredth, the end of the range, or no value', () => {
  const view = new DataView(new ArrayBuffer(40))
  view.setFloat32(36, 0.5)
  const bytes = new Uint8Array(view.buffer)
  const into = new Int32Array(4)
  for (let high = 0; high <= 0xffff; high++) {
    for (const low of [0, 1, 0x7fff, 0x8000, 0xa5a5, 0xffff]) {
      view.setUint16(4, high)
      view.setUint16(6, low)
      const number = view.getFloat32(4)
      const outcome = sps30Values(bytes, 0, 2, into)
      const value = number > -0.005 && number <= 0 ? 0 : expected(number)
      const isRight = into[1] === value && (outcome === READING) === (value !== NO_VALUE)
      if (!isRight) throw new Error(`${number} as ${into[1]}`)
    }
  }
})

test('any concentrations, in both strides', () => {
  const mass = fc.float({ min: 0, max: 1500, noNaN: true })
  fc.assert(
    fc.property(mass, mass, mass, mass, (...masses) => {
      const [pm1, pm25, pm4, pm10] = masses
      const data = measured(pm1, pm25, pm4, pm10)
      const values = masses.map(expected)
      expect(valuesOf(data)).toEqual({ outcome: READING, values })
      const words = data.flatMap((byte, i) => (i % 2 === 1 ? [byte, 0xee] : [byte]))
      const into = new Int32Array(4)
      sps30Values(Uint8Array.from([9, ...words]), 1, 3, into)
      expect([...into]).toEqual(values)
    }),
  )
})

describe('what chips in trouble say', () => {
  test('nothing but zeros is no measurement; zeros with a size are', () => {
    expect(valuesOf(Array(40).fill(0)).values).toEqual(Array(4).fill(NO_VALUE))
    expect(valuesOf(measured(0, 0, 0, 0)).values).toEqual([0, 0, 0, 0])
    const soiled = SPS30_SOILED.flatMap((word) => [word >> 8, word & 255])
    expect(valuesOf(soiled)).toEqual({ outcome: READING, values: [0, 0, 0, 0] })
  })

  test.each(SPS30_MADNESS)('%d µg/m³ stands at the end of the range', (pm10) => {
    expect(valuesOf(measured(1, 2, 3, pm10)).values).toEqual([100, 200, 300, 100_000])
  })

  // Sensirion/embedded-uart-sps#49: nothing but NaN, while its fan runs.
  test.each([
    ['NaN', Number.NaN],
    ['an infinity', Number.POSITIVE_INFINITY],
    ['a negative one', -0.5],
    ['a huge one', 1e7],
  ])('%s costs its channel alone, and is told', (_what, number) => {
    expect(valuesOf(measured(1, number, 3, 4))).toEqual({
      outcome: OUT_OF_RANGE,
      values: [100, NO_VALUE, 300, 400],
    })
    const nothing = floats(...Array(10).fill(number))
    expect(valuesOf(nothing).values).toEqual(Array(4).fill(NO_VALUE))
  })
})

test('a bus or an address means I2C, a serial port SHDLC; it is one part', () => {
  const opened: unknown[][] = []
  const platform = {
    openSerial: (...config: unknown[]) => opened.push(config),
    openI2C: (...config: unknown[]) => opened.push(config),
  } as unknown as Platform
  const parts = [
    { part: 'SPS30', port: 'uart1' },
    { part: 'SPS30', port: 'i2c1' },
    { part: 'SPS30', port: 'wires', address: 0x69 },
  ].map((config) => openSensor(platform, config).part)
  expect(parts).toEqual([sps30Part('serial'), sps30Part('i2c'), sps30Part('i2c')])
  expect(new Set(parts.map(({ code, name }) => `${code} ${name}`))).toEqual(new Set(['8 SPS30']))
  expect(opened).toEqual([
    ['uart1', 115_200],
    ['i2c1', 0x69, 100_000],
    ['wires', 0x69, 100_000],
  ])
})
