import fc from 'fast-check'
import { DHT22, Dht22, dht22DeciCelsius } from '../../device/sensors/dht22.ts'
import { PENDING, READING, WARMING_UP } from '../../device/sensors/driver.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { answerBytes, answerPulses } from '../support/dht22-pulses.ts'
import { bytesOf, turn } from '../support/driving.ts'
import { PulseWire } from '../support/pulse-wire.ts'
import { ANSWERS } from '../vectors/dht22.ts'

/** A kit past the second after power-on. */
function warmKit(highs: readonly number[] = []) {
  const wire = new PulseWire()
  wire.highs = highs
  const driver = new Dht22(wire)
  turn(driver, 0)
  const read = (next: readonly number[]) => {
    wire.highs = next
    return turn(driver, 10_000)
  }
  return { wire, driver, read }
}

const of = (...bytes: number[]) => warmKit(answerPulses(bytes)).read(answerPulses(bytes))
const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })
const reading = (temperature: number, humidity: number) => ({
  outcomes: ['reading'],
  values: [[temperature * 10, humidity * 10]],
})

test.each(ANSWERS)('golden: %s: %s', (_source, text, humidity, temperature) => {
  const bytes = [...bytesOf(text)]
  const word = bytes[2]! * 256 + bytes[3]!
  expect(dht22DeciCelsius(word)).toBe(temperature)
  expect(of(...bytes)).toEqual(reading(temperature, humidity))
})

describe('negative temperatures', () => {
  test('all three encodings give all of them', () => {
    for (let tenths = 1; tenths <= 400; tenths++) {
      const words = [0x8000 | tenths, 0x10000 - tenths, 0x1000 - tenths]
      expect(words.map(dht22DeciCelsius)).toEqual([-tenths, -tenths, -tenths])
    }
  })

  test('minus nothing is nothing', () => {
    expect(Object.is(dht22DeciCelsius(0x8000), 0)).toBe(true)
  })

  test('all 65,536 words: within the range each by one encoding, and no word twice', () => {
    const words = new Map<number, number>()
    for (let word = 0; word <= 0xffff; word++) {
      const tenths = dht22DeciCelsius(word)
      if (tenths >= -400 && tenths <= 800) words.set(tenths, (words.get(tenths) ?? 0) + 1)
    }
    expect(words.size).toBe(1_201)
    for (const [tenths, count] of words) {
      expect([tenths, count]).toEqual([tenths, tenths < 0 ? 3 : tenths === 0 ? 2 : 1])
    }
  })
})

describe('conversation', () => {
  test('nothing in the first second, then one start pulse every two', () => {
    const { wire } = warmKit()
    expect(wire.log).toEqual([])
    const driver = new Dht22(wire)
    const into = new Int32Array(2)
    expect(driver.start(0)).toBe(1_000)
    expect(driver.finish(1_000, into)).toBe(WARMING_UP)
    expect(driver.finish(1_000, into)).toBe(PENDING)
    expect(wire.log).toEqual([])
    wire.highs = answerPulses(answerBytes(652, 351))
    for (let i = 1; i < 100; i++) {
      wire.log.splice(0)
      expect(driver.start(i * 2_000)).toBe(50)
      expect(driver.finish(i * 2_000 + 50, into)).toBe(READING)
      expect([...into]).toEqual([3_510, 6_520])
      expect(driver.finish(i * 2_000 + 50, into)).toBe(PENDING)
      expect(wire.log).toEqual(['start 1200', 'read'])
    }
    driver.close()
    expect(wire.log.at(-1)).toBe('close')
    expect(DHT22.intervalMs).toBe(2_000)
  })

  test('1,000 readings make no buffer', () => {
    const { wire, driver } = warmKit()
    wire.highs = answerPulses(answerBytes(652, 351))
    const into = new Int32Array(2)
    const made = countTypedArrays(() => {
      for (let i = 1; i <= 1000; i++) {
        driver.start(i * 2_000)
        if (driver.finish(i * 2_000 + 50, into) !== READING) throw new Error('no reading')
      }
    })
    expect(made).toBe(0)
  })
})

