/** What a failing bus or chip may do to the drivers of SCD30 and SCD4x: cost a turn, countably. */
import fc from 'fast-check'
import { FAMILIES, ScdBench, TURN_OPERATIONS } from '../support/scd-bench.ts'
import { framed } from '../support/scd-model.ts'

const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })

describe.each(FAMILIES)('$name', (family) => {
  const isScd30 = family.name === 'SCD30'
  const resultBits = family.result.split(' ').length * 8

  function expectRecovery(bench: ScdBench): void {
    bench.bus.mark()
    bench.saysWell()
    expect(bench.turn()).toEqual(bench.good())
    expect(bench.bus.operations).toBe(TURN_OPERATIONS)
  }

  test('each bit of a turn’s answers, flipped: checksum, and the next turn reads', () => {
    const bench = new ScdBench(family).warm()
    for (let bit = 0; bit < 24 + resultBits; bit++) {
      bench.bus.mark()
      bench.bus.flipBit = bit
      expect(bench.turn()).toEqual(failure('checksum'))
      expectRecovery(bench)
    }
  })

  test.each(['nack', 'short'] as const)('%s at every operation of a turn: no answer', (fault) => {
    const bench = new ScdBench(family).warm()
    for (let at = 0; at < TURN_OPERATIONS; at++) {
      if (fault === 'short' && bench.log[at]!.startsWith('w')) continue
      bench.bus.mark()
      Object.assign(bench.bus, { fault, failAt: at })
      expect(bench.turn()).toEqual(failure('no-answer'))
      expect(bench.bus.operations).toBe(at + 1)
      expectRecovery(bench)
    }
  })

  test.each(['nack', 'short'] as const)('%s at every operation of the setup: again', (fault) => {
    for (let at = 0; at < family.setup.length; at++) {
      if (fault === 'short' && family.setup[at]!.startsWith('w')) continue
      const bench = new ScdBench(family)
      Object.assign(bench.bus, { fault, failAt: at })
      if (family.unheard.includes(at)) {
        expect(bench.turn().outcomes).toEqual([])
        expect(bench.bus.operations).toBe(family.setup.length)
        continue
      }
      expect(bench.turn()).toEqual(failure('no-answer'))
      expect(bench.bus.operations).toBe(at + 1)
      bench.bus.mark()
      expect(bench.turn().outcomes).toEqual([])
      expect(bench.bus.log).toEqual(family.setup)
      bench.warm()
      expect(bench.turn()).toEqual(bench.good())
    }
  })

  test('each bit of the settings that it tells, flipped: checksum, and asked again', () => {
    for (let bit = 0; bit < (isScd30 ? 48 : 0); bit++) {
      const bench = new ScdBench(family)
      bench.bus.flipBit = bit
      expect(bench.turn()).toEqual(failure('checksum'))
      bench.bus.mark()
      expect(bench.turn().outcomes).toEqual([])
      expect(bench.bus.log).toEqual(family.setup)
    }
  })

  test('a held bus costs one operation a turn, two where one of them may go unheard', () => {
    const bench = new ScdBench(family)
    bench.bus.stuck = true
    for (let i = 0; i < 10; i++) expect(bench.turn()).toEqual(failure('no-answer'))
    expect(bench.bus.operations).toBe(10 * (1 + family.unheard.length))
    bench.bus.stuck = false
    bench.warm()
    bench.bus.stuck = true
    for (let i = 0; i < 10; i++) expect(bench.turn()).toEqual(failure('no-answer'))
    expect(bench.bus.operations).toBe(10)
    bench.bus.stuck = false
    expectRecovery(bench)
  })

  test.each([0x00, 0xff])('a line stuck at %i: checksums, never a value', (level) => {
    for (const bench of [new ScdBench(family), new ScdBench(family).warm()]) {
      bench.bus.read = (into) => into.fill(level)
      const turns = Array.from({ length: 10 }, () => bench.turn())
      expect(turns.flatMap(({ values }) => values)).toEqual([])
      const faults = turns.flatMap(({ outcomes }) => outcomes)
      // Nothing is read in the setup of an SCD4x.
      expect(faults.every((outcome) => outcome === 'checksum')).toBe(true)
      expect(faults.length).toBeGreaterThanOrEqual(9)
    }
  })

  test('a result that does not come although it was announced: no answer', () => {
    const bench = new ScdBench(family).warm()
    bench.chip.refused.add(family.words.fetch)
    expect(bench.turn()).toEqual(failure('no-answer'))
    bench.chip.refused.clear()
    expectRecovery(bench)
  })

  const zero = isScd30 ? [0, 0, 0x41a0, 0, 0x4248, 0] : [0, 0x6667, 0x8000]

  test('0 ppm is out of range, each time', () => {
    const bench = new ScdBench(family).warm().says(zero)
    for (let i = 0; i < 20; i++) expect(bench.turn()).toEqual(failure('out-of-range'))
  })

  test('0 ppm right after the start is not looked at', () => {
    const bench = new ScdBench(family).says(zero)
    bench.turn()
    expect(bench.turn()).toEqual(failure('warming-up'))
  })

  test('a single 0 ppm costs a turn; an SCD30 has restarted with it, and warms up again', () => {
    const bench = new ScdBench(family).warm().says(zero)
    expect(bench.turn()).toEqual(failure('out-of-range'))
    bench.saysWell()
    const turns = isScd30 ? family.part.warmUpMs / family.part.intervalMs - 1 : 0
    for (let i = 0; i < turns; i++) expect(bench.turn()).toEqual(failure('warming-up'))
    bench.turn()
    expect(bench.turn()).toEqual(bench.good())
  })

  test('whatever words come with a good checksum, a value is within its channel', () => {
    const bench = new ScdBench(family).warm()
    const length = resultBits / 24
    const words = fc.array(fc.integer({ min: 0, max: 0xffff }), {
      minLength: length,
      maxLength: length,
    })
    fc.assert(
      fc.property(words, (said) => {
        const { outcomes, values } = bench.says(said).turn()
        expect(['reading', 'warming-up', 'out-of-range']).toContain(outcomes[0])
        values[0]?.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(family.part.channels[i]!.minimum)
          expect(value).toBeLessThanOrEqual(family.part.channels[i]!.maximum)
        })
      }),
      { numRuns: 1_000 },
    )
  })

  test('whatever bytes come, no value without its checksums', () => {
    const length = resultBits / 8
    fc.assert(
      fc.property(fc.uint8Array({ minLength: length, maxLength: length }), (bytes) => {
        const bench = new ScdBench(family).warm()
        bench.chip.result = bytes
        const isWhole = Array.from({ length: length / 3 }, (_, i) => 3 * i).every(
          (at) => framed([bytes[at]! * 256 + bytes[at + 1]!])[2] === bytes[at + 2],
        )
        if (!isWhole) expect(bench.turn()).toEqual(failure('checksum'))
        expectRecovery(bench)
      }),
      { numRuns: 100 },
    )
  })
})

test.each([
  ['NaN', [0x7fc0, 0]],
  ['infinite', [0x7f80, 0]],
  ['less than infinite', [0xff80, 0]],
  ['-420 ppm', [0xc3d2, 0]],
])('SCD30 that says %s right after a restart: out of range, then it warms up', (_what, co2) => {
  const bench = new ScdBench(FAMILIES[0]!).warm().says([...co2, 0x41a0, 0, 0x4248, 0])
  expect(bench.turn()).toEqual(failure('out-of-range'))
  expect(bench.saysWell().turn()).toEqual(failure('warming-up'))
})

test('SCD4x that says 65,535 ppm, as its family does before a first result: out of range', () => {
  const bench = new ScdBench(FAMILIES[1]!).warm().says([0xffff, 0xffff, 0xffff])
  expect(bench.turn()).toEqual(failure('out-of-range'))
  expect(bench.saysWell().turn()).toEqual(bench.good())
})
