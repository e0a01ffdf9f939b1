/** What is true, what charts are made of, and how it is said: no kit runs here. */
import { QUANTITIES } from '../../../device/quantities.ts'
import { CO2_CODE } from '../../../device/quantity-codes.ts'
import {
  addKit,
  binLengthS,
  emptyBins,
  mergeBins,
} from '../../../host-tools/simulator/verdict/bins.ts'
import type { DatedAverage, KitView } from '../../../host-tools/simulator/verdict/kit-view.ts'
import { sentenceOf } from '../../../host-tools/simulator/verdict/sentences.ts'
import { truthBetween } from '../../../host-tools/simulator/verdict/truth.ts'
import {
  clockText,
  durationText,
  momentText,
  percentText,
  round,
} from '../../../host-tools/simulator/verdict/words.ts'
import type { Series } from '../../../host-tools/simulator/world.ts'
import { START_UTC_S, sourceOf } from './tiny.ts'

const NAMES = ['pm25', 'pm10', 'temperature', 'humidity', 'pressure']
const TEMPERATURE = 3
const RAMP: Series[] = [{ quantity: TEMPERATURE, timesS: [60, 120, 240], values: [100, 400, 200] }]

describe('the truth', () => {
  test.each([
    ['level before the first point', 0, 60, 100],
    ['level after the last', 240, 300, 200],
    ['half-way up', 60, 120, 250],
    ['down', 120, 240, 300],
    // 60 s of 250 and 120 s of 300; then besides 60 s of 100 and 60 s of 200.
    ['over a bend', 60, 240, (60 * 250 + 120 * 300) / 180],
    ['over all', 0, 300, (60 * 100 + 60 * 250 + 120 * 300 + 60 * 200) / 300],
    ['of one second', 90, 91, 252.5],
  ])('%s', (_, fromS, toS, mean) => {
    expect(truthBetween(RAMP, TEMPERATURE, fromS, toS)).toBeCloseTo(mean, 9)
  })

  test('there is none of what the world has not', () => {
    expect(truthBetween(RAMP, 4, 0, 60)).toBeUndefined()
    // Of CO2 every world has what there is outdoors.
    expect(truthBetween(RAMP, CO2_CODE, 0, 60)).toBe(420)
  })
})

test('a bin is whole periods, and there are 240 at most', () => {
  expect(binLengthS(3_600, 300)).toBe(300)
  expect(binLengthS(86_400, 300)).toBe(600)
  expect(binLengthS(72_001, 300)).toBe(600)
  expect(binLengthS(240, 10)).toBe(10)
  const { quantities } = emptyBins(130, 60, ['pm25', 'co2'])
  expect(Object.keys(quantities)).toEqual(['pm25', 'co2'])
  expect(quantities['pm25']).toHaveLength(3)
})

describe('bins', () => {
  const average = (atS: number | undefined, mean: number | undefined): DatedAverage => ({
    record: { log: 1, number: 1, check: 0, content: { kind: 'unknown' }, arrivedMs: 0 },
    startS: atS === undefined ? undefined : START_UTC_S + atS,
    lengthS: 60,
    sensors: [0],
    channels: [
      {
        quantity: TEMPERATURE,
        part: 2,
        flags: 0,
        expected: 6,
        count: mean === undefined ? 0 : 6,
        failures: 0,
        statistics: mean === undefined ? undefined : { mean, minimum: 0, maximum: 0, deviation: 0 },
      },
    ],
  })
  const view = (id: string, ...averages: DatedAverage[]) =>
    ({
      averages,
      scenario: {
        startUtcMs: START_UTC_S * 1000,
        quantities: QUANTITIES.filter(({ name }) => NAMES.includes(name)),
      },
      kit: { setup: { id }, series: RAMP },
    }) as unknown as KitView
  const first = view('a', average(0, 90), average(60, 101), average(125, 300), average(150, 305))
  const second = view('b', average(0, 110), average(undefined, 7), average(120, undefined))

  test('an average belongs to the bin of its middle, and a line is of means', () => {
    const bins = emptyBins(240, 120, NAMES)
    expect(addKit(bins, first)).toEqual({ kit: 'a', quantities: { temperature: [96, 303] } })
    expect(addKit(bins, second)).toEqual({ kit: 'b', quantities: { temperature: [110, null] } })
    expect(bins.quantities['temperature']).toEqual([
      { count: 2, sum: 206, minimum: 96, maximum: 110, truth: 350 },
      { count: 1, sum: 303, minimum: 303, maximum: 303, truth: 300 },
    ])
    expect(bins.quantities['pm25']![0]).toEqual({
      count: 0,
      sum: 0,
      minimum: 0,
      maximum: 0,
      truth: 0,
    })
  })

  test('of two sensors for a quantity both count', () => {
    const [cold, warm] = [average(0, 90), average(0, 110)]
    const both = { ...cold, channels: [...cold.channels, ...warm.channels], sensors: [0, 1] }
    const bins = emptyBins(240, 120, NAMES)
    expect(addKit(bins, view('a', both)).quantities).toEqual({ temperature: [100, null] })
  })

  test('what lies outside the run counts nowhere', () => {
    const bins = emptyBins(120, 120, NAMES)
    const line = addKit(bins, view('a', average(-100, 5), average(100, 6)))
    expect(line.quantities).toEqual({})
    expect(bins).toEqual(emptyBins(120, 120, NAMES))
  })

  test('parts add up to the same, whatever their order', () => {
    const whole = emptyBins(240, 120, NAMES)
    const parts = [first, second].map((one) => {
      addKit(whole, one)
      const bins = emptyBins(240, 120, NAMES)
      addKit(bins, one)
      return bins
    })
    for (const order of [parts, [...parts].reverse()]) {
      const merged = emptyBins(240, 120, NAMES)
      for (const bins of order) mergeBins(merged, bins)
      expect(merged).toEqual(whole)
    }
  })
})