test('any words with their sum: what they say, or a counted failure', () => {
  const word = fc.integer({ min: 0, max: 0xffff })
  const humidity = fc.oneof(word, fc.integer({ min: 0, max: 1_010 }))
  const { read } = warmKit()
  fc.assert(
    fc.property(humidity, fc.oneof(word, fc.nat({ max: 900 })), (h, t) => {
      const result = read(answerPulses(answerBytes(h, t)))
      const tenths = dht22DeciCelsius(t)
      const isEmpty = t <= 1 && [0, 10, 20].includes(h)
      const isIn = tenths >= -400 && tenths <= 800 && h <= 1_000
      if (isEmpty) expect(result).toEqual(failure('not-ready'))
      else if (!isIn) expect(result).toEqual(failure('out-of-range'))
      else expect(result).toEqual(reading(tenths, Math.min(h, 999)))
    }),
    { numRuns: 3_000 },
  )
})

const GOOD = answerPulses(answerBytes(652, 351))
const GOOD_READING = reading(351, 652)

describe('faults', () => {
  test('silence: no answer, and it is found again', () => {
    const { read } = warmKit()
    for (let i = 0; i < 5; i++) expect(read([])).toEqual(failure('no-answer'))
    expect(read(GOOD)).toEqual(GOOD_READING)
  })

  test('each of the 40 bits, flipped: checksum', () => {
    const { read } = warmKit()
    for (let bit = 0; bit < 40; bit++) {
      const flipped = GOOD.map((us, i) => (i === bit + 2 ? (us > 48 ? 27 : 70) : us))
      expect([bit, read(flipped)]).toEqual([bit, failure('checksum')])
      expect(read(GOOD)).toEqual(GOOD_READING)
    }
  })

  test('each edge, missed: the first does no harm, any other is no answer of this chip', () => {
    const { read } = warmKit()
    for (let at = 0; at < GOOD.length; at++) {
      const missed = GOOD.filter((_, i) => i !== at)
      expect([at, read(missed)]).toEqual([at, at === 0 ? GOOD_READING : failure('protocol')])
    }
  })

  test('an edge too many, anywhere: never a value', () => {
    const { read } = warmKit()
    for (let at = 0; at <= GOOD.length; at++) {
      for (const us of [0, 5, 27, 70]) {
        const more = [...GOOD.slice(0, at), us, ...GOOD.slice(at)]
        expect([at, read(more).values]).toEqual([at, []])
      }
    }
  })

  test('cut off after any number of pulses: never a value', () => {
    const { read } = warmKit()
    for (let length = 0; length < GOOD.length; length++)
      expect(read(GOOD.slice(0, length)).values).toEqual([])
  })

  test.each([0, 27, 70, 80, 0xffff])('nothing but pulses of %i µs: never a value', (us) => {
    const { read } = warmKit()
    for (let length = 1; length < 60; length++)
      expect([length, read(Array(length).fill(us)).values]).toEqual([length, []])
  })

  test('zeros with a right sum are no reading, nor are 1 and 2 % at 0 °C', () => {
    for (const [h, t] of [
      [0, 0],
      [10, 0],
      [20, 0],
      [10, 1],
    ] as const)
      expect(of(...answerBytes(h, t))).toEqual(failure('not-ready'))
    expect(of(...answerBytes(30, 0))).toEqual(reading(0, 30))
  })

  test('times as an engine hurries or lags: 10 µs more or less are the same answer', () => {
    const { read } = warmKit()
    for (const shift of [-8, -4, 4, 10]) {
      const shifted = GOOD.map((us) => us + shift)
      expect([shift, read(shifted)]).toEqual([shift, GOOD_READING])
    }
  })

  test('a DHT11 in its place: out of range', () => {
    // 55 % and 24 °C as whole numbers in the first bytes of the words.
    expect(of(55, 0, 24, 0, 79)).toEqual(failure('out-of-range'))
  })

  test('a fault leaves nothing to collect', () => {
    const { driver, read } = warmKit()
    read([])
    expect(driver.finish(11_000, new Int32Array(2))).toBe(PENDING)
  })
})

test('garbage: no value but of an answer whose sum is right', () => {
  const us = fc.oneof(fc.constantFrom(27, 70), fc.nat({ max: 120 }))
  const { read } = warmKit()
  fc.assert(
    fc.property(fc.array(us, { minLength: 38, maxLength: 44 }), (highs) => {
      const { outcomes, values } = read(highs)
      expect(outcomes).toHaveLength(1)
      if (outcomes[0] !== 'reading') return expect(values).toEqual([])
      const bits = highs.slice(-40).map((high) => (high > 48 ? 1 : 0))
      const bytes = [0, 8, 16, 24, 32].map((at) =>
        Number.parseInt(bits.slice(at, at + 8).join(''), 2),
      )
      expect((bytes[0]! + bytes[1]! + bytes[2]! + bytes[3]!) & 255).toBe(bytes[4])
    }),
    { numRuns: 2_000 },
  )
})
