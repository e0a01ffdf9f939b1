import { DEFECT, NEXT_STEP, OUTCOMES, PENDING } from '../../device/sensors/driver.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { bytesOf, hex } from '../support/driving.ts'
import { floats, measured, miso, mosi, stuff } from '../support/shdlc.ts'
import {
  Sps30Bench as Bench,
  CLEAR,
  failure,
  MEETING,
  NOTHING,
  READ,
  reading,
  START,
  values,
  WAKE,
} from '../support/sps30-bench.ts'
import { SPS30_CAPTURES, SPS30_FRAMES, SPS30_ZEROS, STUFFING } from '../vectors/dust.ts'

const EMPTY = miso(0x03)

test.each(SPS30_FRAMES)(
  'the frames of the datasheet are built alike: %s',
  (_what, sent, answer) => {
    const [out, back] = [bytesOf(sent), bytesOf(answer)]
    expect(hex(mosi(out[2]!, [...out.subarray(4, -2)]))).toBe(sent)
    expect(hex(miso(back[2]!, [...back.subarray(5, -2)]))).toBe(answer)
    expect(hex(stuff([...bytesOf(STUFFING.data)]))).toBe(STUFFING.sent)
  },
)

describe('conversation', () => {
  test('woken, reset and started in the first turn, then asked once a turn', () => {
    const bench = new Bench()
    expect(bench.line.written).toEqual([])
    const delays = [1, 2, 3].map((step) => {
      const delay = bench.driver.start(step)
      const outcome = bench.driver.finish(step, new Int32Array(4))
      return [delay, OUTCOMES[outcome]]
    })
    expect(delays).toEqual([
      [50, OUTCOMES[NEXT_STEP]],
      [500, OUTCOMES[NEXT_STEP]],
      [50, OUTCOMES[PENDING]],
    ])
    expect(bench.sent()).toEqual(MEETING)
    bench.seconds = 1
    for (let s = 1; s < 100; s++) {
      expect(bench.second(values(2))).toEqual(s < 30 ? failure('warming-up') : reading(2))
      expect(bench.sent()).toEqual([READ])
    }
    bench.driver.close()
    expect(bench.line.closed).toBe(true)
  })

  test.each(SPS30_CAPTURES)('a captured answer is read: %s', (frame, [pm1]) => {
    const bench = new Bench().warm()
    const { outcomes, values } = bench.second([...bytesOf(frame)])
    expect(outcomes).toEqual(['reading'])
    expect(Math.abs(values[0]![0]! - 100 * pm1!)).toBeLessThanOrEqual(5)
  })

  test('every byte in the values, and in the checksum, stuffed or not', () => {
    const bench = new Bench().warm()
    for (let byte = 0; byte < 256; byte++) {
      const data = measured(1, 2, 3, 4)
      data.splice(20, 4, byte, 0x7e, 0x7d, byte)
      expect(bench.second(miso(0x03, data))).toEqual(reading(1))
    }
    // All of it: 92 bytes.
    const all = [...floats(1, 2, 3, 4), ...Array(24).fill(0x7e)]
    const frame = miso(0x03, all)
    expect(frame.length).toBeGreaterThan(70)
    expect(bench.second(frame)).toEqual(reading(1))
  })

  test('nothing new in a turn is no fault', () => {
    const bench = new Bench().warm()
    expect(bench.second(EMPTY)).toEqual(NOTHING)
    expect(bench.second(values(3))).toEqual(reading(3))
  })

  test('an answer to another command is no answer to this one', () => {
    const bench = new Bench().warm()
    expect(bench.second(miso(0xd1, [2, 2, 0, 7, 0, 2, 0]))).toEqual(failure('no-answer'))
    expect(bench.second([...miso(0x11), ...values(3)])).toEqual(reading(3))
  })

  test('1,000 readings make no buffer', () => {
    const bench = new Bench().warm()
    const frame = values(1)
    const into = new Int32Array(4)
    let at = frame.length
    bench.line.write = () => {
      at = 0
    }
    bench.line.read = (bytes) => {
      let length = 0
      while (length < bytes.length && at < frame.length) bytes[length++] = frame[at++]!
      return length
    }
    const made = countTypedArrays(() => {
      for (let i = 40; i < 1040; i++) {
        bench.driver.start(i * 1000)
        if (bench.driver.finish(i * 1000 + 50, into) !== 0) throw new Error('no reading')
      }
    })
    expect(made).toBe(0)
  })
})

