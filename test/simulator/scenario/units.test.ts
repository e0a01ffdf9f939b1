import { join } from 'node:path'
import type { Bme280Unit } from '../../../host-tools/simulator/chips/bme280-chip.ts'
import type { Sds011Unit } from '../../../host-tools/simulator/chips/sds011-chip.ts'
import type { AirUnit } from '../../../host-tools/simulator/chips/single-shot-chip.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { fitPart, type PartFile } from '../../../host-tools/simulator/scenario/parts/parts.ts'
import { correlation, deviation, mean, upTo } from '../worlds/air-at.ts'

const SDS: PartFile = {
  part: 'SDS011',
  port: 'uart1',
  gain: '10 %',
  noise: '2 %',
  floor: 0.3,
  humidityResponse: 0.75,
  workingPeriod: 5,
  queryMode: true,
}
const BME: PartFile = {
  part: 'BME280',
  address: 0x77,
  temperature: 0.5,
  humidity: 2,
  pressure: 60,
  noise: 3,
}
const SHT: PartFile = { part: 'SHT3x', address: 0x45, temperature: 0.2, humidity: 1.5, noise: 7 }

/** As a scenario draws them: each kit's part from a stream of its own. */
const fitted = (part: PartFile, kit = 0, seed = 1) =>
  fitPart(part, new Random(seed, kit, 400), '/own')
const UNITS = 2_000
const unitsOf = <Unit>(part: PartFile, seed = 1) =>
  upTo(UNITS).map((kit) => fitted(part, kit, seed).chip.unit as Unit)

/** Even from -`most` to `most`: mean 0, deviation `most` / √3; bounds are four of its own. */
function faultOf(values: readonly number[], most: number): string {
  const spread = most / Math.sqrt(3)
  if (values.some((value) => !Number.isInteger(value) || Math.abs(value) > most)) return 'bounds'
  if (Math.max(...values) < 0.97 * most || Math.min(...values) > -0.97 * most) return 'no extremes'
  if (Math.abs(mean(values)) > (4 * spread) / Math.sqrt(UNITS)) return `mean ${mean(values)}`
  const found = deviation(values)
  // Of an even spread's variance over 2,000 the deviation is 2 %.
  return Math.abs(found / spread - 1) > 0.05 ? `spread ${found}, not ${spread}` : ''
}

test('units differ within what the part states, evenly and about nothing', () => {
  const dust = unitsOf<Sds011Unit>(SDS)
  expect(
    faultOf(
      dust.map(({ gain }) => gain),
      100,
    ),
  ).toBe('')
  const bme = unitsOf<Bme280Unit>(BME)
  expect(
    faultOf(
      bme.map(({ temperatureOffset }) => temperatureOffset),
      50,
    ),
  ).toBe('')
  expect(
    faultOf(
      bme.map(({ humidityOffset }) => humidityOffset),
      200,
    ),
  ).toBe('')
  expect(
    faultOf(
      bme.map(({ pressureOffset }) => pressureOffset),
      60,
    ),
  ).toBe('')
  const sht = unitsOf<AirUnit>(SHT)
  expect(
    faultOf(
      sht.map(({ temperatureOffset }) => temperatureOffset),
      20,
    ),
  ).toBe('')
  expect(
    faultOf(
      sht.map(({ humidityOffset }) => humidityOffset),
      150,
    ),
  ).toBe('')
})

test('a unit’s errors have nothing to do with each other', () => {
  const units = unitsOf<Bme280Unit>(BME)
  const columns = [
    units.map(({ temperatureOffset }) => temperatureOffset),
    units.map(({ humidityOffset }) => humidityOffset),
    units.map(({ pressureOffset }) => pressureOffset),
  ] as const
  const bound = 4 / Math.sqrt(UNITS)
  expect(Math.abs(correlation(columns[0], columns[1]))).toBeLessThan(bound)
  expect(Math.abs(correlation(columns[0], columns[2]))).toBeLessThan(bound)
  expect(Math.abs(correlation(columns[1], columns[2]))).toBeLessThan(bound)
  // Nor has a kit's with its neighbour's.
  expect(Math.abs(correlation(columns[0].slice(1), columns[0].slice(0, -1)))).toBeLessThan(bound)
})

