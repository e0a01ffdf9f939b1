import { NEXT_STEP, NOT_READY } from '../../device/sensors/driver.ts'
import { sensirionCrc } from '../../device/sensors/sensirion.ts'
import { SHT3X, sht3x, sht3xCentiPercent } from '../../device/sensors/sht3x.ts'
import { SHT4X, sht4x, sht4xCentiPercent } from '../../device/sensors/sht4x.ts'
import { centiCelsius } from '../../device/sensors/single-shot.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { hex, turn } from '../support/driving.ts'
import { I2CBus } from '../support/i2c-bus.ts'
import { SingleShotModel, wordCrc } from '../support/single-shot-model.ts'

test('CRC (0xBEEF) = 0x92: SHT3x-DIS 4.12, table 20; SHT4x 4.4, table 7', () => {
  expect(sensirionCrc(Uint8Array.of(0xbe, 0xef), 0)).toBe(0x92)
  expect(wordCrc(0xbeef)).toBe(0x92)
})

// The ends of the formulas (SHT3x-DIS 4.13, SHT4x 4.6), and their exact middles.
test.each([
  [0x0000, -4_500, 0, 0],
  [0xffff, 13_000, 10_000, 10_000],
  [0x3333, -1_000, 2_000, 1_900],
  [0x6666, 2_500, 4_000, 4_400],
  [0x9999, 6_000, 6_000, 6_900],
  [0x8000, 4_250, 5_000, 5_650],
])('word %i is %i (0.01 °C), %i and %i (0.01 %%)', (word, celsius, sht3, sht4) => {
  expect(centiCelsius(word)).toBe(celsius)
  expect([sht3xCentiPercent(word), sht4xCentiPercent(word)]).toEqual([sht3, sht4])
})

test.each([
  ['SHT3x', SHT3X, sht3xCentiPercent, 10_000, 0],
  ['SHT4x', SHT4X, sht4xCentiPercent, 12_500, 600],
] as const)('%s: all 65,536 words: nearest step, in range, never falling', (...chip) => {
  const [, part, centiPercent, span, below] = chip
  const [temperature, humidity] = part.channels
  const word = new Uint8Array(2)
  let [lastCelsius, lastPercent] = [-Infinity, -Infinity]
  for (let raw = 0; raw <= 0xffff; raw++) {
    const [celsius, percent] = [centiCelsius(raw), centiPercent(raw)]
    // 65,535 is odd, so that no word falls on a half: nearest means within, strictly.
    const cropped = Math.min(10_000, Math.max(0, (span * raw) / 65_535 - below))
    const nearest =
      Math.abs((celsius + 4_500) * 65_535 - 17_500 * raw) * 2 < 65_535 &&
      Math.abs(percent - cropped) < 0.5
    const inRange =
      celsius >= temperature!.minimum &&
      celsius <= temperature!.maximum &&
      percent >= humidity!.minimum &&
      percent <= humidity!.maximum
    word[0] = raw >> 8
    word[1] = raw
    const ordered = celsius >= lastCelsius && percent >= lastPercent
    if (!nearest || !inRange || !ordered || sensirionCrc(word, 0) !== wordCrc(raw)) {
      throw new Error(`word ${raw}`)
    }
    ;[lastCelsius, lastPercent] = [celsius, percent]
  }
})

const RESULT = `r ${hex([0x66, 0x66, wordCrc(0x6666), 0x80, 0x00, wordCrc(0x8000)])}`
const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })

const CHIPS = [
  {
    name: 'SHT3x',
    open: sht3x,
    reset: '30 a2',
    measure: '24 00',
    measureMs: 16,
    values: [2_500, 5_000],
  },
  { name: 'SHT4x', open: sht4x, reset: '94', measure: 'fd', measureMs: 9, values: [2_500, 5_650] },
]

