/** What words of the CO2 sensors mean. */
import fc from 'fast-check'
import { NO_NUMBER, scaledFloat } from '../../device/sensors/float.ts'
import { SCD4X, scd4xCentiPercent, scd4xConvert } from '../../device/sensors/scd4x.ts'
import { SCD30, scd30Convert } from '../../device/sensors/scd30.ts'
import { centiCelsius } from '../../device/sensors/single-shot.ts'
import { bytesOf } from '../support/driving.ts'
import { framed } from '../support/scd-model.ts'
import { SCD4X_RESULTS, SCD30_400_PPM, SCD30_RESULTS } from '../vectors/co2.ts'

const view = new DataView(new ArrayBuffer(4))

/** The same by the engine's own numbers: a float of 24 bits times 100 is exact in a double. */
function expected(high: number, low: number, scale: number): number {
  view.setUint16(0, high)
  view.setUint16(2, low)
  const number = view.getFloat32(0)
  if (!(Math.abs(number) < 2 ** 23)) return NO_NUMBER
  const rounded = Math.floor(Math.abs(number) * scale + 0.5)
  return number < 0 && rounded > 0 ? -rounded : rounded
}

function wordsOf(number: number): [number, number] {
  view.setFloat32(0, number)
  return [view.getUint16(0), view.getUint16(2)]
}

describe('float32 in integers', () => {
  const LOWS = [0, 1, 2, 0x3fff, 0x4000, 0x7fff, 0x8000, 0x8001, 0xa5a5, 0xfffe, 0xffff]

  test.each([1, 10, 100, 127])('all 65,536 high words, times %d', (scale) => {
    for (let high = 0; high <= 0xffff; high++)
      for (const low of LOWS) {
        const found = scaledFloat(high, low, scale)
        if (!Object.is(found, expected(high, low, scale))) throw new Error(`${high} ${low}`)
      }
  })

  test('any bits at all', () => {
    const word = fc.integer({ min: 0, max: 0xffff })
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 127 }), (high, low, scale) => {
        expect(scaledFloat(high, low, scale)).toBe(expected(high, low, scale))
      }),
      { numRuns: 20_000 },
    )
  })

  test('every float from 0 to 5 around each half of a hundredth', () => {
    for (let half = 0; half < 500; half++) {
      view.setFloat32(0, (half + 0.5) / 100)
      const bits = view.getUint32(0)
      for (let near = bits - 3; near <= bits + 3; near++) {
        const [high, low] = [near >>> 16, near & 0xffff]
        expect(scaledFloat(high, low, 100)).toBe(expected(high, low, 100))
      }
    }
  })

  test.each([
    [Number.NaN, NO_NUMBER],
    [Infinity, NO_NUMBER],
    [-Infinity, NO_NUMBER],
    [2 ** 23, NO_NUMBER],
    [2 ** 23 - 0.5, 8_388_608],
    [-0, 0],
    [-0.5, -1],
    [0.5, 1],
    [1.5, 2],
    [2.5, 3],
    [0.49, 0],
  ])('%d is %d', (number, steps) => {
    expect(scaledFloat(...wordsOf(number), 1)).toBe(steps)
  })

  test('the description’s 400 ppm', () => {
    expect(scaledFloat(...SCD30_400_PPM, 1)).toBe(400)
  })
})

describe.each([
  ['SCD30', SCD30_RESULTS, scd30Convert],
  ['SCD4x', SCD4X_RESULTS, scd4xConvert],
] as const)('%s', (_name, golden, convert) => {
  test.each(golden)('%s', (_source, bytes, values) => {
    const into = new Int32Array(3)
    expect(convert(bytesOf(bytes), into)).toBe(true)
    expect([...into]).toEqual(values)
  })
})

describe('SCD30', () => {
  const resultOf = (ppm: number, celsius = 20, percent = 50) =>
    Uint8Array.from(framed([ppm, celsius, percent].flatMap(wordsOf)))
  const converted = (result: Uint8Array) => {
    const into = new Int32Array(3)
    return scd30Convert(result, into) ? [...into] : undefined
  }

  test.each([
    [0],
    [0.4],
    [-1],
    [Number.NaN],
    [Infinity],
    [-Infinity],
    [40_001],
    [65_535],
    [1e9],
    [3e38],
  ])('%d ppm is no reading', (ppm) => {
    expect(converted(resultOf(ppm))).toBeUndefined()
  })

  test.each([
    [Number.NaN, 50],
    [Infinity, 50],
    [-41, 50],
    [71, 50],
    [20, Number.NaN],
    [20, Infinity],
    [20, -1],
  ])('nor is one with %d °C and %d %%', (celsius, percent) => {
    expect(converted(resultOf(420, celsius, percent))).toBeUndefined()
  })

  test('the ends of its range; humidity stands at 100 %', () => {
    expect(converted(resultOf(0.5, -40, 0))).toEqual([1, -4_000, 0])
    expect(converted(resultOf(40_000, 70, 100))).toEqual([40_000, 7_000, 10_000])
    expect(converted(resultOf(420.5, -0.004, 100.3))).toEqual([421, 0, 10_000])
  })

  test('whatever the words, what passes is within the channels', () => {
    const result = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 6, maxLength: 6 })
    // Of plain words few are a reading, so exponents of numbers in range come as well.
    const number = fc.double({ min: -100, max: 50_000, noNaN: true }).map(wordsOf)
    const numbers = fc.tuple(number, number, number).map((words) => words.flat())
    fc.assert(
      fc.property(fc.oneof(result, numbers), (words) => {
        const values = converted(Uint8Array.from(framed(words)))
        values?.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(SCD30.channels[i]!.minimum)
          expect(value).toBeLessThanOrEqual(SCD30.channels[i]!.maximum)
        })
      }),
      { numRuns: 5_000 },
    )
  })
})

test('SCD4x: all 65,536 words of each channel', () => {
  const [co2] = SCD4X.channels
  const into = new Int32Array(3)
  let last = -1
  for (let raw = 0; raw <= 0xffff; raw++) {
    const isReading = scd4xConvert(Uint8Array.from(framed([raw, raw, raw])), into)
    if (isReading !== (raw >= co2!.minimum && raw <= co2!.maximum)) throw new Error(`${raw} ppm`)
    if (isReading && (into[0] !== raw || into[1] !== centiCelsius(raw)))
      throw new Error(`word ${raw}`)
    const percent = scd4xCentiPercent(raw)
    // 65,535 is odd, so that no word falls on a half.
    if (Math.abs(percent * 65_535 - 10_000 * raw) * 2 >= 65_535 || percent < last)
      throw new Error(`word ${raw}: ${percent}`)
    last = percent
  }
  expect(last).toBe(10_000)
})
