/** The turns of SPS30 and SEN5x on I2C, byte for byte, and what their known failures come to. */
import { DEFECT, NEXT_STEP, OUTCOMES, PENDING } from '../../device/sensors/driver.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { hex } from '../support/driving.ts'
import { DUST_CASES, DustBench } from '../support/dust-bench.ts'
import { wordCrc } from '../support/single-shot-model.ts'

const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })
const NOTHING = { outcomes: [], values: [] }
const FAN = 0x10
const words = (list: readonly number[]) =>
  `r ${hex(list.flatMap((word) => [word >> 8, word & 255, wordCrc(word)]))}`

describe.each(DUST_CASES)('$name', (dust) => {
  const ASKED = ['w 02 02 .', words([1])]
  const HEALTH = ['w d2 06 .', words([0, 0])]
  const READ = [`w ${dust.read} .`, words(dust.words)]
  const TURN = [...ASKED, ...HEALTH, ...READ]
  const GOOD = { outcomes: ['reading'], values: [dust.values] }

  describe('conversation', () => {
    test('set up in the first turn, then asked, looked after and read in each', () => {
      const bench = new DustBench(dust, false)
      const { bus, driver } = bench
      expect(bus.log).toEqual([])
      expect(bench.turn()).toEqual(NOTHING)
      expect(bus.log).toEqual(dust.setup)
      for (let s = 1; s < 100; s++) {
        bus.mark()
        expect(bench.turn()).toEqual(s <= 30 ? failure('warming-up') : GOOD)
        expect(bus.log).toEqual(TURN)
      }
      driver.close()
      expect(bus.log.at(-1)).toBe('close')
    })

    test('no answer is looked for before its time', () => {
      const { chip, driver } = new DustBench(dust)
      chip.ready = true
      const into = new Int32Array(8)
      const steps = [0, 1, 2].map(() => [driver.start(50_000), driver.finish(50_000, into)])
      expect(steps).toEqual([
        [dust.answerMs, NEXT_STEP],
        [dust.answerMs, NEXT_STEP],
        [dust.answerMs, 0],
      ])
      expect(driver.finish(50_000, into)).toBe(PENDING)
    })

    test('a turn without anything new is two operations and no fault', () => {
      const bench = new DustBench(dust)
      expect(bench.turn(false)).toEqual(NOTHING)
      expect(bench.bus.log).toEqual(['w 02 02 .', words([0])])
    })

    test('1,000 readings make no buffer', () => {
      const { chip, driver } = new DustBench(dust)
      const silent = {
        write: (bytes: Uint8Array) => chip.write(bytes),
        read: (into: Uint8Array) => chip.read(into),
        close: () => {},
      }
      const quick = dust.open(silent)
      const into = new Int32Array(8)
      let made = 0
      for (let i = 0; i <= 1_040; i++) {
        chip.ready = true
        made = countTypedArrays(() => {
          do quick.start(i * 1_000)
          while (quick.finish(i * 1_000, into) === NEXT_STEP)
        })
        if (i > 0 && made > 0) throw new Error(`${made} in turn ${i}`)
      }
      driver.close()
    })
  })

  describe('faults of the bus', () => {
    const SETUP = dust.setup.length

    test('each bit of what a turn reads, flipped: a checksum, and the next turn reads', () => {
      const bits = 8 * (3 + 6 + 3 * dust.words.length)
      for (let bit = 0; bit < bits; bit++) {
        const bench = new DustBench(dust)
        bench.bus.flipBit = bit
        expect(bench.turn()).toEqual(failure('checksum'))
        bench.bus.mark()
        expect(bench.turn()).toEqual(GOOD)
      }
    })

    test.each(['nack', 'short'] as const)('%s at each operation of a turn', (fault) => {
      for (let at = 0; at < TURN.length; at++) {
        if (fault === 'short' && TURN[at]!.startsWith('w')) continue
        const bench = new DustBench(dust)
        Object.assign(bench.bus, { fault, failAt: at })
        expect(bench.turn()).toEqual(failure('no-answer'))
        expect(bench.bus.operations).toBe(at + 1)
        bench.bus.mark()
        expect(bench.turn()).toEqual(GOOD)
        // It is not set up anew: it would warm up for half a minute.
        expect(bench.bus.log.length).toBeLessThanOrEqual(TURN.length)
      }
    })

    test('no acknowledge at each operation of the setup: done again from its beginning', () => {
      for (let at = 0; at < SETUP; at++) {
        const bench = new DustBench(dust, false)
        bench.bus.failAt = at
        const mayFail = dust.setup[at] === 'w 11 03 .'
        expect(bench.turn()).toEqual(mayFail ? NOTHING : failure('no-answer'))
        bench.bus.mark()
        if (!mayFail) expect(bench.turn()).toEqual(NOTHING)
        expect(bench.outcomes(32).slice(-3, -1)).toEqual(['warming-up', 'reading'])
      }
    })

    test('each bit of who it is, flipped: a checksum, and the setup begins again', () => {
      const answer = dust.setup.find((operation) => operation.startsWith('r '))!
      for (let bit = 0; bit < 8 * (answer.split(' ').length - 1); bit++) {
        const bench = new DustBench(dust, false)
        bench.bus.flipBit = bit
        expect(bench.turn()).toEqual(failure('checksum'))
        bench.bus.mark()
        expect(bench.turn()).toEqual(NOTHING)
        expect(bench.bus.log).toEqual(dust.setup)
      }
    })

    test.each([0x00, 0xff])('a line stuck at %i gives checksums, never a value', (level) => {
      const bench = new DustBench(dust)
      bench.chip.read = (into) => into.fill(level)
      expect(new Set(bench.outcomes(40))).toEqual(new Set(['checksum']))
    })

    test('a stuck bus costs a few operations a turn, and is over when it is over', () => {
      const bench = new DustBench(dust)
      bench.bus.stuck = true
      expect(new Set(bench.outcomes(60))).toEqual(new Set(['no-answer']))
      // A call to wake up need not be acknowledged.
      expect(bench.bus.operations).toBeLessThanOrEqual(3 * 60)
      bench.bus.stuck = false
      const after = bench.outcomes(40)
      expect(after.slice(0, 2)).toEqual(['', 'warming-up'])
      expect(after.at(-1)).toBe('reading')
    })

    test('values that arrived garbled are read again, as the chip goes on giving them', () => {
      const bench = new DustBench(dust)
      bench.bus.flipBit = 8 * 9
      expect(bench.turn()).toEqual(failure('checksum'))
      bench.bus.mark()
      expect(bench.turn(false)).toEqual(GOOD)
      expect(bench.bus.log).toEqual(READ)
    })
  })

  describe('known failures', () => {
    test('the start was lost: told after 3 s, and it is started again', () => {
      const bench = new DustBench(dust, false)
      bench.chip.lostStarts = 2
      const outcomes = bench.outcomes(13)
      const once = ['', '', '', '', 'not-ready']
      expect(outcomes.slice(0, 10)).toEqual([...once, ...once])
      expect(outcomes.slice(10)).toEqual(['', 'warming-up', 'warming-up'])
    })

    test('a brown-out leaves it idle: after 15 s it is told and started again', () => {
      const bench = new DustBench(dust)
      bench.chip.measuring = false
      const outcomes = bench.outcomes(49)
      expect(outcomes.slice(0, 17)).toEqual([...Array(15).fill(''), 'not-ready', ''])
      expect(outcomes.slice(17)).toEqual([...Array(30).fill('warming-up'), 'reading', 'reading'])
    })

    test('cleaning its fan it has nothing new for 10 s, which is let be', () => {
      const bench = new DustBench(dust)
      expect(bench.outcomes(11, false)).toEqual(Array(11).fill(''))
      expect(bench.turn()).toEqual(GOOD)
      expect(bench.bus.log.filter((operation) => operation === 'w d3 04 .')).toEqual([])
    })

    test('a defect is told until 5 s after it, and cleared at once and then once a minute', () => {
      const bench = new DustBench(dust)
      const told = Array.from({ length: 62 }, () => {
        bench.chip.status = FAN
        return bench.turn().outcomes
      })
      expect(told.map((outcomes) => outcomes.at(-1))).toEqual(Array(62).fill(OUTCOMES[DEFECT]))
      const clears = bench.bus.log.filter((operation) => operation === 'w d2 10 .')
      expect(clears).toHaveLength(2)
      bench.chip.status = 0
      const after = bench.outcomes(6)
      expect(after.map((outcome) => outcome.includes('defect'))).toEqual([
        ...Array(4).fill(true),
        ...Array(2).fill(false),
      ])
      expect(bench.turn()).toEqual(GOOD)
    })

    test('bits of the status that mean nothing, or warn of the fan’s speed, cost nothing', () => {
      const bench = new DustBench(dust)
      for (const status of [0x0f, 0xff00]) {
        bench.chip.status = status
        expect(bench.turn()).toEqual(GOOD)
      }
    })
  })
})