describe.each(CHIPS)('$name', ({ open, reset, measure, measureMs, values }) => {
  const RESET = `w ${reset} .`
  const MEASURE = `w ${measure} .`
  const GOOD = { outcomes: ['reading'], values: [values] }

  function kit() {
    const chip = new SingleShotModel(measure, reset)
    Object.assign(chip, { temperature: 0x6666, humidity: 0x8000 })
    const bus = new I2CBus(chip)
    const driver = open(bus)
    expect(bus.log).toEqual([])
    return { chip, bus, driver }
  }

  /** A kit past its first turn, which resets the chip. */
  function warmKit() {
    const warm = kit()
    turn(warm.driver, 0)
    warm.bus.mark()
    return warm
  }

  describe('conversation', () => {
    test('one reset, then one command and one read a turn, always the same bytes', () => {
      const { bus, driver } = kit()
      expect(driver.start(0)).toBe(2)
      expect(driver.finish(2, new Int32Array(2))).toBe(NEXT_STEP)
      expect(bus.log).toEqual([RESET])
      for (let i = 1; i < 100; i++) {
        bus.mark()
        expect(driver.start(i * 10_000)).toBe(measureMs)
        const into = new Int32Array(2)
        expect(driver.finish(i * 10_000 + measureMs, into)).toBe(0)
        expect([...into]).toEqual(GOOD.values[0])
        expect(bus.log).toEqual([MEASURE, RESULT])
        expect(bus.bytes).toBe(1 + measure.split(' ').length + 7)
      }
      driver.close()
      expect(bus.log.at(-1)).toBe('close')
    })

    test('1,000 readings make no buffer', () => {
      const chip = new SingleShotModel(measure, reset)
      const silent = {
        write: () => {
          chip.ready = true
        },
        read: (into: Uint8Array) => chip.read(into),
        close: () => {},
      }
      const driver = open(silent)
      const into = new Int32Array(2)
      turn(driver, 0)
      const made = countTypedArrays(() => {
        for (let i = 1; i <= 1000; i++) {
          driver.start(i * 10_000)
          if (driver.finish(i * 10_000 + measureMs, into) !== 0) throw new Error('no reading')
        }
      })
      expect(made).toBe(0)
    })
  })

  describe('faults', () => {
    test('each of the 48 bits of a result, flipped: checksum, and the next turn reads', () => {
      for (let bit = 0; bit < 48; bit++) {
        const { bus, driver } = warmKit()
        bus.flipBit = bit
        expect(turn(driver, 10_000)).toEqual(failure('checksum'))
        bus.mark()
        expect(turn(driver, 20_000)).toEqual(GOOD)
        expect(bus.operations).toBe(2)
      }
    })

    test.each([
      ['command', 'nack', 0, 'no-answer'],
      ['read', 'nack', 1, 'not-ready'],
      ['read', 'short', 1, 'not-ready'],
    ] as const)('%s %s: one failure, and the next turn reads', (_what, fault, failAt, outcome) => {
      const { bus, driver } = warmKit()
      Object.assign(bus, { fault, failAt })
      expect(turn(driver, 10_000)).toEqual(failure(outcome))
      expect(bus.operations).toBe(failAt + 1)
      bus.mark()
      expect(turn(driver, 20_000)).toEqual(GOOD)
    })

    test('the reset itself is not acknowledged: a failure, and it is tried again', () => {
      const { bus, driver } = kit()
      bus.failAt = 0
      expect(turn(driver, 0)).toEqual(failure('no-answer'))
      expect(turn(driver, 10_000)).toEqual(GOOD)
      expect(bus.log).toEqual([RESET, MEASURE, RESULT])
    })

    test('two failures in a row: the chip is reset in the next turn', () => {
      const { bus, driver } = warmKit()
      for (const nowMs of [10_000, 20_000]) {
        bus.mark()
        bus.flipBit = 3
        expect(turn(driver, nowMs)).toEqual(failure('checksum'))
      }
      bus.mark()
      expect(turn(driver, 30_000)).toEqual(GOOD)
      expect(bus.log).toEqual([RESET, MEASURE, RESULT])
    })

    test('the chip lost its supply while it measured: not ready, then it reads', () => {
      const { chip, driver } = warmKit()
      const delayMs = driver.start(10_000)
      chip.ready = false
      expect(driver.finish(10_000 + delayMs, new Int32Array(2))).toBe(NOT_READY)
      expect(turn(driver, 20_000)).toEqual(GOOD)
    })

    test.each([0x00, 0xff])('a line stuck at %i gives checksums, never a value', (level) => {
      const { chip, driver } = warmKit()
      chip.read = (into) => into.fill(level)
      const outcomes = [1, 2, 3, 4, 5].flatMap((i) => turn(driver, i * 10_000).outcomes)
      expect(outcomes).toEqual(Array(5).fill('checksum'))
    })

    test('a stuck bus costs one operation a turn', () => {
      const { bus, driver } = warmKit()
      bus.stuck = true
      for (let i = 1; i <= 10; i++) expect(turn(driver, i * 10_000)).toEqual(failure('no-answer'))
      expect(bus.operations).toBe(10)
      bus.stuck = false
      expect(turn(driver, 110_000)).toEqual(GOOD)
    })
  })
})
