/** A firmware with a planted bug: it is found, and what shows it is made as short as it can be. */
import { stringify } from 'yaml'
import { drawScenario } from '../../../host-tools/simulator/explore/draw.ts'
import { type Shrunk, shrink } from '../../../host-tools/simulator/explore/shrink.ts'
import { spelledOut } from '../../../host-tools/simulator/explore/spelled-out.ts'
import { type Break, breakOf } from '../../../host-tools/simulator/explore/try.ts'
import { checkMeaning } from '../../../host-tools/simulator/scenario/format/meaning.ts'
import { parseScenario } from '../../../host-tools/simulator/scenario/format/read.ts'
import {
  parseFile,
  type ScenarioFile,
} from '../../../host-tools/simulator/scenario/format/schema.ts'
import { secondsOf } from '../../../host-tools/simulator/scenario/format/values.ts'

/** At every boot all that waits is taken for delivered. */
jest.mock('../../../device/journal/journal.ts', () => {
  const real = jest.requireActual('../../../device/journal/journal.ts')
  return {
    ...real,
    Journal: class extends real.Journal {
      recover(freshLogId: number) {
        super.recover(freshLogId)
        const cursor = this.cursor(0)
        if (cursor < this.nextSequence) this.acknowledge(0, cursor, this.nextSequence)
      }
    },
  }
})

const HOME = process.cwd()

/** Three hours of one kit, with more going wrong than the bug needs. */
const FILE = parseFile({
  version: 1,
  title: 'planted',
  place: { latitude: 52, longitude: 5 },
  start: '2025-12-31T18:00:00+01:00',
  duration: '3 h',
  settle: '1 h',
  seed: 8,
  world: {
    layers: [
      { layer: 'weather', temperature: 8, dewPoint: 4 },
      { layer: 'background', pm25: 8, pm10: 14 },
    ],
  },
  kits: [
    {
      count: 2,
      parts: [{ part: 'SHT3x' }, { part: 'BME280' }],
      config: { targets: [{ kind: 'hub' }, { kind: 'influxdb' }] },
    },
  ],
  faults: [
    { fault: 'i2c-nack', part: 'BME280', share: '10 %' },
    { fault: 'reset', kits: 'kit-02', perDay: 40 },
    { fault: 'internet-outage', perDay: 20, length: '20 min' },
    { fault: 'clock-drift', ppm: 20 },
  ],
  expect: [{ expect: 'nothing-invented' }, { expect: 'nothing-lost' }],
})

let found: Break
let shrunk: Shrunk
const smaller: ScenarioFile[] = []
beforeAll(async () => {
  found = (await breakOf(FILE, HOME))!
  shrunk = await shrink(FILE, HOME, found, (file) => smaller.push(file))
})

test('the kit and the promise that are broken are told', () => {
  expect(found).toMatchObject({ kit: 1, kitId: 'kit-02' })
  expect(found.text).toMatch(/^\d durable records never reached the hub, the first is \d+$/)
})

test('what is left is shorter, and still breaks the same', async () => {
  const { file } = shrunk
  expect(shrunk.found).toMatchObject({ kitId: 'kit-02', expected: found.expected })
  expect(secondsOf(file.duration)).toBeLessThan(3 * 3_600)
  expect(secondsOf(file.settle)).toBeLessThan(3_600)
  expect(file.world.layers).toHaveLength(1)
  expect(file.kits[0]!.parts).toHaveLength(1)
  expect(file.kits[0]!.config.targets).toEqual([{ kind: 'hub' }])
  expect(await breakOf(file, HOME, [1])).toEqual(shrunk.found)
})

test('a boot while a record waits is all that is left, and all of it is needed', async () => {
  const { file } = shrunk
  const kinds = file.faults.map(({ fault }) => fault)
  expect(kinds).toContain('reset')
  expect(kinds.length).toBeLessThanOrEqual(2)
  for (const kind of kinds) expect(['reset', 'internet-outage']).toContain(kind)
  for (const without of file.faults) {
    const faults = file.faults.filter((fault) => fault !== without)
    const again = await breakOf({ ...file, faults }, HOME, [1])
    expect(again?.expected).not.toBe(found.expected)
  }
})

test('every step is told, and is no longer than the one before', () => {
  expect(smaller.at(-1)).toEqual(shrunk.file)
  expect(shrunk.runs).toBeGreaterThan(smaller.length)
  expect(shrunk.runs).toBeLessThanOrEqual(300)
  const lengths = smaller.map(({ duration, settle }) => secondsOf(duration) + secondsOf(settle))
  expect(lengths).toEqual([...lengths].sort((a, b) => b - a))
})

test('read back from its file it is a scenario, and breaks the same', async () => {
  const read = parseScenario('explored.yaml', stringify(shrunk.file))
  checkMeaning('explored.yaml', read)
  expect(read.file).toEqual(shrunk.file)
  expect(await breakOf(read.file, HOME, [1])).toEqual(shrunk.found)
})

test('spelled out, a kit’s drawn faults come one by one, and it does the same', async () => {
  const spelled = await spelledOut(FILE, HOME, 1)
  const kinds = spelled.faults.map(({ fault }) => fault)
  expect(kinds.filter((kind) => kind === 'reset').length).toBeGreaterThan(2)
  expect(kinds.filter((kind) => kind === 'internet-outage').length).toBeGreaterThan(2)
  expect(spelled.faults.filter((fault) => 'perDay' in fault && fault.perDay !== undefined)).toEqual(
    [],
  )
  expect(new Set(spelled.faults.map(({ kits }) => kits))).toEqual(new Set(['kit-02']))
  expect((await breakOf(spelled, HOME, [1]))?.text).toBe(found.text)
})

test('what breaks another promise than the first is not taken for it', async () => {
  const steps: ScenarioFile[] = []
  const other = { ...found, expected: 'the sun shines' }
  const again = await shrink(shrunk.file, HOME, other, (file) => steps.push(file))
  expect([again.file, again.found, steps]).toEqual([shrunk.file, other, []])
})

test('what breaks nothing has no break', async () => {
  expect(await breakOf({ ...FILE, faults: [] }, HOME)).toBeUndefined()
})

test('a drawn scenario finds it too', async () => {
  expect((await breakOf(drawScenario(45), HOME))?.expected).toBe(found.expected)
})
