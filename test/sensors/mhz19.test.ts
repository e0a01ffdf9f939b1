import fc from 'fast-check'
import { NEXT_STEP, READING } from '../../device/sensors/driver.ts'
import { MHZ19, Mhz19, mhz19Checksum } from '../../device/sensors/mhz19.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { bytesOf, hex, turn } from '../support/driving.ts'
import { answer, command } from '../support/mhz19-frames.ts'
import { report } from '../support/pms-frames.ts'
import { Sampled } from '../support/sampled.ts'
import { SerialLine } from '../support/serial-line.ts'
import { MHZ19_ANSWERS, MHZ19_COMMANDS, MHZ19_OFF_ANSWER } from '../vectors/co2.ts'

const READ = hex(command(0x86))
const OFF = hex(command(0x79))
const WARM_TURNS = MHZ19.warmUpMs / MHZ19.intervalMs
const HALF_DAY_TURNS = (12 * 3_600_000) / MHZ19.intervalMs
const reading = (ppm: number) => ({ outcomes: ['reading'], values: [[ppm]] })
const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })
type Frame = Iterable<number>

class Bench {
  readonly line = new SerialLine()
  readonly driver = new Mhz19(this.line)
  turns = 0
  /** What comes to the question, and to the setting. */
  answers: Frame[] = [answer(600)]
  offAnswers: Frame[] = []

  constructor() {
    this.line.onWrite = (bytes) =>
      this.line.feed(...(bytes[2] === 0x86 ? this.answers : this.offAnswers))
  }

  turn(...answers: Frame[]) {
    this.answers = answers
    return turn(this.driver, this.turns++ * MHZ19.intervalMs)
  }

  /** What was written since the last call. */
  written(): string[] {
    return this.line.written.splice(0).map(hex)
  }

  warm(): this {
    while (this.turns <= WARM_TURNS + 1) this.turn(answer(600))
    this.written()
    return this
  }
}

describe('golden frames', () => {
  test.each(MHZ19_COMMANDS)('%s', (_source, frame, [code, data]) => {
    expect(mhz19Checksum(bytesOf(frame))).toBe(bytesOf(frame)[8])
    expect(hex(command(code, data))).toBe(frame)
  })

  test.each(MHZ19_ANSWERS)('%s', (_source, frame, ppm) => {
    expect(new Bench().warm().turn(bytesOf(frame))).toEqual(reading(ppm))
  })
})

test('all 65,536 words: what it can measure, or out of range', () => {
  const bench = new Bench().warm()
  for (let ppm = 0; ppm <= 0xffff; ppm++) {
    const { outcomes, values } = bench.turn(answer(ppm))
    const isReading = ppm >= 1 && ppm <= 10_000
    if (outcomes[0] !== (isReading ? 'reading' : 'out-of-range') || outcomes.length !== 1)
      throw new Error(`${ppm}: ${outcomes}`)
    if (isReading && values[0]![0] !== ppm) throw new Error(`${ppm}: ${values}`)
  }
})

