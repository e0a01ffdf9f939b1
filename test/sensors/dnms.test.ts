import fc from 'fast-check'
import { NOISE_LAEQ } from '../../device/quantities.ts'
import { Average } from '../../device/sampling/average.ts'
import { Dnms, dnmsTenths, openDnms } from '../../device/sensors/dnms.ts'
import { NEXT_STEP, PENDING, READING, WARMING_UP } from '../../device/sensors/driver.ts'
import { FlashModel } from '../journal/flash-model.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { failure, GOOD, kit, PART, SET_ICS43434, TURN_MS, warmKit } from '../support/dnms-bench.ts'
import { DnmsModel, levelWords, replyOf, wordsOf } from '../support/dnms-model.ts'
import { hex, turn } from '../support/driving.ts'
import { I2CBus } from '../support/i2c-bus.ts'
import { PlatformDouble } from '../support/platform-double.ts'

const GEOMETRY = { blocks: 2, blockLength: 256, writeAlign: 4 }

describe('IEEE 754', () => {
  const tenthsOf = (bits: number) => dnmsTenths(bits >>> 16, bits & 0xffff)
  const view = new DataView(new ArrayBuffer(4))
  const exact = (bits: number): number => {
    view.setUint32(0, bits)
    const value = view.getFloat32(0)
    return value >= 0 && value < 256 && !Object.is(value, -0) ? Math.round(value * 10) : -1
  }

  // IEEE 754-2019, 3.4: sign, eight bits of exponent, 23 of mantissa.
  test.each([
    ['0', 0x0000_0000, 0],
    ['the least there is', 0x0000_0001, 0],
    ['-0', 0x8000_0000, -1],
    ['-1, airRohr’s "no value"', 0xbf80_0000, -1],
    ['0.05', 0x3d4c_cccd, 1],
    ['5.0, of a dead microphone', 0x40a0_0000, 50],
    ['45.0', 0x4234_0000, 450],
    ['54.52', 0x425a_147b, 545],
    ['120.0', 0x42f0_0000, 1_200],
    ['812.5, as hbitter/DNMS#24 has it', 0x444b_2000, -1],
    ['the greatest there is', 0x7f7f_ffff, -1],
    ['infinity', 0x7f80_0000, -1],
    ['not a number', 0x7fc0_0000, -1],
    ['not a number, below zero', 0xffc0_0000, -1],
  ])('%s', (_name, bits, tenths) => {
    expect([tenthsOf(bits), exact(bits)]).toEqual([tenths, tenths])
  })

  test('all 65,536 high words, with low words at both ends and between', () => {
    for (let high = 0; high <= 0xffff; high++)
      for (const low of [0, 1, 0x7fff, 0x8000, 0xffff]) {
        const bits = high * 65_536 + low
        if (tenthsOf(bits) !== exact(bits)) throw new Error(`bits ${bits.toString(16)}`)
      }
  })

  test('all low words about halves of tenths', () => {
    for (const decibels of [20.05, 43.15, 63.949, 64.05, 99.95, 127.95, 128.05])
      for (let low = 0; low <= 0xffff; low++) {
        const bits = levelWords(decibels)[0] * 65_536 + low
        if (tenthsOf(bits) !== exact(bits)) throw new Error(`bits ${bits.toString(16)}`)
      }
  })
})

describe('conversation', () => {
  const RESULT = `r ${hex(replyOf([54.52, 43.09, 75.97]))}`

  test('reset, version, microphone, the first interval; then one interval a turn', () => {
    const { bus, driver } = kit()
    expect(driver.start(0)).toBe(3_000)
    expect(driver.finish(3_000, new Int32Array(3))).toBe(NEXT_STEP)
    expect(bus.log).toEqual(['w 00 01 .'])
    bus.mark()
    expect(driver.start(3_000)).toBe(200)
    expect(driver.finish(3_200, new Int32Array(3))).toBe(WARMING_UP)
    expect(driver.finish(3_200, new Int32Array(3))).toBe(PENDING)
    expect(bus.log).toEqual([
      'w 00 02 .',
      `r ${hex(wordsOf([0x444e, 0x4d53]))}`,
      'w 00 1b .',
      'w 00 03 .',
    ])
    for (let i = 1; i < 100; i++) {
      bus.mark()
      expect(turn(driver, i * TURN_MS)).toEqual(GOOD)
      expect(bus.log).toEqual(['w 00 03 .', 'w 00 04 .', 'r 00 01 b0', 'w 00 05 .', RESULT])
    }
    driver.close()
    expect(bus.log.at(-1)).toBe('close')
  })

  test('nothing is sent before the first turn', () => {
    expect(kit().bus.log).toEqual([])
  })

  test('1,000 readings make no buffer', () => {
    const replies = [wordsOf([0x444e, 0x4d53]), wordsOf([1]), replyOf([54.52, 43.09, 75.97])]
    const byLength = new Map(replies.map((reply) => [reply.length, Uint8Array.from(reply)]))
    const bus = {
      write: () => {},
      read: (into: Uint8Array) => into.set(byLength.get(into.length)!),
      close: () => {},
    }
    const driver = new Dnms(bus, PART, SET_ICS43434)
    const into = new Int32Array(3)
    turn(driver, 0)
    const made = countTypedArrays(() => {
      for (let i = 1; i <= 1000; i++) {
        driver.start(i * TURN_MS)
        if (driver.finish(i * TURN_MS + 200, into) !== READING) throw new Error('no reading')
      }
    })
    expect([made, ...into]).toEqual([0, ...GOOD.values[0]!])
  })
})

