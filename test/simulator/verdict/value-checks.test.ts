/** What is expected of values: flags, means against the truth, coverage, and of memory. */
import { FLAGS } from '../../../device/sampling/flags.ts'
import type { KitRun } from '../../../host-tools/simulator/engines/engine.ts'
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import type { ExpectationFile } from '../../../host-tools/simulator/scenario/format/checks.ts'
import { Judge } from '../../../host-tools/simulator/verdict/judge.ts'
import type { DatedAverage, KitView } from '../../../host-tools/simulator/verdict/kit-view.ts'
import { meanWithin, memoryBelow } from '../../../host-tools/simulator/verdict/value-checks.ts'
import { FLAGS_NL } from '../../../host-tools/simulator/verdict/words.ts'
import {
  BME280,
  failure,
  findingAt,
  inBoth,
  kitsOf,
  openTiny,
  resultOf,
  SDS011,
  START_UTC_S,
} from './tiny.ts'

const TEMPERATURE = 3

/** One average of `mean` hundredths of a degree, from `atS` of the scenario on. */
function averageAt(atS: number | undefined, mean: number, flags = 0): DatedAverage {
  const statistics = { mean, minimum: mean, maximum: mean, deviation: 0 }
  const counts = { expected: 6, count: 6, failures: 0 }
  return {
    record: { log: 1, number: 1, check: 0, content: { kind: 'unknown' }, arrivedMs: 700_000 },
    startS: atS === undefined ? undefined : START_UTC_S + atS,
    lengthS: 60,
    sensors: [0],
    channels: [{ quantity: TEMPERATURE, part: 2, flags, ...counts, statistics }],
  }
}

async function viewWith(averages: readonly DatedAverage[], changes: object): Promise<KitView> {
  const scenario = await openTiny(changes)
  const kit = scenario.kit(0)
  return { scenario, kit, averages } as unknown as KitView
}

describe('a kit whose sensor is silent from 10 to 20 min, beside one that is sound', () => {
  const MISSING = { expect: 'flag', flag: 'sensor-missing' }
  const EXPECT = [
    { ...MISSING, kits: 'hit by silence' },
    { ...MISSING, kits: 'a-02' },
    { ...MISSING, kits: 'a-02', only: false },
    { ...MISSING, kits: 'none', except: 'hit by silence' },
    { expect: 'flag', flag: 'stuck' },
    { expect: 'coverage', atLeast: '60 %' },
    { expect: 'coverage', atLeast: '70 %' },
    { expect: 'memory-below', jsVars: 5_000, xsSlots: 5_000, growth: 0 },
  ]
  let result: ScenarioResult
  beforeAll(async () => {
    const silence = { fault: 'swapped-wires', name: 'silence', kits: 'a-01', part: 'BME280' }
    result = await resultOf({
      faults: [{ ...silence, from: '10 min', until: '20 min' }],
      expect: EXPECT,
    })
  })
  const at = (i: number) => ['a-01', 'a-02'].map((id) => findingAt(result, id, i))

  test('the flag is told of these kits and only of these', () => {
    expect(at(0)).toEqual([
      { kind: 'met', figure: '10' },
      { kind: 'met', isOther: true },
    ])
    expect(at(1)).toEqual([
      {
        kind: 'failed',
        words: {
          en: 'raised "sensor-missing" in 10 averages without a reason',
          nl: 'meldde "sensor ontbreekt" in 10 gemiddelden zonder reden',
        },
        atS: 600,
        isOther: true,
      },
      {
        kind: 'failed',
        words: {
          en: 'never raised "sensor-missing"',
          nl: 'meldde nooit "sensor ontbreekt"',
        },
      },
    ])
  })

  test('unless others may raise it as well, or are excepted', () => {
    expect(at(2).map(inBoth)).toEqual([
      'not asked',
      'never raised "sensor-missing", meldde nooit "sensor ontbreekt"',
    ])
    expect(at(3)).toEqual([null, { kind: 'met', isOther: true }])
    expect(result.verdicts[3]).toMatchObject({ outcome: 'met', kits: 1 })
  })

  test('a flag that nobody raised fails for all who should have', () => {
    expect(at(4).map(inBoth)).toEqual([
      'never raised "stuck", meldde nooit "vastgelopen"',
      'never raised "stuck", meldde nooit "vastgelopen"',
    ])
  })

  test('a third of the time is not seen', () => {
    expect(at(5).map((finding) => finding?.kind)).toEqual(['met', 'met'])
    const { words, atS } = failure(at(6)[0])
    const [share] = /6[5-9](\.\d)? %/.exec(words.en)!
    expect(words).toEqual({
      en: `BME280 was seen ${share} of the time, and not at all for 10 min`,
      nl: `BME280 was ${share} van de tijd te zien, en 10 min helemaal niet`,
    })
    expect(atS).toBe(600)
    expect(inBoth(at(6)[1])).toBe('met')
  })

  test('memory is counted in other engines', () => {
    expect(at(7)[0]).toEqual({
      kind: 'untried',
      words: {
        en: 'this engine does not count memory',
        nl: 'deze engine telt het geheugen niet',
      },
    })
    expect(result.verdicts[7]).toMatchObject({ outcome: 'untried', untried: 2 })
  })
})

test('a flag that is meant for no kit here is not raised by the silence of others', async () => {
  const flag = { expect: 'flag', flag: 'stuck' }
  const { verdicts, passed } = await resultOf({
    duration: '5 min',
    expect: [
      { ...flag, kits: [] },
      { ...flag, kits: 0 },
      { expect: 'coverage', atLeast: '1 %', kits: 0 },
    ],
  })
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(['met', 'untried', 'untried'])
  expect(verdicts[2]).toMatchObject({ why: { en: 'it speaks of no kit here' } })
  expect(passed).toBe(true)
})

