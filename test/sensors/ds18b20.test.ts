import fc from 'fast-check'
import { NO_ANSWER, PENDING, READING } from '../../device/sensors/driver.ts'
import { DS18B20, Ds18b20, ds18b20CentiCelsius, ds18b20Crc } from '../../device/sensors/ds18b20.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { bytesOf, turn } from '../support/driving.ts'
import { GOOD, thermometer } from '../support/ds18b20-kit.ts'
import { Ds18b20Model, wireCrc } from '../support/ds18b20-model.ts'
import { OneWireBus } from '../support/one-wire-bus.ts'
import { SCRATCHPADS } from '../vectors/ds18b20.ts'

// Table 1 of the datasheet; what is no step of 0.01 °C is rounded, halves upwards.
test.each([
  [0x07d0, 12_500],
  [0x0550, 8_500],
  [0x0191, 2_506],
  [0x00a2, 1_013],
  [0x0008, 50],
  [0x0000, 0],
  [0xfff8, -50],
  [0xff5e, -1_012],
  [0xfe6f, -2_506],
  [0xfc90, -5_500],
])('word 0x%s is %i (0.01 °C)', (word, centiCelsius) => {
  expect(ds18b20CentiCelsius(word)).toBe(centiCelsius)
})

test('all 65,536 words: the nearest step', () => {
  for (let word = 0; word <= 0xffff; word++) {
    const exact = ((word < 0x8000 ? word : word - 0x10000) * 100) / 16
    if (ds18b20CentiCelsius(word) !== Math.floor(exact + 0.5)) throw new Error(`word ${word}`)
  }
})

describe('scratchpads of real chips', () => {
  test.each(SCRATCHPADS)('%s: %s', (_source, text, milliCelsius) => {
    const bytes = bytesOf(text)
    expect(ds18b20Crc(bytes)).toBe(bytes[8])
    expect(wireCrc(bytes.subarray(0, 8))).toBe(bytes[8])
    const { chip, run } = thermometer()
    chip.finish = () => {
      chip.converting = false
      chip.scratchpad.splice(0, 8, ...bytes.subarray(0, 8))
    }
    const celsius = Math.floor(milliCelsius / 10 + 0.5)
    const isPowerOn = milliCelsius === 85_000
    expect(run(0)).toEqual(
      isPowerOn
        ? { outcomes: ['not-ready'], values: [] }
        : { outcomes: ['reading'], values: [[celsius]] },
    )
  })
})

test('any eight bytes: two ways to the CRC', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 9, maxLength: 9 }), (bytes) => {
      expect(ds18b20Crc(bytes)).toBe(wireCrc(bytes.subarray(0, 8)))
    }),
  )
})

describe('conversation', () => {
  test('one conversion a turn, always the same bytes', () => {
    const { chip, bus, driver } = thermometer()
    expect(bus.log).toEqual([])
    const into = new Int32Array(1)
    for (let i = 0; i < 100; i++) {
      bus.mark()
      expect(driver.start(i * 10_000)).toBe(751)
      expect(bus.log).toEqual(['reset', 'w cc 44', 'r 00'])
      chip.finish()
      bus.mark()
      expect(driver.finish(i * 10_000 + 751, into)).toBe(READING)
      expect(bus.log).toEqual(['r ff', 'reset', 'w cc be', 'r 91 01 4b 46 7f ff 0f 10 25'])
      expect([...into]).toEqual([2_506])
      expect(driver.finish(i * 10_000 + 751, into)).toBe(PENDING)
    }
    driver.close()
    expect(bus.log.at(-1)).toBe('close')
  })

  test('somebody left it with 9 bits: 12 are set, its triggers and its EEPROM stay', () => {
    const { chip, bus, run } = thermometer()
    chip.keep(0x1f)
    expect(run(0)).toEqual(GOOD)
    expect(bus.log.slice(7)).toEqual([
      ...['reset', 'w cc 4e', 'w 4b 46 7f'],
      ...['reset', 'w cc 44', 'r 00', 'r ff'],
      ...['reset', 'w cc be', 'r 91 01 4b 46 7f ff 0f 10 25'],
    ])
    chip.lose()
    expect(chip.scratchpad[4]).toBe(0x1f)
  })

  test('1,000 readings make no buffer', () => {
    const { chip } = thermometer()
    const driver = new Ds18b20({
      reset: () => chip.reset(),
      write: (bytes) => bytes.forEach((byte) => void chip.write(byte)),
      read: (into) => {
        for (let i = 0; i < into.length; i++) into[i] = chip.read()
      },
      close: () => {},
    })
    const into = new Int32Array(1)
    const made = countTypedArrays(() => {
      for (let i = 0; i < 1000; i++) {
        driver.start(i * 10_000)
        chip.finish()
        if (driver.finish(i * 10_000 + 751, into) !== READING) throw new Error('no reading')
      }
    })
    expect(made).toBe(0)
  })
})

test('every word: a value in range, or a counted failure', () => {
  const { minimum, maximum } = DS18B20.channels[0]!
  const { chip, run } = thermometer()
  const outcomes: Record<string, number> = {}
  for (let word = 0; word <= 0xffff; word++) {
    chip.word = word
    const result = run(word * 10_000)
    const outcome = result.outcomes[0]!
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    const value = ds18b20CentiCelsius(word)
    const isIn = value >= minimum && value <= maximum && word !== 0x0550
    if (isIn !== (outcome === 'reading')) throw new Error(`word ${word}: ${outcome}`)
    if (isIn && result.values[0]![0] !== value) throw new Error(`word ${word}: ${value}`)
  }
  // -55 to 125 °C in sixteenths, of which 85 is not believed.
  expect(outcomes).toEqual({ reading: 2_880, 'not-ready': 1, 'out-of-range': 65_536 - 2_881 })
})

test('garbage: no value but of nine bytes whose CRC is right', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 9, maxLength: 9 })), fc.nat(), (replies, n) => {
      const bus = new OneWireBus(new Ds18b20Model())
      let next = n
      bus.reset = () => next++ % 7 !== 0
      bus.read = (into) => into.set((replies[next++] ?? new Uint8Array(9)).subarray(0, into.length))
      const driver = new Ds18b20(bus)
      for (let i = 0; i < 4; i++) {
        const { outcomes, values } = turn(driver, i * 10_000)
        expect(outcomes).toHaveLength(1)
        if (outcomes[0] !== 'reading') expect(values).toEqual([])
      }
    }),
  )
})

test('nothing is sent before the first turn, and no answer is told at once', () => {
  const { chip, bus, driver } = thermometer()
  chip.isPresent = false
  expect(driver.start(0)).toBe(10)
  expect(driver.finish(10, new Int32Array(1))).toBe(NO_ANSWER)
  expect(bus.log).toEqual(['reset'])
})
