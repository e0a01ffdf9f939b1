/** What is looked at where records arrive whole is not tried at a kit that has no hub. */
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { findingAt, kitsOf, resultOf } from './tiny.ts'

const MISSING = { expect: 'flag', flag: 'sensor-missing' }
const AT_HUB = [
  { ...MISSING, kits: 'hit by silence' },
  { ...MISSING, kits: 'none' },
  { expect: 'flag', flag: 'humid', kits: 'none' },
  { expect: 'coverage', atLeast: '90 %' },
  { expect: 'mean', quantity: 'temperature', orBy: 1 },
  { expect: 'delivered-within', time: '5 min' },
  { expect: 'nothing-invented' },
  { expect: 'all-counted' },
]
const ANYWHERE = [{ expect: 'nothing-lost' }, { expect: 'backlog-below', records: 3 }]

const resultWith = (kits: object[]): Promise<ScenarioResult> =>
  resultOf({
    duration: '10 min',
    settle: '2 min',
    kits,
    faults: [{ fault: 'swapped-wires', name: 'silence', kits: 'db-01', part: 'BME280' }],
    expect: [...AT_HUB, ...ANYWHERE],
  })
const DATABASE = kitsOf({ name: 'db', config: { periodS: 60, targets: [{ kind: 'influxdb' }] } })

test('neither "raised" nor "not raised" is said of records that nobody could read', async () => {
  const result = await resultWith([DATABASE])
  for (const { findings } of result.kits)
    expect(findings.map((one) => one?.kind ?? 'not asked')).toEqual([
      ...AT_HUB.map(() => 'untried'),
      ...ANYWHERE.map(() => 'met'),
    ])
  expect(findingAt(result, 'db-01', 1)).toMatchObject({
    kind: 'untried',
    words: { en: 'this kit has no hub', nl: 'deze kit heeft geen hub' },
  })
  expect(result.verdicts.map(({ outcome }) => outcome)).toEqual([
    ...AT_HUB.map(() => 'untried'),
    ...ANYWHERE.map(() => 'met'),
  ])
})

test('where others have a hub, they show it', async () => {
  const { verdicts } = await resultWith([DATABASE, kitsOf({ count: 1 })])
  // Whom the first names has none, and that another is silent shows nothing of it.
  expect(verdicts.map(({ outcome }) => outcome)).toEqual([
    'untried',
    ...[...AT_HUB.slice(1), ...ANYWHERE].map(() => 'met'),
  ])
})
