/** What a failing bus or chip may do to the DNMS's driver: cost a turn, countably. */
import type { Dnms } from '../../device/sensors/dnms.ts'
import { READING } from '../../device/sensors/driver.ts'
import { failure, GOOD, kit, TURN_MS, warmKit } from '../support/dnms-bench.ts'
import { wordsOf } from '../support/dnms-model.ts'
import { turn } from '../support/driving.ts'

describe('faults', () => {
  test('each of the 24 + 144 bits of a turn, flipped: checksum, and the next turn reads', () => {
    for (let bit = 0; bit < 24 + 144; bit++) {
      const { bus, driver } = warmKit()
      bus.flipBit = bit
      expect(turn(driver, TURN_MS)).toEqual(failure('checksum'))
      bus.mark()
      expect(turn(driver, 2 * TURN_MS)).toEqual(GOOD)
    }
  })

  test('each of the 48 bits of the version, flipped: checksum, and it is asked again', () => {
    for (let bit = 0; bit < 48; bit++) {
      const { bus, driver } = kit()
      bus.flipBit = bit
      expect(turn(driver, 0)).toEqual(failure('checksum'))
      bus.mark()
      expect(turn(driver, TURN_MS).outcomes).toEqual(['warming-up'])
      expect(turn(driver, 2 * TURN_MS)).toEqual(GOOD)
    }
  })

  // Of a turn: calculate, data ready and its word, read LEQ and its words; only reads come short.
  test.each([
    ['nack', [0, 1, 2, 3, 4]],
    ['short', [2, 4]],
  ] as const)('%s at each operation of a turn: no answer', (fault, places) => {
    for (const at of places) {
      const { bus, driver } = warmKit()
      Object.assign(bus, { fault, failAt: at })
      expect(turn(driver, TURN_MS)).toEqual(failure('no-answer'))
      expect(bus.operations).toBe(at + 1)
      bus.mark()
      expect(turn(driver, 2 * TURN_MS)).toEqual(GOOD)
      expect(bus.operations).toBe(5)
    }
  })

  test.each([
    ['nack', [0, 1, 2, 3, 4]],
    ['short', [2]],
  ] as const)('%s at each operation of the first turn', (fault, places) => {
    for (const at of places) {
      const { bus, driver } = kit()
      Object.assign(bus, { fault, failAt: at })
      expect(turn(driver, 0)).toEqual(failure('no-answer'))
      bus.mark()
      expect(turn(driver, TURN_MS).outcomes).toEqual(['warming-up'])
      expect(turn(driver, 2 * TURN_MS)).toEqual(GOOD)
    }
  })

  test('another chip at the address: not this one, for as long as it is there', () => {
    const { chip, driver } = kit()
    chip.version = [0x5350, 0x5333]
    for (let i = 0; i < 5; i++) expect(turn(driver, i * TURN_MS)).toEqual(failure('protocol'))
    chip.version = [0x444e, 0x4d53]
    expect(turn(driver, 6 * TURN_MS).outcomes).toEqual(['warming-up'])
  })

  test('not ready: a failure, and its levels are not read', () => {
    const { chip, bus, driver } = warmKit()
    chip.lag = 1
    expect(turn(driver, TURN_MS)).toEqual(failure('not-ready'))
    expect(bus.log).not.toContain('w 00 05 .')
  })

  test('a word that is neither yes nor no', () => {
    const { chip, driver } = warmKit()
    chip.lag = -1
    const read = chip.read.bind(chip)
    chip.read = (into) => (into.length === 3 ? into.set(wordsOf([2])) : read(into))
    expect(turn(driver, TURN_MS)).toEqual(failure('protocol'))
  })

  // hbitter/DNMS#44: with others on the bus it is ready, and says so for ever.
  test('stuck at ready with levels that are gone: out of range', () => {
    const { chip, driver } = warmKit()
    chip.forgets = true
    expect(turn(driver, TURN_MS)).toEqual(GOOD)
    for (let i = 2; i < 5; i++) expect(turn(driver, i * TURN_MS)).toEqual(failure('out-of-range'))
  })

  test.each([0x00, 0xff])('a line stuck at %i: checksums, never a value', (level) => {
    const { chip, driver } = warmKit()
    chip.read = (into) => into.fill(level)
    for (let i = 1; i < 8; i++) expect(turn(driver, i * TURN_MS)).toEqual(failure('checksum'))
  })

  test('three faults in a row: it is reset, and the interval that is then open is not used', () => {
    const { chip, bus, driver } = warmKit()
    for (let i = 1; i <= 3; i++) {
      bus.mark()
      bus.flipBit = 3
      expect(turn(driver, i * TURN_MS)).toEqual(failure('checksum'))
    }
    expect(chip.resets).toBe(1)
    bus.mark()
    expect(turn(driver, 4 * TURN_MS).outcomes).toEqual(['warming-up'])
    expect(chip.resets).toBe(2)
    expect(turn(driver, 5 * TURN_MS)).toEqual(GOOD)
  })

  test('two, and then one that reads: no reset', () => {
    const { chip, bus, driver } = warmKit()
    for (let i = 1; i < 30; i++) {
      bus.mark()
      bus.flipBit = i % 3 === 0 ? -1 : 3
      turn(driver, i * TURN_MS)
    }
    expect(chip.resets).toBe(1)
  })

  test('a stuck bus costs one operation a turn', () => {
    const { bus, driver } = warmKit()
    bus.stuck = true
    for (let i = 1; i <= 10; i++) expect(turn(driver, i * TURN_MS)).toEqual(failure('no-answer'))
    expect(bus.operations).toBe(10)
    bus.stuck = false
    expect(turn(driver, 11 * TURN_MS).outcomes).toEqual(['warming-up'])
    expect(turn(driver, 12 * TURN_MS)).toEqual(GOOD)
  })
})