test.each([
  [undefined, '00 1b', 1_200],
  ['ICS-43434', '00 1b', 1_200],
  ['IM72D128', '00 1c', 1_300],
])('microphone %s: told with %s, and at full scale at %i', (microphone, command, maximum) => {
  const bus = new I2CBus(new DnmsModel())
  const platform = new PlatformDouble(new FlashModel(GEOMETRY), { i2c: bus })
  const sensor = { part: 'DNMS', port: 'i2c1' }
  const driver = openDnms(platform, microphone === undefined ? sensor : { ...sensor, microphone })
  turn(driver, 0)
  expect(bus.log).toContain(`w ${command} .`)
  for (const channel of driver.part.channels) expect(channel.maximum).toBe(maximum)
})

test('another microphone is refused', () => {
  const platform = new PlatformDouble(new FlashModel(GEOMETRY))
  const sensor = { part: 'DNMS', port: 'i2c1', microphone: 'IM72D' }
  expect(() => openDnms(platform, sensor)).toThrow('microphone must be ICS-43434 or IM72D128')
})

describe('levels', () => {
  const read = (...levels: number[]) => {
    const { chip, driver } = warmKit()
    chip.levels = levels
    return turn(driver, TURN_MS)
  }

  test('any that are in order are read, to 0.1 dB', () => {
    const level = fc.float({ min: 20, max: Math.fround(119.9), noNaN: true })
    fc.assert(
      fc.property(level, level, level, (a, b, c) => {
        const [least, mean, greatest] = [a, b, c].sort((x, y) => x - y) as [number, number, number]
        const tenths = [mean, least, greatest].map((one) => Math.round(one * 10))
        expect(read(mean, least, greatest)).toEqual({ outcomes: ['reading'], values: [tenths] })
      }),
      { numRuns: 300 },
    )
  })

  // Zeros: hbitter/DNMS#24, and V5.9 where an interval had no sound in it. 3.0 and 5.0 dB: what the
  // firmwares make of silence on the wire of the microphone.
  test.each([
    ['zeros', [0, 0, 0]],
    ['a dead microphone, V2', [5, 5, 5]],
    ['a dead microphone, V5', [3.01, 3.01, 3.01]],
    ['800 dB', [54, 43, 812.5]],
    ['141 dB', [54, 43, 141]],
    ['no mean', [Number.NaN, 43, 76]],
    ['all infinite', [-Infinity, -Infinity, -Infinity]],
    ['-1', [-1, -1, -1]],
  ])('%s: out of range, never a value', (_name, levels) => {
    expect(read(...levels)).toEqual(failure('out-of-range'))
  })

  test.each([
    ['the least above the mean', [50, 60, 70]],
    ['the mean above the greatest', [80, 60, 70]],
  ])('%s: not what it would say', (_name, levels) => {
    expect(read(...levels)).toEqual(failure('protocol'))
  })

  test('one tenth out of order is rounding', () => {
    expect(read(49.949, 50.001, 49.949)).toEqual({
      outcomes: ['reading'],
      values: [[499, 500, 499]],
    })
  })

  test('beyond full scale it stands at the end of the range, where it is told as saturated', () => {
    expect(read(119.3, 80, 122.4).values).toEqual([[1_193, 800, 1_200]])
  })
})

test('means: by energy, the least, the greatest; of what was read since the last', () => {
  const { chip, driver } = warmKit()
  const period = (from: number, ...means: number[]) => {
    const averages = [0, 1, 2].map(() => new Average())
    means.forEach((mean, i) => {
      chip.levels = [mean, mean - 10 - i, mean + 10 + i]
      const [values] = turn(driver, (from + i) * TURN_MS).values
      for (const [channel, average] of averages.entries()) average.add(values![channel]!)
    })
    return averages.map((average, channel) => driver.meanOf(channel, average))
  }
  // 10 log10((10^6 + 10^7) / 2) = 67.404
  expect(period(1, 60, 70)).toEqual([674, 500, 810])
  expect(period(3, 40, 40, 40)).toEqual([400, 280, 520])
  expect(NOISE_LAEQ.averaging).toBe('energy')
})

test('no garbage gives a value out of its range', () => {
  const bytes = fc.uint8Array({ minLength: 18, maxLength: 18 })
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 40 }), (replies) => {
      const { chip, driver } = warmKit()
      let n = 0
      chip.read = (into) => into.set(replies[n++ % replies.length]!.subarray(0, into.length))
      for (let i = 1; i < 20; i++)
        for (const values of turn(driver, i * TURN_MS).values)
          for (const value of values) expect(value >= 200 && value <= 1_200).toBe(true)
    }),
    { numRuns: 200 },
  )
})