describe('conversation', () => {
  test('self-calibration is switched off first; then one question a turn', () => {
    const bench = new Bench()
    expect(bench.driver.start(0)).toBe(250)
    expect(bench.driver.finish(250, new Int32Array(1))).toBe(NEXT_STEP)
    expect(bench.written()).toEqual([OFF])
    for (let i = 0; i < 17; i++) bench.turn(answer(600))
    expect(bench.written()).toEqual(Array(17).fill(READ))
  })

  test('off is said again when it is warm, and then twice a day', () => {
    const bench = new Bench()
    const at: number[] = []
    while (bench.turns < WARM_TURNS + 2 * HALF_DAY_TURNS + 5) {
      const number = bench.turns
      bench.turn(answer(600))
      if (bench.written().includes(OFF)) at.push(number)
    }
    const warm = WARM_TURNS
    expect(at).toEqual([0, warm, warm + HALF_DAY_TURNS, warm + 2 * HALF_DAY_TURNS])
  })

  test('saying it costs no reading, whether or not it is answered', () => {
    for (const offAnswers of [[], [bytesOf(MHZ19_OFF_ANSWER)]]) {
      const bench = new Bench()
      bench.offAnswers = offAnswers
      while (bench.turns < WARM_TURNS) bench.turn(answer(600))
      bench.written()
      // This turn says it again, now that it is warm.
      expect(bench.turn(answer(700))).toEqual(reading(700))
      expect(bench.written()).toEqual([OFF, READ])
    }
  })

  test('an answer to the setting that comes late is no reading and no fault', () => {
    const bench = new Bench().warm()
    expect(bench.turn(bytesOf(MHZ19_OFF_ANSWER), answer(700))).toEqual(reading(700))
    expect(bench.turn(bytesOf(MHZ19_OFF_ANSWER))).toEqual(failure('no-answer'))
  })

  // ESPEasy#2394, WifWaf/MH-Z19#6 and #21, bencorrado/pmsensor#8, UedaTakeyuki/mh-z19#45.
  test.each([400, 410, 500, 0x184, 0x22b, 1_215, 0])('%d ppm while it warms up', (ppm) => {
    const bench = new Bench()
    const turns = Array.from({ length: WARM_TURNS }, () => bench.turn(answer(ppm)))
    expect(turns).toEqual(Array(WARM_TURNS).fill(failure('warming-up')))
  })

  test('after three questions without any byte it was away: off again, and it warms up', () => {
    const bench = new Bench().warm()
    for (let i = 0; i < 3; i++) expect(bench.turn()).toEqual(failure('no-answer'))
    bench.written()
    expect(bench.turn()).toEqual(failure('no-answer'))
    expect(bench.turn(answer(410))).toEqual(failure('warming-up'))
    expect(bench.written()).toEqual([OFF, READ, OFF, READ])
    const warming = Array.from({ length: WARM_TURNS - 1 }, () => bench.turn(answer(410)).outcomes)
    expect(warming).toEqual(Array(WARM_TURNS - 1).fill(['warming-up']))
    bench.turn(answer(500))
    expect(bench.turn(answer(500))).toEqual(reading(500))
    expect(bench.written().filter((sent) => sent === OFF).length).toBe(1)
  })

  test('two questions without an answer are two failures and no more', () => {
    const bench = new Bench().warm()
    expect([bench.turn(), bench.turn()]).toEqual(Array(2).fill(failure('no-answer')))
    expect(bench.turn(answer(430))).toEqual(reading(430))
    expect(bench.written()).toEqual([READ, READ, READ])
  })

  test('1,000 readings make no buffer', () => {
    const bench = new Bench().warm()
    const frame = answer(600)
    let waiting = false
    bench.line.write = () => {
      waiting = true
    }
    bench.line.read = (bytes) => {
      if (!waiting) return 0
      waiting = false
      bytes.set(frame)
      return frame.length
    }
    const into = new Int32Array(1)
    let readings = 0
    const made = countTypedArrays(() => {
      for (let i = bench.turns; i < bench.turns + 1000; i++) {
        bench.driver.start(i * 10_000)
        if (bench.driver.finish(i * 10_000 + 250, into) === READING) readings++
      }
    })
    expect([made, readings]).toEqual([0, 1000])
  })

  test('in the sampler’s hands every turn is a reading or a failure', () => {
    const bench = new Bench()
    const sampled = new Sampled(bench.driver)
    sampled.turns(WARM_TURNS + 2).close()
    const garbled = answer(600)
    garbled[3]! ^= 4
    sampled.turns(60, (i) => {
      bench.answers = [[answer(600)], [], [garbled]][i % 3]!
    })
    expect(sampled.close()).toEqual({
      count: 20,
      failures: 40,
      flags: ['checksum-errors', 'bus-errors'],
    })
  })
})

describe('a damaged line', () => {
  test('each of the 72 bits of an answer, flipped: one failure, no value', () => {
    const bench = new Bench().warm()
    for (let bit = 0; bit < 72; bit++) {
      const damaged = answer(700)
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      const { outcomes, values } = bench.turn(damaged)
      expect([values, outcomes.length]).toEqual([[], 1])
      expect(['checksum', 'no-answer']).toContain(outcomes[0])
      expect(bench.turn(answer(800))).toEqual(reading(800))
    }
  })

  // WifWaf/MH-Z19#25: one byte too many, and a driver that never found back.
  test('a frame of another length costs its own turn and no other', () => {
    const bench = new Bench().warm()
    for (let at = 0; at < 9; at++) {
      const short = [...answer(700)]
      short.splice(at, 1)
      expect(bench.turn(short).values).toEqual([])
      expect(bench.turn(answer(800))).toEqual(reading(800))
      const long = [...answer(700)]
      long.splice(at, 0, 0x55)
      const { values } = bench.turn(long)
      expect(values.every(([ppm]) => ppm === 700)).toBe(true)
      expect(bench.turn(answer(800))).toEqual(reading(800))
    }
    // ESPEasy#2394: an ff before the frame.
    expect(bench.turn([0xff], answer(700)).values.length).toBeLessThanOrEqual(1)
    expect(bench.turn(answer(800))).toEqual(reading(800))
  })

  test('what comes between two questions is not taken for an answer', () => {
    const bench = new Bench().warm()
    bench.line.feed(answer(9_000), answer(9_000).slice(0, 5))
    expect(bench.turn(answer(700))).toEqual(reading(700))
    bench.line.feed(answer(9_000))
    expect(bench.turn()).toEqual(failure('no-answer'))
  })

  test.each([0x00, 0xff])('a line that brings only %i: failures, never a value', (level) => {
    for (const bench of [new Bench(), new Bench().warm()])
      for (let i = 0; i < 30; i++) {
        const { outcomes, values } = bench.turn(Array(9).fill(level))
        expect([values, outcomes]).toEqual([[], ['checksum']])
      }
  })

  // UedaTakeyuki/mh-z19#52: a dust sensor on its port.
  test('another sensor on its port: checksums', () => {
    const bench = new Bench().warm()
    for (let i = 0; i < 5; i++) expect(bench.turn(report(1, 2, 3))).toEqual(failure('checksum'))
  })

  test('after any garbage an answer is read, and garbage gives no value', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const bench = new Bench().warm()
        expect(bench.turn(bytes).values).toEqual([])
        bench.turn(answer(800))
        expect(bench.turn(answer(800))).toEqual(reading(800))
      }),
      { numRuns: 300 },
    )
  })
})
