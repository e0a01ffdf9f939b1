import { type Chooser, select } from '../../../host-tools/simulator/scenario/selected.ts'

const idsOf = (group: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${group}-${String(i + 1).padStart(2, '0')}`)
const IDS = [...idsOf('ward', 5), ...idsOf('yard', 20), ...idsOf('mast', 1)]
const GROUPS = IDS.map((id) => id.split('-')[0]!)
const STRUCK: Record<string, number[]> = { cuts: [2, 7, 25], none: [] }

const FLEET: Chooser = {
  ids: IDS,
  groups: GROUPS,
  seed: 1,
  hitBy: (fault) => new Set(STRUCK[fault] ?? []),
}

type Choice = Parameters<typeof select>[1]
const numbersOf = (kits: Choice, except: Choice = 'none', draw = 0, chooser = FLEET) =>
  [...select(chooser, kits, except, draw)].sort((a, b) => a - b)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

test.each<[Choice, number[]]>([
  ['all', range(0, 26)],
  ['none', []],
  ['ward', range(0, 5)],
  ['yard', range(5, 25)],
  ['ward-01', [0]],
  ['yard-20', [24]],
  ['yard-21', []],
  ['hit by cuts', [2, 7, 25]],
  ['hit by nothing', []],
  [
    ['ward-01', 'mast', 'ward-03'],
    [0, 2, 25],
  ],
  [
    ['ward', 'ward-02', 'hit by cuts'],
    [0, 1, 2, 3, 4, 7, 25],
  ],
  [[], []],
  [0, []],
  ['0 %', []],
  ['100 %', range(0, 26)],
  ['100 % of ward', range(0, 5)],
  ['99 of ward', range(0, 5)],
  [1_000, range(0, 26)],
])('%j means %j', (kits, numbers) => {
  expect(numbersOf(kits)).toEqual(numbers)
})

test.each<[Choice, Choice, number[]]>([
  ['all', 'yard', [...range(0, 5), 25]],
  ['all', ['ward', 'mast'], range(5, 25)],
  ['ward', 'all', []],
  ['ward', 'ward-04', [0, 1, 2, 4]],
  ['all', 'hit by cuts', range(0, 26).filter((number) => ![2, 7, 25].includes(number))],
  [['ward', 'hit by cuts'], 'hit by cuts', [0, 1, 3, 4]],
  ['100 % of ward', 'ward-04', [0, 1, 2, 4]],
])('%j except %j means %j', (kits, except, numbers) => {
  expect(numbersOf(kits, except)).toEqual(numbers)
})

test.each<[Choice, number, readonly [number, number]]>([
  [7, 7, [0, 26]],
  ['3 of yard', 3, [5, 25]],
  ['50 %', 13, [0, 26]],
  ['20 % of ward', 1, [0, 5]],
  ['2.5 % of yard', 1, [5, 25]],
  ['10 % of yard', 2, [5, 25]],
])('%j are %d, drawn by the seed', (kits, count, [from, to]) => {
  const chosen = numbersOf(kits)
  expect(chosen.length).toBe(count)
  expect(chosen.filter((number) => number < from || number >= to)).toEqual([])
  expect(numbersOf(kits)).toEqual(chosen)
})

test('shares are of those that are left: an exception does not make fewer', () => {
  const kept = numbersOf(3, ['ward', 'mast'])
  expect(kept.length).toBe(3)
  expect(kept.filter((number) => number < 5 || number > 24)).toEqual([])
  expect(numbersOf('50 % of yard', ['yard-01', 'yard-02'])).toHaveLength(9)
  // Two of the yard are drawn first, then three of the others.
  const others = numbersOf('3 of yard', '2 of yard')
  const without = numbersOf('2 of yard')
  expect(others).toHaveLength(3)
  expect(others.filter((number) => without.includes(number))).toEqual([])
})

test('seeds and draws choose differently, and who comes first does not depend on how many', () => {
  const chosenBy = (seed: number, draw: number) =>
    numbersOf('5 of yard', 'none', draw, { ...FLEET, seed }).join(' ')
  const all = [1, 2, 3, 4].flatMap((seed) => [0, 1, 2].map((draw) => chosenBy(seed, draw)))
  expect(new Set(all).size).toBe(12)
  for (let count = 0; count < 26; count++) {
    const [fewer, more] = [numbersOf(count), numbersOf(count + 1)]
    expect(fewer.filter((number) => !more.includes(number))).toEqual([])
  }
})

test('a draw is fair: every kit is drawn about as often', () => {
  const times = new Array<number>(IDS.length).fill(0)
  for (let seed = 0; seed < 400; seed++)
    for (const number of numbersOf(13, 'none', 0, { ...FLEET, seed })) times[number]!++
  // 400 draws of one half: four deviations are 40.
  expect(times.filter((count) => Math.abs(count - 200) > 40)).toEqual([])
})
