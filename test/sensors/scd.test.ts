/** The turns of SCD30 and SCD4x, byte for byte, and when their readings count. */
import { NEXT_STEP, PENDING, READING } from '../../device/sensors/driver.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { bytesOf, hex } from '../support/driving.ts'
import { Sampled } from '../support/sampled.ts'
import { FAMILIES, ScdBench } from '../support/scd-bench.ts'
import { framed } from '../support/scd-model.ts'

const NOTHING = { outcomes: [], values: [] }

describe.each(FAMILIES)('$name', (family) => {
  const { part, setup, setupMs, answerMs, words } = family

  test('sends nothing before its first turn, which begins with the wait for the boot', () => {
    const bench = new ScdBench(family)
    expect(bench.driver.start(0)).toBe(family.bootMs)
    expect(bench.driver.finish(family.bootMs, new Int32Array(3))).toBe(NEXT_STEP)
    expect(bench.bus.log).toEqual([])
  })

  test('the setup: always the same bytes, in steps that each wait long enough', () => {
    const bench = new ScdBench(family)
    const waits: number[] = []
    let [outcome, nowMs] = [NEXT_STEP, 0]
    while (outcome === NEXT_STEP) {
      waits.push(bench.driver.start(nowMs))
      nowMs += waits.at(-1)!
      outcome = bench.driver.finish(nowMs, new Int32Array(3))
    }
    expect([outcome, waits]).toEqual([PENDING, setupMs])
    expect(bench.bus.log).toEqual(setup)
  })

  test('then asks, fetches, and always the same bytes', () => {
    const bench = new ScdBench(family).warm()
    for (let i = 0; i < 100; i++) {
      bench.bus.mark()
      const nowMs = bench.turns++ * part.intervalMs
      bench.chip.waiting = 1
      expect(bench.driver.start(nowMs)).toBe(answerMs)
      expect(bench.driver.finish(nowMs + answerMs, new Int32Array(3))).toBe(NEXT_STEP)
      expect(bench.driver.start(nowMs + answerMs)).toBe(answerMs)
      const into = new Int32Array(3)
      expect(bench.driver.finish(nowMs + 2 * answerMs, into)).toBe(READING)
      expect(bench.driver.finish(nowMs + 2 * answerMs, into)).toBe(PENDING)
      expect([...into]).toEqual(family.values)
      expect(bench.bus.log).toEqual(bench.log)
    }
    bench.driver.close()
    expect(bench.bus.log.at(-1)).toBe('close')
  })

  test('readings count when the warm-up after the setup is over', () => {
    const bench = new ScdBench(family)
    expect(bench.turn()).toEqual(NOTHING)
    const turns = part.warmUpMs / part.intervalMs
    const seen = Array.from({ length: turns + 3 }, () => bench.turn().outcomes[0])
    // The setup ended within the first turn or, where that is the longer, the second.
    const warming = seen.indexOf('reading')
    expect(warming).toBeGreaterThanOrEqual(turns)
    expect(warming).toBeLessThanOrEqual(turns + 1)
    expect(seen.slice(0, warming).every((outcome) => outcome === 'warming-up')).toBe(true)
    expect(seen.slice(warming).every((outcome) => outcome === 'reading')).toBe(true)
  })

  test('1,000 readings make no buffer', () => {
    const bench = new ScdBench(family).warm()
    const [ready, result] = [Uint8Array.from(framed([words.ready])), bytesOf(family.result)]
    bench.bus.write = () => {}
    bench.bus.read = (into) => into.set(into.length === 3 ? ready : result)
    const into = new Int32Array(3)
    let readings = 0
    const made = countTypedArrays(() => {
      for (let i = bench.turns; i < bench.turns + 1000; i++)
        for (let step = 0; step < 2; step++) {
          bench.driver.start(i * part.intervalMs + step)
          if (bench.driver.finish(i * part.intervalMs + step, into) === READING) readings++
        }
    })
    expect([made, readings]).toEqual([0, 1000])
  })

  test('clocks out of step: a turn or two without a result are no fault', () => {
    const bench = new ScdBench(family).warm()
    for (const results of [0, 1, 0, 0, 1, 2, 0])
      expect(bench.turn(results)).toEqual(results > 0 ? bench.good() : NOTHING)
  })

  test('no result three times: not ready, each turn, and set up anew until it measures', () => {
    const bench = new ScdBench(family).warm()
    const logs: string[][] = []
    const outcomes = Array.from({ length: 12 }, () => {
      bench.bus.mark()
      const { outcomes } = bench.turn(0)
      logs.push([...bench.bus.log])
      return outcomes[0] ?? ''
    })
    expect(outcomes).toEqual(['', '', ...Array(10).fill('not-ready')])
    expect(logs.flatMap((log, i) => (log.length > 2 ? [i] : []))).toEqual([3, 7, 11])
    expect(logs[3]).toEqual(setup)
    // It lay still for a while, so it warms up again.
    expect(bench.turn(1).outcomes).toEqual(['warming-up'])
    while (bench.turn(1).outcomes[0] === 'warming-up');
    expect(bench.turn(1)).toEqual(bench.good())
  })

  test('in the sampler’s hands every turn is a reading or a failure', () => {
    const bench = new ScdBench(family)
    const sampled = new Sampled(bench.driver)
    const measures = () => {
      bench.chip.waiting = 1
    }
    sampled.turns(part.warmUpMs / part.intervalMs + 3, measures)
    expect(sampled.close()).toMatchObject({ failures: 0, flags: ['warming-up'] })
    expect(sampled.turns(50, measures).close()).toEqual({ count: 50, failures: 0, flags: [] })
    // A chip that fell silent; one that measures no more.
    bench.bus.stuck = true
    expect(sampled.turns(20).close()).toMatchObject({ count: 0, failures: 20 })
    bench.bus.stuck = false
    bench.chip.waiting = 0
    expect(sampled.turns(20).close()).toMatchObject({ count: 0, failures: 18 })
  })

  test('a garbled result is gone, and counts as one failure', () => {
    const bench = new ScdBench(family)
    const sampled = new Sampled(bench.driver)
    const measures = () => {
      bench.chip.waiting = 1
    }
    sampled.turns(part.warmUpMs / part.intervalMs + 3, measures).close()
    sampled.turns(30, (turn) => {
      measures()
      bench.bus.mark()
      if (turn % 3 === 0) bench.bus.flipBit = 24 + turn
    })
    expect(sampled.close()).toEqual({ count: 20, failures: 10, flags: ['checksum-errors'] })
    // A garbled or missing answer to the question is asked for again.
    sampled.turns(30, (turn) => {
      measures()
      bench.bus.mark()
      if (turn % 3 === 0) bench.bus.flipBit = turn % 24
      if (turn % 3 === 1) bench.bus.failAt = turn % 2
    })
    expect(sampled.close()).toEqual({
      count: 30,
      failures: 0,
      flags: ['checksum-errors', 'bus-errors'],
    })
  })
})

