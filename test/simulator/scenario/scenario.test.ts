/** A scenario as a whole: kits by number, their ids, places and worlds, whoever asks first. */
import { configFault } from '../../../device/config/config.ts'
import { PM2_5, QUANTITIES } from '../../../device/quantities.ts'
import { parseFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { countsOf, Scenario } from '../../../host-tools/simulator/scenario/scenario.ts'
import { simulatedTarget } from '../../../host-tools/simulator/scenario/simulated-targets.ts'

const FILE = {
  version: 1,
  title: 'Try',
  place: { latitude: 52.09, longitude: 5.12 },
  start: '2026-01-31T18:00:00+01:00',
  duration: '2 h',
  settle: '10 min',
  seed: 7,
  world: {
    layers: [
      { layer: 'weather', temperature: 4, swing: 3, dewPoint: [3, 3.9] },
      { layer: 'background', pm25: 8, pm10: 14 },
      {
        layer: 'fireworks',
        radius: 900,
        bursts: 40,
        from: '19:00',
        peak: '19:30',
        until: '20:00',
      },
      { layer: 'turbulence' },
      { layer: 'swelling' },
    ],
  },
  kits: [
    { name: 'ward', count: 3, area: { grid: 40 }, parts: [{ part: 'SDS011' }] },
    {
      name: 'yard',
      count: 9,
      area: { ring: [100, 500] },
      parts: [{ part: 'SDS011' }, { part: 'BME280' }],
      switchedOnWithin: '10 min',
    },
  ],
  faults: [
    { fault: 'reset', name: 'ticks', kits: '3 of yard', perDay: 48 },
    { fault: 'power-cut', kits: 'hit by ticks', except: 'yard-01', at: '19:50' },
    { fault: 'wifi-outage', kits: ['ward-02', 'ward-03'], from: '1 h' },
  ],
}

const open = (change: object = {}, options: { seed?: number; kits?: number } = {}) =>
  Scenario.open({ file: parseFile({ ...FILE, ...change }), folder: '', ...options })
const numbers = Array.from({ length: 12 }, (_, i) => i)

test('ids are counted by group, with two digits or as many as it takes', async () => {
  const { ids, groups } = await open()
  expect(ids.slice(0, 4)).toEqual(['ward-01', 'ward-02', 'ward-03', 'yard-01'])
  expect(ids.length).toBe(12)
  expect(groups.filter((group) => group === 'yard').length).toBe(9)
  const many = { name: 'mast', count: 120, parts: [{ part: 'SDS011' }] }
  const others = (await open({ kits: [many], faults: [] })).ids
  expect([others[0], others[119]]).toEqual(['mast-001', 'mast-120'])
})

test('times: local clock, faults, settling', async () => {
  const scenario = await open()
  expect(scenario.startUtcMs).toBe(Date.UTC(2026, 0, 31, 17))
  expect([scenario.durationS, scenario.endS]).toEqual([7_200, 7_800])
  expect(['19:00', '17:59', '18:00', '90 min'].map((text) => scenario.moment(text))).toEqual([
    3_600, 86_340, 0, 5_400,
  ])
})

test.each([
  ['2026-01-31T18:00:00-03:30', Date.UTC(2026, 0, 31, 21, 30)],
  ['2026-01-31T18:00+14:00', Date.UTC(2026, 0, 31, 4)],
  ['2026-01-31T18:00:00Z', Date.UTC(2026, 0, 31, 18)],
])('at %s it is six in the evening', async (start, utcMs) => {
  const scenario = await open({ start })
  expect(scenario.startUtcMs).toBe(utcMs)
  expect(scenario.moment('19:00')).toBe(3_600)
})

test('faults strike those that are named, and those that another strikes', async () => {
  const scenario = await open()
  const struck = (place: number) => numbers.filter((kit) => scenario.strikes(place, kit))
  expect(struck(2)).toEqual([1, 2])
  expect(struck(0)).toHaveLength(3)
  expect(struck(0).every((kit) => kit >= 3)).toBe(true)
  expect(struck(1)).toEqual(struck(0).filter((kit) => kit !== 3))
  const hasCut = numbers.filter((kit) =>
    scenario.kit(kit).setup.faults?.power?.some(({ kind }) => kind === 'cut'),
  )
  expect(hasCut).toEqual(struck(1))
  const hasOutage = numbers.filter((kit) => scenario.kit(kit).setup.outages.length > 0)
  expect(hasOutage).toEqual([1, 2])
})

test('a kit is the same whoever was asked for before it, and its neighbours are not', async () => {
  const [first, second] = [await open(), await open()]
  const forth = numbers.map((kit) => first.kit(kit))
  const back = [...numbers].reverse().map((kit) => second.kit(kit))
  const other = back.reverse().filter((kit, i) => JSON.stringify(kit) !== JSON.stringify(forth[i]))
  expect(other.map(({ setup }) => setup.id)).toEqual([])
  const dust = forth.map(({ series }) => Array.from(series[0]!.values).join(' '))
  expect(forth[0]!.series[0]!.quantity).toBe(PM2_5.code)
  expect(new Set(dust).size).toBe(12)
})

test('another seed is another fleet in another world, in the same places of a grid', async () => {
  const [file, same, other] = [await open(), await open({}, { seed: 7 }), await open({ seed: 8 })]
  expect(same.kit(5)).toEqual(file.kit(5))
  const [mine, others] = [file.kit(5), other.kit(5)]
  expect(others.place).not.toEqual(mine.place)
  expect(others.setup.chips).not.toEqual(mine.setup.chips)
  expect(others.series).not.toEqual(mine.series)
  expect(other.placeOf(0)).toEqual(file.placeOf(0))
})

test('metres are metres wherever on Earth, and the place changes no world', async () => {
  const here = await open()
  for (const latitude of [0, -90, 78.2]) {
    const there = await open({ place: { latitude, longitude: 179 } })
    expect(numbers.map((kit) => there.placeOf(kit))).toEqual(
      numbers.map((kit) => here.placeOf(kit)),
    )
  }
})

test('power comes within the time that it is told to, at once where that is none', async () => {
  const scenario = await open()
  const powerOn = numbers.map((kit) => scenario.kit(kit).setup.powerOnMs)
  expect(powerOn.slice(0, 3).every((ms) => ms >= 0 && ms <= 60_000)).toBe(true)
  expect(powerOn.slice(3).every((ms) => ms >= 0 && ms <= 600_000)).toBe(true)
  expect(Math.max(...powerOn)).toBeGreaterThan(60_000)
  const kits = [{ ...FILE.kits[0], switchedOnWithin: '0 s' }]
  expect((await open({ kits, faults: [] })).kit(2).setup.powerOnMs).toBe(0)
})

test.each([
  [[3, 9], 12, [3, 9]],
  [[3, 9], 4, [1, 3]],
  [[3, 9], 1, [0, 1]],
  [[3, 9], 24, [6, 18]],
  [[1, 1, 1], 2, [1, 0, 1]],
  [[5], 1, [1]],
])('groups of %j, %d wanted in all, become %j', (counts, wanted, expected) => {
  const groups = counts.map((count) => ({ count })) as unknown as Parameters<typeof countsOf>[0]
  expect(countsOf(groups, wanted)).toEqual(expected)
  expect(countsOf(groups, undefined)).toEqual(counts)
})

test('a kit has its id whatever others there are', async () => {
  const ids = async (kits: number) => (await open({ faults: [] }, { kits })).ids
  const [few, file, many] = [await ids(8), await ids(12), await ids(480)]
  expect(file.filter((id) => !many.includes(id))).toEqual([])
  expect(few.filter((id) => !file.includes(id))).toEqual([])
  expect([many[98], many[99], many.at(-1)]).toEqual(['ward-99', 'ward-100', 'yard-360'])
  expect(new Set(many).size).toBe(480)
})

test('a fault that is meant for some kits and finds none here is known', async () => {
  expect((await open()).idleFaults()).toEqual([])
  // Of the wards only the first is left.
  expect((await open({}, { kits: 4 })).idleFaults()).toEqual([2])
  const faults = [{ ...FILE.faults[2], kits: 'none' }]
  expect((await open({ faults })).idleFaults()).toEqual([])
})

test('with fewer kits each group has its share of them', async () => {
  const few = await open({ faults: [] }, { kits: 4 })
  expect(few.ids).toEqual(['ward-01', 'yard-01', 'yard-02', 'yard-03'])
  expect(() => few.kit(4)).toThrow('no kit of number 4')
})

const KINDS = ['hub', 'influxdb', 'opensensemap', 'sensor-community', 'madavi'] as const

test.each(KINDS)('a simulated %s is what the firmware takes, and leads nowhere', (kind) => {
  const target = simulatedTarget({ kind }, 'ward-01')
  const sensors = [{ part: 'SDS011', port: 'uart1' }] as const
  expect(configFault({ periodS: 300, targets: [target], sensors: [...sensors] })).toBe('')
  expect(new URL(target.url).hostname).toMatch(/\.invalid$/)
  expect(simulatedTarget({ kind }, 'ward-01')).toEqual(target)
})

test('boxes, sensors and nodes are each kit’s own; what the file says goes before', () => {
  const box = (kit: string) => JSON.stringify(simulatedTarget({ kind: 'opensensemap' }, kit))
  const ids = ['ward-01', 'ward-02'].flatMap((kit) => box(kit).match(/"[0-9a-f]{24}"/g) ?? [])
  // The box of each, and a sensor for each quantity.
  const different = 2 * (1 + QUANTITIES.length)
  expect(ids.length).toBe(different)
  expect(new Set(ids).size).toBe(different)
  const node = (kit: string) => simulatedTarget({ kind: 'madavi' }, kit)
  expect(node('ward-01')).not.toEqual(node('ward-02'))
  const url = 'http://127.0.0.1:8086/write'
  expect(simulatedTarget({ kind: 'influxdb', url }, 'a')).toMatchObject({ kind: 'influxdb', url })
})