/** As the sampler does after a fault: `start` again at once, in the same turn. */
describe('a turn that begins again', () => {
  const again = (driver: Dnms, nowMs: number) => {
    const into = new Int32Array(3)
    const delayMs = driver.start(nowMs)
    return [driver.finish(nowMs + delayMs, into), ...into]
  }

  test('reads the same interval: a second one would be of a moment', () => {
    for (const failAt of [1, 2, 3, 4]) {
      const { chip, bus, driver } = warmKit()
      bus.failAt = failAt
      turn(driver, TURN_MS)
      bus.mark()
      expect(again(driver, TURN_MS + 200)).toEqual([READING, ...GOOD.values[0]!])
      expect(chip.intervals).toBe(2)
    }
  })

  test('ends the interval that nobody heard of', () => {
    const { chip, bus, driver } = warmKit()
    bus.failAt = 0
    turn(driver, TURN_MS)
    bus.mark()
    expect(again(driver, TURN_MS + 1_000)[0]).toBe(READING)
    expect(chip.intervals).toBe(2)
  })

  test('comes to what was late', () => {
    const { chip, driver } = warmKit()
    chip.lag = 2
    expect(turn(driver, TURN_MS)).toEqual(failure('not-ready'))
    expect(again(driver, TURN_MS + 200)[0]).not.toBe(READING)
    expect(again(driver, TURN_MS + 400)[0]).toBe(READING)
  })

  test('after garbled levels reads them again, and takes no zeros for them', () => {
    const { chip, bus, driver } = warmKit()
    bus.flipBit = 30
    turn(driver, TURN_MS)
    bus.mark()
    expect(again(driver, TURN_MS + 200)[0]).toBe(READING)
    expect(bus.log[0]).toBe('w 00 05 .')
    chip.forgets = true
    bus.mark()
    bus.flipBit = 30
    expect(turn(driver, 2 * TURN_MS)).toEqual(failure('checksum'))
    expect(again(driver, 2 * TURN_MS + 200)[0]).not.toBe(READING)
  })
})