describe('SCD30 as another owner left it', () => {
  const [family] = FAMILIES
  const SET_INTERVAL = 'w 46 00 00 02 e3 .'
  const SET_ASC = 'w 53 06 00 00 81 .'

  test.each([
    ['its interval is 30 s', { '46 00': 30, '53 06': 0 }, [SET_INTERVAL]],
    ['it calibrates itself', { '46 00': 2, '53 06': 1 }, [SET_ASC]],
    ['both', { '46 00': 1_800, '53 06': 1 }, [SET_INTERVAL, SET_ASC]],
    ['neither', { '46 00': 2, '53 06': 0 }, []],
  ])('%s', (_what, settings, sent) => {
    const bench = new ScdBench(family!)
    bench.chip.settings = settings
    expect(bench.turn()).toEqual(NOTHING)
    const set = bench.bus.log.filter((line) => line.startsWith('w') && line.length > 9)
    expect(set).toEqual([...sent, 'w 00 10 00 00 81 .'])
  })
})

test('SCD4x: a sleeping or measuring chip does not acknowledge the wake-up, and is set up', () => {
  const bench = new ScdBench(FAMILIES[1]!)
  bench.chip.refused.add('36 f6')
  expect(bench.turn()).toEqual(NOTHING)
  expect(bench.bus.log.map((line) => hex(bytesOf(line.slice(2, 7))))).toEqual([
    '3f 86',
    '24 16',
    '21 b1',
  ])
})
