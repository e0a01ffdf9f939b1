import fc from 'fast-check'
import { Pms, pmsCheckCode, pmsPart } from '../../device/sensors/pms.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { bytesOf, collect, hex } from '../support/driving.ts'
import { command, replyTo, report } from '../support/pms-frames.ts'
import { SerialLine } from '../support/serial-line.ts'
import { PMS_COMMANDS, PMS_REPORTS } from '../vectors/pms.ts'

const WARM_S = 30
const PASSIVE = command(0xe1, 0)
const READ = command(0xe2, 0)
const reading = (pm1: number, pm25: number, pm10: number) => ({
  outcomes: ['reading'],
  values: [[pm1 * 100, pm25 * 100, pm10 * 100]],
})
const NOTHING = { outcomes: [], values: [] }

class Bench {
  readonly line = new SerialLine()
  readonly driver = new Pms(this.line, pmsPart('PMS5003'))
  seconds = 0

  /** A turn, in which these frames come. */
  second(...frames: Iterable<number>[]) {
    this.driver.start(this.seconds * 1000)
    this.line.feed(...frames)
    this.seconds++
    return collect(this.driver, this.seconds * 1000)
  }

  warm(): this {
    while (this.seconds <= WARM_S) this.second(report(1, 2, 3))
    return this
  }
}

describe('golden frames', () => {
  test.each(PMS_COMMANDS)('%s: the check code that the driver computes', (_what, frame) => {
    const bytes = bytesOf(frame)
    expect(pmsCheckCode(bytes, 5)).toBe(bytes[5]! * 256 + bytes[6]!)
    expect(hex(command(bytes[2]!, bytes[4]!))).toBe(frame)
  })

  test.each(PMS_REPORTS)('%s', (_source, frame, [pm1, pm25, pm10]) => {
    expect(new Bench().warm().second(bytesOf(frame))).toEqual(reading(pm1!, pm25!, pm10!))
  })
})

test('three parts, three codes, one driver', () => {
  const parts = ['PMS5003', 'PMS7003', 'PMSA003'].map(pmsPart)
  expect(parts.map(({ code, name }) => [code, name])).toEqual([
    [5, 'PMS5003'],
    [6, 'PMS7003'],
    [7, 'PMSA003'],
  ])
})

test('every word is read; what is beyond the range stands at its end', () => {
  const bench = new Bench().warm()
  const word = fc.integer({ min: 0, max: 65_535 })
  fc.assert(
    fc.property(word, word, word, (pm1, pm25, pm10) => {
      const [a, b, c] = [pm1, pm25, pm10].map((raw) => Math.min(raw, 1000))
      expect(bench.second(report(pm1, pm25, pm10))).toEqual(reading(a!, b!, c!))
    }),
    { numRuns: 300 },
  )
})

