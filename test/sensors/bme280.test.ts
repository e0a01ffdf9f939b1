import fc from 'fast-check'
import { BME280, bme280 } from '../../device/sensors/bme280.ts'
import {
  type Bme280Calibration,
  bme280Calibration,
  bme280CentiCelsius,
  bme280CentiPercent,
  bme280Pascal,
  bme280TFine,
} from '../../device/sensors/bme280-compensation.ts'
import { NEXT_STEP } from '../../device/sensors/driver.ts'
import { countTypedArrays } from '../support/allocations.ts'
import {
  Bme280Model,
  bigPascalQ8,
  bigPercentQ10,
  bigTFine,
  calibrationBytes,
} from '../support/bme280-model.ts'
import { bytesOf, turn } from '../support/driving.ts'
import { I2CBus } from '../support/i2c-bus.ts'
import { EXAMPLE, EXAMPLE_RAW, REAL_CHIPS } from '../vectors/bme280.ts'

const roundedPascal = (calibration: Bme280Calibration, tFine: bigint, rawP: number) =>
  Number((bigPascalQ8(calibration, tFine, rawP) + 128n) >> 8n)
const centiPercent = (calibration: Bme280Calibration, tFine: bigint, rawH: number) =>
  Number((bigPercentQ10(calibration, tFine, rawH) * 100n) >> 10n)

/** Words around those of real chips, several times wider than chips differ. */
const between = (min: number, max: number) => fc.integer({ min, max })
const plausible: fc.Arbitrary<Bme280Calibration> = fc.record({
  digT1: between(24_000, 32_000),
  digT2: between(24_000, 30_000),
  digT3: between(-2_000, 2_000),
  digP1: between(30_000, 45_000),
  digP2: between(-13_000, -8_000),
  digP3: between(1_500, 5_000),
  digP4: between(-6_000, 15_000),
  digP5: between(-1_000, 1_000),
  digP6: between(-30, 30),
  digP7: between(5_000, 20_000),
  digP8: between(-20_000, -5_000),
  digP9: between(1_000, 10_000),
  digH1: between(0, 127),
  digH2: between(250, 450),
  digH3: between(0, 10),
  digH4: between(150, 600),
  digH5: between(-100, 200),
  digH6: between(10, 50),
})
const raw20 = between(0, 0xfffff)
const raw16 = between(0, 0xffff)

describe('golden: Bosch’s worked example', () => {
  const { rawT, rawP, tFine, pascalQ8 } = EXAMPLE_RAW
  test('driver and oracle give t_fine 128422, 25.08 °C and 100653 Pa', () => {
    expect(bme280TFine(EXAMPLE, rawT)).toBe(tFine)
    expect(bme280CentiCelsius(tFine)).toBe(2508)
    expect(bme280Pascal(EXAMPLE, tFine, rawP)).toBe(100_653)
    expect(bigTFine(EXAMPLE, rawT)).toBe(BigInt(tFine))
    expect(bigPascalQ8(EXAMPLE, BigInt(tFine), rawP)).toBe(pascalQ8)
  })

  test('the calibration bytes of BMP280_driver issue 16 are read as printed there', () => {
    const dump = 'ef 6b ae 65 18 fc 98 93 15 d6 d0 0b ea 15 92 00 f9 ff 8c 3c f8 c6 70 17 00 4b'
    const [, printed] = REAL_CHIPS[1]!
    expect(bme280Calibration(bytesOf(dump), calibrationBytes(printed)[1])).toEqual(printed)
  })

  test('H4 and H5 share a byte and keep their signs (DS table 16)', () => {
    const words = bme280Calibration(new Uint8Array(26), bytesOf('9c ff 03 81 fa 95 85'))
    expect(words).toMatchObject({ digH2: -100, digH3: 3, digH4: -2022, digH5: -1697, digH6: -123 })
  })
})

