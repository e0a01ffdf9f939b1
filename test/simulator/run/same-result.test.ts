/** A scenario gives one result: in this thread, in many, in shards, and kit by kit. */
import { junitOf } from '../../../host-tools/simulator/run/junit.ts'
import { mergeResults } from '../../../host-tools/simulator/run/merge.ts'
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { type RunOptions, ScenarioRun } from '../../../host-tools/simulator/run/run-scenario.ts'
import { parseFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import type { ScenarioSource } from '../../../host-tools/simulator/scenario/scenario.ts'

const FILE = parseFile({
  version: 1,
  title: 'Seven kits',
  place: { latitude: 52, longitude: 5 },
  start: '2025-12-31T18:00:00+01:00',
  duration: '2 h',
  world: {
    layers: [
      { layer: 'weather', temperature: 5, swing: 3, dewPoint: 3 },
      { layer: 'background', pm25: 8, pm10: 14 },
      { layer: 'turbulence' },
    ],
  },
  kits: [
    { name: 'a', count: 4, area: { grid: 50 }, parts: [{ part: 'SDS011' }, { part: 'BME280' }] },
    { name: 'b', count: 3, area: { ring: [100, 900] }, parts: [{ part: 'SHT3x' }] },
  ],
  faults: [
    { fault: 'power-cut', name: 'cuts', kits: '50 %', perDay: 40, inFlash: 1 },
    { fault: 'bad-network', lostRequests: '10 %', lostReplies: '10 %', doubledRequests: '5 %' },
  ],
  expect: [
    { expect: 'nothing-lost' },
    { expect: 'coverage', atLeast: '20 %', kits: 'b' },
    { expect: 'coverage', atLeast: '100 %', kits: 'hit by cuts' },
  ],
})
const SOURCE: ScenarioSource = { file: FILE, folder: '.', seed: 3 }

async function result(options: Partial<RunOptions> = {}, seed = 3): Promise<ScenarioResult> {
  const source = { ...SOURCE, seed }
  const run = await ScenarioRun.open(source, { engine: 'node', workers: 0, ...options })
  return run.run()
}

let whole: ScenarioResult
beforeAll(async () => {
  whole = await result()
})

const asFile = (part: unknown, k: number) => ({
  file: `shard-${k}.json`,
  text: typeof part === 'string' ? part : JSON.stringify(part),
})

test('another seed gives another hash', async () => {
  expect((await result({}, 4)).hash).not.toBe(whole.hash)
})

test.each([3])('the same from %i threads', async (workers) => {
  expect(await result({ workers })).toEqual(whole)
})

test.each([2, 3, 9])('the same from %i shards, joined in any order', async (n) => {
  const shards: ScenarioResult[] = []
  for (let k = n; k >= 1; k--) shards.push(await result({ shard: [k, n] }))
  expect(JSON.parse(JSON.stringify(mergeResults(shards.map(asFile))))).toEqual(
    JSON.parse(JSON.stringify(whole)),
  )
})

test('one kit alone does what it does in the fleet', async () => {
  const alone = await result({ only: ['b-02'] })
  const inFleet = whole.kits.find(({ id }) => id === 'b-02')!
  expect(alone.kits.map(({ hash }) => hash)).toEqual([inFleet.hash])
})

test('an id that is near to a kit’s is told so', async () => {
  await expect(result({ only: ['b-022'] })).rejects.toThrow('no kit "b-022", did you mean "b-02"?')
})

describe('what cannot be joined is refused by name', () => {
  let shards: ScenarioResult[]
  beforeAll(async () => {
    shards = [await result({ shard: [1, 2] }), await result({ shard: [2, 2] })]
  })

  test('a shard that is missing', () => {
    expect(() => mergeResults([asFile(shards[0], 1)])).toThrow('shards are missing: 2/2')
  })

  test('one that is there twice', () => {
    expect(() => mergeResults([shards[0], shards[0]].map(asFile))).toThrow(
      /^shard-1.json: kit a-01/,
    )
  })

  test('one of another seed', async () => {
    const other = await result({ shard: [2, 2] }, 4)
    expect(() => mergeResults([shards[0], other].map(asFile))).toThrow(/belongs to another run/)
  })

  test.each(['', '{}', '[]', 'null', '{"format":1}'])('what is no result: %s', (text) => {
    expect(() => mergeResults([asFile(text, 1)])).toThrow(/^shard-1.json: /)
  })
})

test('JUnit has a case for each expectation, and says which kits failed', () => {
  const verdicts = whole.verdicts.map(({ outcome }) => outcome)
  expect(verdicts).toEqual(['met', 'met', 'failed'])
  const xml = junitOf(whole)
  expect(xml.match(/<testcase /g)).toHaveLength(3)
  expect(xml.match(/<failure/g)).toHaveLength(1)
  const failed = whole.kits.filter(({ findings }) => findings[2]?.kind === 'failed')
  expect(failed).toHaveLength(whole.verdicts[2]!.failed)
  for (const { id } of failed) expect(xml).toContain(id)
})