describe('SPS30', () => {
  const [dust] = DUST_CASES

  test('asleep, as another owner left it: the second call wakes it', () => {
    const bench = new DustBench(dust!, false)
    bench.chip.asleep = true
    expect(bench.outcomes(2)).toEqual(['', 'warming-up'])
  })

  test.each([0x0100, 0x0200, 0x0201])('firmware %i has no status, and is not asked', (version) => {
    const bench = new DustBench(dust!, true, version)
    expect(bench.turn()).toEqual({ outcomes: ['reading'], values: [dust!.values] })
    expect(bench.bus.log.map((operation) => operation.slice(0, 7))).toEqual([
      'w 02 02',
      'r 00 01',
      'w 03 00',
      'r 3f 80',
    ])
  })

  // Sensirion/embedded-sps#57.
  test('nothing but zeros, each with its CRC, is never a measurement', () => {
    const fresh = new DustBench(dust!, false)
    fresh.chip.values = Array(20).fill(0)
    expect(fresh.outcomes(2)).toEqual(['', 'warming-up'])
    const bench = new DustBench(dust!)
    bench.chip.values = Array(20).fill(0)
    expect(new Set(bench.outcomes(14))).toEqual(new Set(['not-ready']))
    bench.chip.values = dust!.words
    expect(bench.outcomes(40).at(-1)).toBe('reading')
  })

  test('a fan that stands: no value at all', () => {
    const bench = new DustBench(dust!)
    bench.chip.status = FAN
    expect(bench.turn()).toEqual(failure('defect'))
  })
})