describe('integers against Bosch’s code in big integers', () => {
  test.each(REAL_CHIPS)('%s: no Pa and no 0.01 %% of difference', (_source, chip) => {
    let compared = 0
    for (let rawT = 340_000; rawT <= 720_000; rawT += 31_013) {
      const tFine = bme280TFine(chip, rawT)
      expect(BigInt(tFine)).toBe(bigTFine(chip, rawT))
      for (let rawP = 0; rawP <= 0xfffff; rawP += 311) {
        const pascal = roundedPascal(chip, BigInt(tFine), rawP)
        if (pascal < 20_000 || pascal > 120_000) continue
        compared++
        if (bme280Pascal(chip, tFine, rawP) !== pascal) throw new Error(`${rawT} ${rawP}`)
      }
      for (let rawH = 0; rawH <= 0xffff; rawH += 97) {
        const percent = centiPercent(chip, BigInt(tFine), rawH)
        if (bme280CentiPercent(chip, tFine, rawH) !== percent) throw new Error(`${rawT} ${rawH}`)
      }
    }
    expect(compared).toBeGreaterThan(10_000)
  })

  test('any plausible chip: same t_fine and humidity, at most 1 Pa apart', () => {
    fc.assert(
      fc.property(plausible, raw20, raw20, raw16, (chip, rawT, rawP, rawH) => {
        const tFine = bme280TFine(chip, rawT)
        const exact = (bigTFine(chip, rawT) * 5n + 128n) >> 8n
        const celsius = bme280CentiCelsius(tFine)
        // Bosch's 32 bits overflow above 200 °C; that must not come back as a possible temperature.
        if (exact < -4_000n || exact > 8_500n) return celsius < -4_000 || celsius > 8_500
        expect(BigInt(tFine)).toBe(bigTFine(chip, rawT))
        expect(bme280CentiPercent(chip, tFine, rawH)).toBe(centiPercent(chip, BigInt(tFine), rawH))
        const pascal = roundedPascal(chip, BigInt(tFine), rawP)
        fc.pre(pascal >= 0 && pascal <= 200_000)
        return Math.abs(bme280Pascal(chip, tFine, rawP) - pascal) <= 1
      }),
      { numRuns: 5_000 },
    )
  })

  test('temperature and humidity rise with their words, pressure falls, never NaN', () => {
    for (const [, chip] of REAL_CHIPS) {
      const last = { celsius: -Infinity, percent: -Infinity, pascal: Infinity }
      const tFine = bme280TFine(chip, 519_888)
      for (let raw = 0; raw <= 0xffff; raw++) {
        const celsius = bme280CentiCelsius(bme280TFine(chip, raw * 16))
        const percent = bme280CentiPercent(chip, tFine, raw)
        const pascal = bme280Pascal(chip, tFine, raw * 16)
        const ordered = celsius >= last.celsius && percent >= last.percent && pascal <= last.pascal
        if (!ordered || percent < 0 || percent > 10_000) throw new Error(`raw ${raw}`)
        Object.assign(last, { celsius, percent, pascal })
      }
    }
  })

  test('table 16 survives the way through the chip’s bytes', () => {
    fc.assert(
      fc.property(plausible, (chip) => {
        expect(bme280Calibration(...calibrationBytes(chip))).toEqual(chip)
      }),
    )
  })
})

describe('conversation', () => {
  test('identify, reset, calibrate twice, measure; from then on six operations a turn', () => {
    const chip = new Bme280Model(EXAMPLE)
    Object.assign(chip, { rawT: EXAMPLE_RAW.rawT, rawP: EXAMPLE_RAW.rawP, rawH: 30_000 })
    const bus = new I2CBus(chip)
    const driver = bme280(bus)
    expect(bus.log).toEqual([])
    const [low, high] = calibrationBytes(EXAMPLE).map(
      (bytes) => `r ${Buffer.from(bytes).toString('hex').replace(/..\B/g, '$& ')}`,
    )
    const start = ['w f2 01 .', 'w f4 25 .']
    const calibrate = [
      ...['w f3', 'r 00'],
      ...['w 88', low, 'w e1', high],
      ...['w 88', low, 'w e1', high],
    ]
    const finish = ['w f3', 'r 00', 'w f7', 'r 65 5a c0 7e ed 00 75 30']

    expect(driver.start(0)).toBe(3)
    expect(bus.log).toEqual(['w d0', 'r 60', 'w e0 b6 .'])
    expect(driver.finish(3, new Int32Array(3))).toBe(NEXT_STEP)
    bus.mark()
    expect(driver.start(3)).toBe(10)
    expect(bus.log).toEqual([...calibrate, ...start])
    bus.mark()
    expect(driver.finish(13, new Int32Array(3))).toBe(0)
    expect(bus.log).toEqual(finish)
    for (let second = 10; second < 100; second += 10) {
      bus.mark()
      const percent = centiPercent(EXAMPLE, 128_422n, 30_000)
      expect(turn(driver, second * 1000).values).toEqual([[2508, percent, 100_653]])
      expect(bus.log).toEqual([...start, ...finish])
      expect(bus.bytes).toBe(3 + 3 + 2 + 2 + 2 + 9)
    }
    driver.close()
    expect(bus.log.at(-1)).toBe('close')
    expect(BME280.intervalMs).toBe(10_000)
  })

  test('1,000 readings make no buffer', () => {
    const chip = new Bme280Model(EXAMPLE)
    Object.assign(chip, { rawT: EXAMPLE_RAW.rawT, rawP: EXAMPLE_RAW.rawP, rawH: 30_000 })
    const silent = { write: chip.write.bind(chip), read: chip.read.bind(chip), close: () => {} }
    const driver = bme280(silent)
    const into = new Int32Array(3)
    turn(driver, 0)
    const made = countTypedArrays(() => {
      for (let i = 1; i <= 1000; i++) {
        driver.start(i * 10_000)
        if (driver.finish(i * 10_000 + 10, into) !== 0) throw new Error('no reading')
      }
    })
    expect(made).toBe(0)
  })
})