test('of several parts the one that was seen least is told', async () => {
  const result = await resultOf({
    duration: '10 min',
    kits: [kitsOf({ count: 1, parts: [SDS011, BME280] })],
    faults: [{ fault: 'swapped-wires', part: 'BME280' }],
    expect: [{ expect: 'coverage', atLeast: '1 %' }],
  })
  expect(failure(findingAt(result, 'a-01')).words).toEqual({
    en: 'BME280 was seen 0 % of the time, and not at all for 9 min',
    nl: 'BME280 was 0 % van de tijd te zien, en 9 min helemaal niet',
  })
})

test('a kit that falls silent for good has seen only what came before', async () => {
  const result = await resultOf({
    faults: [{ fault: 'power-cut', kits: 'a-01', at: '10 min', off: '2 h' }],
    expect: [{ expect: 'coverage', atLeast: '90 %' }],
  })
  const { words, atS } = failure(findingAt(result, 'a-01'))
  expect(words.en).toMatch(/^BME280 was seen 3\d(\.\d)? % of the time, and not at all for 20 min$/)
  expect(atS).toBe(540)
  expect(inBoth(findingAt(result, 'a-02'))).toBe('met')
})

test.each(FLAGS)('the flag "%s" is no other', async (flag) => {
  const other = FLAGS[(FLAGS.indexOf(flag) + 1) % FLAGS.length]!
  const expected = [flag, other].map((one) => ({ expect: 'flag', flag: one }))
  const averages = [averageAt(0, 1_000), averageAt(60, 1_000, 1 << FLAGS.indexOf(flag))]
  const view = await viewWith(averages, { expect: expected })
  const [own, wrong] = new Judge(view.scenario).findings(view)
  expect(own).toEqual({ kind: 'met', figure: '1' })
  expect(inBoth(wrong)).toBe(`never raised "${other}", meldde nooit "${FLAGS_NL[other]}"`)
})

type Mean = Extract<ExpectationFile, { expect: 'mean' }>

describe('a mean of 10.5 °C where 10 °C is true', () => {
  const AVERAGES = [averageAt(0, 1_020), averageAt(60, 1_040), averageAt(120, 1_090)]
  const found = async (changes: object, averages: readonly DatedAverage[] = AVERAGES) => {
    const expectation = { expect: 'mean', quantity: 'temperature', ...changes }
    const view = await viewWith(averages, { expect: [expectation] })
    return meanWithin(view.scenario.file.expect[0] as Mean, view)
  }

  test.each([{ within: '5 %' }, { orBy: 0.5 }, { within: '1 %', orBy: 0.5 }])(
    'is right with %j',
    async (allowed) => {
      expect(await found(allowed)).toEqual({ kind: 'met', figure: '10.5 °C, 10' })
    },
  )

  test.each([{}, { within: '4.9 %' }, { orBy: 0.49 }])('is wrong with %j', async (allowed) => {
    expect(failure(await found(allowed)).words).toEqual({
      en: 'mean temperature is 10.5 °C, the truth was 10',
      nl: 'gemiddelde temperature is 10.5 °C, werkelijk was het 10',
    })
  })

  test('counts what lies whole between from and until, told from there', async () => {
    const span = { from: '30 s', until: '120 s' }
    expect(failure(await found(span))).toMatchObject({
      words: { en: 'mean temperature is 10.4 °C, the truth was 10' },
      atS: 30,
    })
    expect(await found({ ...span, orBy: 0.41 })).toMatchObject({ kind: 'met' })
    const clock = { from: '18:02', until: '18:03' }
    expect(await found({ ...clock, orBy: 0.91 })).toEqual({ kind: 'met', figure: '10.9 °C, 10' })
  })

  test('needs averages of that quantity, and a time for each', async () => {
    const none = {
      en: 'no averages of pm25 to compare',
      nl: 'geen gemiddelden van pm25',
    }
    expect(failure(await found({ quantity: 'pm25', orBy: 1e6 })).words).toEqual(none)
    const undated = [...AVERAGES, averageAt(undefined, 9_999)]
    expect(await found({ orBy: 0.5 }, undated)).toMatchObject({ kind: 'met' })
  })

  test('below zero the share is of the amount', async () => {
    const layers = [{ layer: 'weather', temperature: -10, dewPoint: -20 }]
    const view = await viewWith([averageAt(0, -1_040)], { world: { layers } })
    const mean = { expect: 'mean', quantity: 'temperature', orBy: 0 } as Mean
    expect(meanWithin({ ...mean, within: '5 %' }, view).kind).toBe('met')
    expect(meanWithin({ ...mean, within: '3 %' }, view).kind).toBe('failed')
  })
})

test.each([
  [{ jsVars: 100 }, { jsVarsPeak: 100 }, 'met'],
  [{ jsVars: 100 }, { jsVarsPeak: 101 }, 'took 101 JsVars, limit 100'],
  [{ xsSlots: 100 }, { slots: 101 }, 'took 101 slots, limit 100'],
  [{ growth: 0 }, { slotsGrown: 2 }, 'took 2 slots more, limit 0'],
  [{ jsVars: 100, growth: 3 }, { jsVarsPeak: 9, jsVarsGrown: 4 }, 'took 4 JsVars more, limit 3'],
  [{ xsSlots: 1 }, { jsVarsPeak: 500 }, 'untried'],
  [{}, { jsVarsPeak: 500 }, 'untried'],
])('memory of %j with %j: %s', (limits, cost, words) => {
  const expectation = { expect: 'memory-below', kits: 'all', except: 'none', ...limits } as const
  const finding = memoryBelow(expectation, { run: { cost } as KitRun } as KitView)
  expect(inBoth(finding).split(', gebruikte')[0]).toBe(words)
})
