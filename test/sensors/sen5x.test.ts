/** What the words of a SEN5x mean, and which of them a defect or an unknown value costs. */
import fc from 'fast-check'
import { NO_VALUE } from '../../device/sensors/driver.ts'
import { sen5xPart, sen5xSteps } from '../../device/sensors/sen5x.ts'
import { DUST_CASES, DustBench, SEN5X_WORDS } from '../support/dust-bench.ts'
import { SEN55_SOILED } from '../vectors/dust.ts'

const SEN55 = DUST_CASES.find(({ name }) => name === 'SEN55')!
const SEN54 = DUST_CASES.find(({ name }) => name === 'SEN54')!
const GOOD = SEN55.values
const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })

/** A turn of a warm SEN55 with some of its words, by their numbers, replaced. */
function turnWith(replaced: Record<number, number>, status = 0) {
  const bench = new DustBench(SEN55)
  bench.chip.values = SEN5X_WORDS.map((word, i) => replaced[i] ?? word)
  bench.chip.status = status
  return bench.turn()
}

const without = (...lost: number[]) => GOOD.map((value, i) => (lost.includes(i) ? NO_VALUE : value))

describe('words', () => {
  test('PM: all 65,536 in tenths, above 1000 µg/m³ the end of the range', () => {
    for (let word = 0; word < 0xffff; word++)
      for (const i of [0, 1, 2, 3])
        if (sen5xSteps(i, word) !== Math.min(100_000, word * 10)) throw new Error(`${word}`)
  })

  test('humidity, temperature and indices: signed, the nearest step', () => {
    for (let word = 0; word < 0xffff; word++) {
      if (word === 0x7fff) continue
      const signed = new Int16Array([word])[0]!
      const index = word === 0 ? NO_VALUE : signed
      const right =
        sen5xSteps(4, word) === Math.min(10_000, signed) &&
        sen5xSteps(5, word) === Math.floor(signed / 2 + 0.5) &&
        sen5xSteps(6, word) === index &&
        sen5xSteps(7, word) === index
      if (!right) throw new Error(`${word}`)
    }
  })

  test('unknown: 0xffff of all, 0x7fff of those with a sign', () => {
    for (let i = 0; i < 8; i++) expect(sen5xSteps(i, 0xffff)).toBe(NO_VALUE)
    expect([0, 1, 2, 3].map((i) => sen5xSteps(i, 0x7fff))).toEqual(Array(4).fill(100_000))
    expect([4, 5, 6, 7].map((i) => sen5xSteps(i, 0x7fff))).toEqual(Array(4).fill(NO_VALUE))
  })

  test.each([
    [4, 4567, 4567],
    [5, 4280, 2140],
    [5, 0xff38, -100],
    [5, 1, 1],
    [6, 1000, 1000],
    [7, 10, 10],
  ])('word %i of %i is %i', (i, word, steps) => {
    expect(sen5xSteps(i, word)).toBe(steps)
  })

  // Sensirion/arduino-i2c-sen5x#17, esphome/issues#6864.
  test('a SEN55 with a soiled laser stands at the end of its range', () => {
    const bench = new DustBench(SEN55)
    bench.chip.values = SEN55_SOILED
    const values = [100_000, 100_000, 100_000, 100_000, 4636, 2428, 460, 10]
    expect(bench.turn()).toEqual({ outcomes: ['reading'], values: [values] })
  })
})