test('ids are those that an SDS011 can have, and few are alike', () => {
  const ids = unitsOf<Sds011Unit>(SDS).map(({ id }) => id)
  expect(ids.filter((id) => !Number.isInteger(id) || id < 1 || id > 0xfffe)).toEqual([])
  // Of 2,000 draws of 65,534, about thirty are pairs.
  expect(new Set(ids).size).toBeGreaterThan(UNITS - 60)
})

test('one seed makes one unit, another another', () => {
  expect(unitsOf(SDS)).toEqual(unitsOf(SDS))
  expect(unitsOf(BME, 2)).not.toEqual(unitsOf(BME))
})

test('what all units share goes over in the chip’s steps', () => {
  expect(fitted(SDS).chip).toMatchObject({
    part: 'SDS011',
    unit: {
      noise: 20,
      noiseFloor: 30,
      humidityResponse: 750,
      workingPeriodMinutes: 5,
      queryMode: true,
    },
  })
  expect(fitted(BME).chip.unit).toMatchObject({ address: 0x77, noise: 3 })
  expect(fitted(SHT).chip.unit).toMatchObject({ address: 0x45, noise: 7 })
})

test('without errors all units are alike', () => {
  const perfect = { ...BME, temperature: 0, humidity: 0, pressure: 0 } as PartFile
  const offsets = unitsOf<Bme280Unit>(perfect).flatMap((unit) => [
    unit.temperatureOffset,
    unit.humidityOffset,
    unit.pressureOffset,
  ])
  expect(offsets.every((offset) => offset === 0)).toBe(true)
  const even = unitsOf<Sds011Unit>({ ...SDS, gain: '0 %' } as PartFile)
  expect(even.every(({ gain }) => gain === 0)).toBe(true)
})

test('the largest errors that the schema lets pass', () => {
  const worst = { ...BME, temperature: 20, humidity: 50, pressure: 5_000 } as PartFile
  const units = unitsOf<Bme280Unit>(worst)
  expect(
    faultOf(
      units.map(({ temperatureOffset }) => temperatureOffset),
      2_000,
    ),
  ).toBe('')
  expect(
    faultOf(
      units.map(({ humidityOffset }) => humidityOffset),
      5_000,
    ),
  ).toBe('')
  expect(
    faultOf(
      units.map(({ pressureOffset }) => pressureOffset),
      5_000,
    ),
  ).toBe('')
  const loud = unitsOf<Sds011Unit>({ ...SDS, gain: '100 %' } as PartFile)
  expect(
    faultOf(
      loud.map(({ gain }) => gain),
      1_000,
    ),
  ).toBe('')
})

test('where parts are fitted', () => {
  const { chip: _, ...dust } = fitted(SDS)
  expect(dust).toEqual({ part: 'SDS011', port: 'uart1' })
  const { chip: __, ...air } = fitted(BME)
  expect(air).toEqual({ part: 'BME280', port: 'i2c1', address: 0x77 })
})

test('a chip of one’s own: its file and options, on the bus that the part is on', () => {
  const own = {
    part: 'use',
    name: 'SHT3x',
    file: './chips/flat.ts',
    with: { raw: 30_000 },
  } as const
  expect(fitted({ ...own, address: 0x44 })).toEqual({
    part: 'SHT3x',
    port: 'i2c1',
    address: 0x44,
    chip: {
      part: 'SHT3x',
      port: 'i2c1',
      model: join('/own', 'chips', 'flat.ts'),
      unit: { raw: 30_000, address: 0x44 },
    },
  })
  expect(fitted({ ...own, name: 'SDS011', port: 'uart2' })).toMatchObject({
    part: 'SDS011',
    port: 'uart2',
    chip: { unit: { raw: 30_000 } },
  })
  // As they come, where it is not said.
  expect(fitted(own)).toMatchObject({
    port: 'i2c1',
    address: 0x44,
    chip: { unit: { address: 0x44 } },
  })
  expect(fitted({ ...own, name: 'SDS011' })).toMatchObject({ port: 'uart1' })
})