describe('conversation', () => {
  test('told to be passive once, then asked every second', () => {
    const { line } = new Bench().warm()
    expect(line.written.map(hex)).toEqual([hex(PASSIVE), ...Array(WARM_S).fill(hex(READ))])
  })

  test('the reply to a command is no reading and no fault', () => {
    expect(new Bench().second(replyTo(0xe1, 0))).toEqual(NOTHING)
    expect(new Bench().warm().second(replyTo(0xe1, 0), report(4, 5, 6))).toEqual(reading(4, 5, 6))
  })

  test('warming up for 30 s, and again after silence', () => {
    const bench = new Bench()
    const outcomes = Array.from({ length: 32 }, () => bench.second(report(1, 2, 3)).outcomes[0])
    expect(outcomes).toEqual([...Array(29).fill('warming-up'), 'reading', 'reading', 'reading'])
    const silence = Array.from({ length: 6 }, () => bench.second().outcomes[0] ?? '')
    expect(silence).toEqual(['', '', '', 'no-answer', 'no-answer', 'no-answer'])
    bench.line.written.splice(0)
    expect(bench.second(report(1, 2, 3)).outcomes).toEqual(['warming-up'])
    expect(bench.line.written.map(hex)).toEqual([hex(PASSIVE)])
    while (bench.seconds < 32 + 6 + 30) bench.second(report(1, 2, 3))
    expect(bench.second(report(1, 2, 3))).toEqual(reading(1, 2, 3))
  })

  test('a chip that goes on by itself: the last report of a turn counts', () => {
    const bench = new Bench().warm()
    const five = [1, 2, 3, 4, 5].map((k) => report(k, 2 * k, 3 * k))
    expect(bench.second(...five)).toEqual(reading(5, 10, 15))
    // In its stable mode it reports every 2.3 s, which is no silence.
    const slow = [0, 1, 0, 0, 1, 0, 1].map((reports) =>
      bench.second(...Array(reports).fill(report(7, 8, 9))),
    )
    expect(slow.map(({ values }) => values.length)).toEqual([0, 1, 0, 0, 1, 0, 1])
    expect(slow.flatMap(({ outcomes }) => outcomes)).toEqual(Array(3).fill('reading'))
  })

  test('a report in two halves counts in the turn of its second', () => {
    for (let cut = 0; cut <= 32; cut++) {
      const bench = new Bench().warm()
      const bytes = [...report(7, 8, 9)]
      const [first, second] = [bench.second(bytes.slice(0, cut)), bench.second(bytes.slice(cut))]
      expect([...first.values, ...second.values]).toEqual(reading(7, 8, 9).values)
      expect([...first.outcomes, ...second.outcomes]).toEqual(['reading'])
    }
  })

  test('sleep and wake', () => {
    const bench = new Bench().warm()
    bench.line.written.splice(0)
    bench.driver.sleep()
    const asleep = Array.from({ length: 10 }, () => bench.second().outcomes.length)
    expect(asleep).toEqual(Array(10).fill(0))
    expect(bench.line.written.map(hex)).toEqual([hex(command(0xe4, 0))])
    bench.driver.wake()
    expect(bench.second(report(1, 2, 3)).outcomes).toEqual(['warming-up'])
    expect(bench.line.written.slice(1).map(hex)).toEqual([command(0xe4, 1), PASSIVE].map(hex))
    while (bench.line.written.length < 32) bench.second(report(1, 2, 3))
    expect(bench.second(report(1, 2, 3))).toEqual(reading(1, 2, 3))
  })

  test('1,000 readings make no buffer', () => {
    const bench = new Bench().warm()
    const frame = report(1, 2, 3)
    const into = new Int32Array(3)
    bench.line.write = () => {}
    let turns = 0
    bench.line.read = (bytes) => {
      if (turns === 0) return 0
      turns = 0
      bytes.set(frame)
      return 32
    }
    const made = countTypedArrays(() => {
      for (let i = 40; i < 1040; i++) {
        turns = 1
        bench.driver.start(i * 1000)
        if (bench.driver.finish(i * 1000 + 999, into) !== 0) throw new Error('no reading')
      }
    })
    expect(made).toBe(0)
  })
})

describe('a damaged line', () => {
  test('each of the 256 bits of a report, flipped: a counted failure, and no value', () => {
    for (let bit = 0; bit < 256; bit++) {
      const bench = new Bench().warm()
      const damaged = [...report(7, 8, 9)]
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      const turns = [damaged, report(1, 1, 1), report(2, 2, 2)].map((frame) => bench.second(frame))
      expect(turns.flatMap(({ values }) => values)).toEqual([
        ...reading(1, 1, 1).values,
        ...reading(2, 2, 2).values,
      ])
      const faults = turns.flatMap(({ outcomes }) => outcomes).filter((name) => name !== 'reading')
      expect(faults).toEqual(['checksum'])
    }
  })

  test('one byte lost at any place costs its own report and no other', () => {
    for (let at = 0; at < 96; at++) {
      const bytes = [1, 2, 3].map((k) => [...report(k, k, k)])
      bytes[Math.floor(at / 32)]!.splice(at % 32, 1)
      const bench = new Bench().warm()
      const turns = [...bytes, [], [...report(9, 9, 9)]].map((frame) => bench.second(frame))
      const seen = turns.flatMap(({ values }) => values.map(([pm1]) => pm1! / 100))
      expect(seen).toEqual([1, 2, 3, 9].filter((k) => k !== Math.floor(at / 32) + 1))
    }
  })

  test('after any garbage good reports are read, and garbage gives no value', () => {
    const garbage = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(garbage, (bytes) => {
        const bench = new Bench().warm()
        expect(bench.second(bytes).values).toEqual([])
        for (const k of [1, 2]) bench.second(report(k, k, k))
        expect(bench.second(report(3, 3, 3))).toMatchObject({ values: reading(3, 3, 3).values })
      }),
      { numRuns: 300 },
    )
  })

  test('a header that promises a frame of another length is refused at once', () => {
    const bench = new Bench().warm()
    const sds011 = [0x42, 0x4d, 0x00, 0x14, ...Array(20).fill(1)]
    expect(bench.second(sds011).values).toEqual([])
    expect(bench.second(report(5, 5, 5)).values).toEqual(reading(5, 5, 5).values)
  })
})