describe('known failures', () => {
  test('asleep, as another owner left it: woken', () => {
    const bench = new Bench()
    const { answers } = bench
    bench.answers = {}
    bench.line.onWrite = (bytes) => {
      if (hex(bytes) === WAKE) bench.answers = answers
      bench.line.feed(bench.answers[hex(bytes)] ?? [])
    }
    expect(bench.second()).toEqual(NOTHING)
    expect(bench.second()).toEqual(failure('warming-up'))
  })

  test('firmware 1.0 knows no call to wake up, and needs none', () => {
    const bench = new Bench()
    bench.answers[WAKE] = miso(0x11, [], 0x02)
    expect(bench.second()).toEqual(NOTHING)
    expect(bench.second()).toEqual(failure('warming-up'))
  })

  test('the start was lost: it is told after 3 s, and the next turn starts it again', () => {
    const bench = new Bench()
    bench.second()
    bench.sent()
    const outcomes = [1, 2, 3, 4].map(() => bench.second(EMPTY).outcomes[0])
    expect(outcomes).toEqual([undefined, undefined, undefined, 'not-ready'])
    expect(bench.sent()).toEqual(Array(4).fill(READ))
    expect(bench.second()).toEqual(NOTHING)
    expect(bench.sent()).toEqual(MEETING)
  })

  test('the start is refused: the same, at once', () => {
    const bench = new Bench()
    bench.answers[START] = miso(0x00, [], 0x43)
    expect(bench.second()).toEqual(failure('protocol'))
    bench.answers[START] = miso(0x00)
    expect(bench.second()).toEqual(NOTHING)
    expect(bench.sent()).toEqual([...MEETING, ...MEETING])
  })

  test('a brown-out leaves it idle: it says so, is started again, and warms up', () => {
    const bench = new Bench().warm()
    expect(bench.second(miso(0x03, [], 0x43))).toEqual(failure('not-ready'))
    expect(bench.second(values(2))).toEqual(NOTHING)
    expect(bench.sent()).toEqual([READ, ...MEETING])
    for (let s = 0; s < 30; s++) expect(bench.second()).toEqual(failure('warming-up'))
    expect(bench.second()).toEqual(reading(2))
  })

  test('cleaning its fan it has nothing new for 10 s, which is let be', () => {
    const bench = new Bench().warm()
    for (let s = 0; s < 11; s++) expect(bench.second(EMPTY)).toEqual(NOTHING)
    expect(bench.second(values(3))).toEqual(reading(3))
    expect(bench.sent()).toEqual(Array(12).fill(READ))
  })

  test('nothing new for 15 s is a fault, and it is started again', () => {
    const bench = new Bench().warm()
    const outcomes = Array.from({ length: 17 }, () => bench.second(EMPTY).outcomes[0])
    expect(outcomes.indexOf('not-ready')).toBe(14)
    expect(bench.sent()).toEqual([...Array(15).fill(READ), ...MEETING, READ])
  })

  test('nothing but zeros: warming up at first, later a failure, never a measurement', () => {
    const zeros = [...bytesOf(SPS30_ZEROS)]
    const fresh = new Bench()
    fresh.second()
    expect(fresh.second(zeros)).toEqual(failure('warming-up'))
    const warm = new Bench().warm()
    for (let s = 0; s < 14; s++) expect(warm.second(zeros)).toEqual(failure('not-ready'))
    warm.expectRecovery(50)
  })

  test('integers, as another owner started it: refused, and started anew', () => {
    const bench = new Bench().warm()
    expect(bench.second(miso(0x03, Array(20).fill(1)))).toEqual(failure('protocol'))
    expect(bench.second()).toEqual(NOTHING)
    expect(bench.sent()).toEqual([READ, ...MEETING])
  })

  test('a laser or fan that fails: its values are left out and told until 5 s after', () => {
    const bench = new Bench().warm()
    const failing = miso(0x03, measured(1, 2, 3, 4), 0x80)
    const outcomes = Array.from({ length: 62 }, () => bench.second(failing).outcomes)
    expect(new Set(outcomes.map(String))).toEqual(new Set(['defect']))
    // Cleared at once, and again after a minute: some of the bits stay until somebody does.
    const sent = bench.sent()
    expect(sent.flatMap((frame, i) => (frame === CLEAR ? [i] : []))).toEqual([1, 62])
    const after = [1, 2, 3, 4, 5].map(() => bench.second(values(2)).outcomes[0])
    expect(after).toEqual(['defect', 'defect', 'defect', 'defect', 'reading'])
    expect(bench.second()).toEqual(reading(2))
  })

  test('a clear that nobody answers is the same defect', () => {
    const bench = new Bench().warm()
    bench.answers[CLEAR] = []
    expect(bench.second(miso(0x03, measured(1, 2, 3, 4), 0x80)).outcomes).toEqual([
      OUTCOMES[DEFECT],
    ])
  })

  // Sensirion/embedded-uart-sps#52: TX and RX joined, so that what is sent comes back.
  test('its own commands coming back are no answers', () => {
    const bench = new Bench()
    bench.line.onWrite = (bytes) => bench.line.feed(bytes)
    for (let s = 0; s < 20; s++) {
      const { outcomes, values } = bench.second()
      expect(values).toEqual([])
      expect(outcomes.length).toBeGreaterThan(0)
    }
  })
})