describe('in words', () => {
  test.each([
    [{ expect: 'nothing-lost' }, 'nothing is lost', 'niets gaat verloren'],
    [{ expect: 'all-counted' }, 'what is missing is counted', 'wat ontbreekt is geteld'],
    [{ expect: 'nothing-invented' }, 'nothing is invented', 'niets is verzonnen'],
    [
      { expect: 'delivered-within', time: '1 h', except: ['hit by cuts', 'a-02'] },
      'all is delivered within 1 h (not: hit by cuts, a-02)',
      'alles is bezorgd binnen 1 h (niet: hit by cuts, a-02)',
    ],
    [
      { expect: 'delivered-within', time: '1 h', share: '90 %', kits: ['a', 3] },
      '90 % is delivered within 1 h (kits: a, 3)',
      '90 % is bezorgd binnen 1 h (kits: a, 3)',
    ],
    [
      { expect: 'flag', flag: 'humid', kits: 'a', except: 'a-01' },
      'flag "humid" is raised, and by no others (kits: a; not: a-01)',
      'vlag "te vochtig" wordt gemeld en elders niet (kits: a; niet: a-01)',
    ],
    [
      { expect: 'flag', flag: 'stuck', only: false },
      'flag "stuck" is raised',
      'vlag "vastgelopen" wordt gemeld',
    ],
    [
      { expect: 'mean', quantity: 'pm10', within: '20 %', orBy: 3, from: '1 h' },
      'mean pm10 is within 20 % or 3 of the truth (1 h – )',
      'gemiddelde pm10 wijkt hoogstens 20 % of 3 af (1 h – )',
    ],
    [
      { expect: 'mean', quantity: 'pm25' },
      'mean pm25 is within 0 of the truth',
      'gemiddelde pm25 wijkt hoogstens 0 af',
    ],
    [
      { expect: 'coverage', atLeast: '95 %' },
      'at least 95 % of the time is seen',
      'minstens 95 % van de tijd is gezien',
    ],
    [
      { expect: 'memory-below', jsVars: 1 },
      'memory stays below its limit',
      'het geheugen blijft onder de grens',
    ],
    [
      { expect: 'backlog-below', records: 4 },
      'fewer than 4 records wait at the end',
      'minder dan 4 records wachten aan het eind',
    ],
  ])('%j', (asked, en, nl) => {
    expect(sentenceOf(sourceOf({ expect: [asked] }).file.expect[0]!)).toEqual({ en, nl })
  })

  test.each([
    ['2025-12-31T18:00:00+01:00', 3_909, '2025-12-31 19:05:09'],
    ['2025-12-31T18:00+01:00', 21_600, '2026-01-01 00:00:00'],
    ['2025-06-01T00:00:00Z', 0.6, '2025-06-01 00:00:01'],
    ['2025-06-01T23:30:00-05:00', 1_800, '2025-06-02 00:00:00'],
  ])('the clock on the wall from %s, %d s later', (start, atS, text) => {
    expect(momentText(start, atS)).toBe(text)
  })

  test('times, shares and numbers', () => {
    expect([0, 59.6, 3_909, 360_000, -5].map(clockText)).toEqual([
      '0:00:00',
      '0:01:00',
      '1:05:09',
      '100:00:00',
      '0:00:00',
    ])
    expect([9.84, 100, 7_199, 7_200].map(durationText)).toEqual([
      '9.8 s',
      '1.7 min',
      '120 min',
      '2 h',
    ])
    expect([0.5, 0.9994, 1].map(percentText)).toEqual(['50 %', '99.9 %', '100 %'])
    expect([round(2, 2), round(2.505, 1)]).toEqual(['2', '2.5'])
  })
})
