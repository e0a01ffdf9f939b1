/** Drawn scenarios: the same for a seed, valid, and of every kind. */
import { stringify } from 'yaml'
import { drawScenario } from '../../../host-tools/simulator/explore/draw.ts'
import { breakOf } from '../../../host-tools/simulator/explore/try.ts'
import { checkMeaning } from '../../../host-tools/simulator/scenario/format/meaning.ts'
import { parseScenario } from '../../../host-tools/simulator/scenario/format/read.ts'
import type { ScenarioFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { openScenarioFile } from '../../../host-tools/simulator/scenario/open-file.ts'

const SEEDS = 60
const drawn = Array.from({ length: SEEDS }, (_, seed) => drawScenario(seed))

const expectKinds = ({ expect: all }: ScenarioFile) => all.map((one) => one.expect)

test('a seed gives one scenario, and each seed another', () => {
  for (const seed of [0, 7, 59]) expect(drawScenario(seed)).toEqual(drawn[seed])
  expect(new Set(drawn.map((file) => JSON.stringify({ ...file, title: '' }))).size).toBe(SEEDS)
  expect(drawn.map(({ seed }) => seed)).toEqual([...drawn.keys()])
})

test('written to a file they are read back as they are, without a complaint', () => {
  for (const file of drawn.slice(0, 10)) {
    const read = parseScenario('drawn.yaml', stringify(file))
    checkMeaning('drawn.yaml', read)
    expect(read.file).toEqual(file)
  }
})

test('every kind of fault is drawn, together with many others and alone', () => {
  const counts = drawn.map(({ faults }) => faults.length)
  expect(Math.min(...counts)).toBeLessThanOrEqual(1)
  expect(Math.max(...counts)).toBeGreaterThanOrEqual(8)
  const kinds = new Set(drawn.flatMap(({ faults }) => faults.map(({ fault }) => fault)))
  expect(kinds.size).toBe(19)
})

test('more is promised of sound flash than of bad', () => {
  const bad = ['flash-rot', 'bad-block']
  for (const file of drawn) {
    const kinds: string[] = file.faults.map(({ fault }) => fault)
    const promised = expectKinds(file)
    expect(promised).toContain('backlog-below')
    for (const ofNumbers of ['nothing-invented', 'all-counted'] as const)
      expect(promised.includes(ofNumbers)).toBe(!kinds.includes('flash-rot'))
    if (kinds.some((kind) => bad.includes(kind))) expect(promised).not.toContain('nothing-lost')
  }
  expect(drawn.filter((file) => expectKinds(file).includes('nothing-lost')).length).toBeGreaterThan(
    4,
  )
})

test('of a scenario that is named, world and kits are kept, and only its parts have faults', () => {
  const { file: base } = openScenarioFile('school-access-point')
  for (let seed = 0; seed < 8; seed++) {
    const file = drawScenario(seed, base)
    expect(file.world).toEqual(base.world)
    expect([file.place, file.start]).toEqual([base.place, base.start])
    expect(file.kits.map(({ count: _, ...group }) => group)).toEqual(
      base.kits.map(({ count: _, ...group }) => group),
    )
    expect(Math.max(...file.kits.map(({ count }) => count))).toBeLessThanOrEqual(2)
    checkMeaning('drawn.yaml', parseScenario('drawn.yaml', stringify(file)))
  }
  const dustless = { ...base, kits: [{ ...base.kits[0]!, parts: [{ part: 'BME280' }] }] }
  const parts = Array.from({ length: 20 }, (_, seed) =>
    drawScenario(seed, dustless as ScenarioFile),
  )
  const named = parts.flatMap(({ faults }) => faults.flatMap((fault) => Object.values(fault)))
  expect(named).toContain('i2c-nack')
  expect(named).not.toContain('SDS011')
})

test.each([45, 211, 238, 304, 322])(
  'the firmware keeps every promise through seed %i',
  async (seed) => {
    expect(await breakOf(drawScenario(seed), '.')).toBeUndefined()
  },
)