describe('channels without a value cost the others nothing', () => {
  // esphome/issues#7017: 3276.7 as NOx index for 10 s after power.
  test.each([
    ['NOx is not ready yet', { 7: 0x7fff }, [7]],
    ['indices in their first 45 s', { 6: 0, 7: 0 }, [6, 7]],
    ['particles are off', { 0: 0xffff, 1: 0xffff, 2: 0xffff, 3: 0xffff }, [0, 1, 2, 3]],
    ['its inner sensor says nothing', { 4: 0x7fff, 5: 0x7fff, 6: 0x7fff, 7: 0x7fff }, [4, 5, 6, 7]],
  ])('%s', (_what, replaced, lost) => {
    expect(turnWith(replaced)).toEqual({ outcomes: ['reading'], values: [without(...lost)] })
  })

  test('any words: what is in range counts, what is not is told', () => {
    const word = fc.integer({ min: 0, max: 0xffff })
    const bench = new DustBench(SEN55)
    const { channels } = bench.driver.part
    fc.assert(
      fc.property(fc.array(word, { minLength: 8, maxLength: 8 }), (words) => {
        bench.chip.values = words
        const steps = words.map((one, i) => sen5xSteps(i, one))
        const isIn = steps.map(
          (value, i) => value >= channels[i]!.minimum && value <= channels[i]!.maximum,
        )
        const isTold = steps.some((value, i) => value !== NO_VALUE && !isIn[i])
        const values = steps.map((value, i) => (isIn[i] ? value : NO_VALUE))
        const outcomes = isTold ? ['reading', 'out-of-range'] : ['reading']
        expect(bench.turn()).toEqual({ outcomes, values: [values] })
      }),
      { numRuns: 500 },
    )
  })

  // Sensirion/raspberry-pi-i2c-sen5x#3: all of them, for ever, after a brown-out.
  test('all unknown is no reading but a failure, and after 15 s it is set up again', () => {
    const bench = new DustBench(SEN55)
    bench.chip.values = Array(8).fill(0x7fff).fill(0xffff, 0, 4)
    expect(bench.outcomes(16)).toEqual([...Array(15).fill('not-ready'), ''])
    expect(bench.bus.log.filter((operation) => operation === 'w d3 04 .')).toHaveLength(1)
  })
})

describe('defects', () => {
  test.each([
    ['fan', 0x10, [0, 1, 2, 3]],
    ['laser', 0x20, [0, 1, 2, 3]],
    ['temperature and humidity, of which the indices are made', 0x40, [4, 5, 6, 7]],
    ['gas sensor', 0x80, [6, 7]],
    ['fan and gas sensor', 0x90, [0, 1, 2, 3, 6, 7]],
  ])('%s: what it concerns has no value, the others go on', (_what, status, lost) => {
    expect(turnWith({}, status)).toEqual({
      outcomes: ['reading', 'defect'],
      values: [without(...lost)],
    })
  })

  test('all of them: nothing but a defect', () => {
    expect(turnWith({}, 0xf0)).toEqual(failure('defect'))
  })

  test('a defect while it warms up is told as well', () => {
    const bench = new DustBench(SEN55, false)
    bench.turn()
    bench.chip.status = 0x10
    expect(bench.turn().outcomes).toEqual(['warming-up', 'defect'])
  })
})

describe('who is there', () => {
  test.each([
    ['SEN54', SEN54, [0x5345, 0x4e35, 0x3500]],
    ['SEN55', SEN55, [0x5345, 0x4e35, 0x3400]],
    ['SEN55', SEN55, [0x5345, 0x4e35, 0x3000]],
    ['SEN55', SEN55, [0x5345, 0x4e36, 0x3500]],
    ['SEN55', SEN55, [0, 0, 0]],
  ])('a %s is none that calls itself otherwise', (_name, dust, letters) => {
    const bench = new DustBench(dust, false)
    const identity = bench.chip as unknown as { identity: Record<string, number[]> }
    identity.identity['d0 14'] = letters
    expect(new Set(bench.outcomes(20))).toEqual(new Set(['protocol']))
  })

  test('a SEN54 has no NOx, a SEN55 has', () => {
    const named = (name: string) => sen5xPart(name).channels.map(({ quantity }) => quantity.name)
    expect(named('SEN54')).not.toContain('nox_index')
    expect(named('SEN55')).toEqual([...named('SEN54'), 'nox_index'])
    expect([sen5xPart('SEN54').code, sen5xPart('SEN55').code]).toEqual([9, 10])
  })
})
