/** What a damaged line may do to the SPS30's driver: fail, countably; never invent a value. */
import fc from 'fast-check'
import { failure, MEETING, reading, Sps30Bench, values } from '../support/sps30-bench.ts'

test('each bit of an answer, flipped: one counted failure and no value of that turn', () => {
  const frame = values(7)
  for (let bit = 0; bit < 8 * frame.length; bit++) {
    const bench = new Sps30Bench().warm()
    const damaged = [...frame]
    damaged[bit >> 3]! ^= 1 << (bit & 7)
    const turns = [damaged, values(2), values(3), values(4)].map((one) => bench.second(one))
    const [broken, ...later] = turns
    expect(broken!.values).toEqual([])
    expect(broken!.outcomes).toHaveLength(1)
    // A broken edge may cost the answer behind it as well, and no more than that.
    const seen = later.flatMap(({ values }) => values.map(([pm1]) => pm1! / 100))
    expect([
      [2, 3, 4],
      [3, 4],
    ]).toContainEqual(seen.filter((k) => k !== 7))
  }
})

test('one byte lost anywhere gives no value but true ones', () => {
  for (let at = 0; at < values(7).length; at++) {
    const bench = new Sps30Bench().warm()
    const cut = values(7)
    cut.splice(at, 1)
    const turns = [cut, values(2), values(3), values(4)].map((one) => bench.second(one))
    const seen = turns.flatMap(({ values }) => values.map((value) => value.map((v) => v / 100)))
    const true_ = [7, 2, 3, 4].map((k) => [k, 2 * k, 3 * k, 4 * k])
    for (const value of seen) expect(true_).toContainEqual(value)
    expect(seen.at(-1)).toEqual(true_[3])
  }
})

test('silence costs a failure a turn, and three frames once it lasts', () => {
  const bench = new Sps30Bench().warm()
  bench.answers = {}
  for (let s = 0; s < 40; s++) expect(bench.second([])).toEqual(failure('no-answer'))
  expect(bench.sent().slice(-3)).toEqual(MEETING)
  Object.assign(bench.answers, new Sps30Bench().answers)
  bench.expectRecovery(35)
})

test('after any garbage answers are read again, and garbage gives no value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const bench = new Sps30Bench().warm()
      expect(bench.second([...bytes]).values).toEqual([])
      bench.second(values(2))
      bench.second(values(2))
      expect(bench.second(values(3)).values).toEqual(reading(3).values)
    }),
    { numRuns: 300 },
  )
})

test.each([0x00, 0xff, 0x7e, 0x7d])('a line full of %i gives no value', (level) => {
  const bench = new Sps30Bench().warm()
  const turns = Array.from({ length: 20 }, () => bench.second(Array(60).fill(level)))
  expect(turns.flatMap(({ values }) => values)).toEqual([])
  // Only the turn in which it is started again has nothing to tell.
  const faults = turns.map(({ outcomes }) => outcomes.length)
  expect(faults).toEqual(faults.map((count) => (count === 0 ? 0 : 1)))
  expect(faults.filter((count) => count === 0).length).toBeLessThanOrEqual(2)
  bench.expectRecovery(50)
})
