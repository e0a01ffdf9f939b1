/** Parts that fail and wires that are loose: what the kits hit report, and only they. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { BME280, findingAt, inBoth, kitsOf, resultOf, SDS011 } from '../verdict/tiny.ts'

const SHT3X = { part: 'SHT3x', temperature: 0, humidity: 0 }

/** One channel of an average, as `--record` writes it. */
interface Seen {
  readonly mean: string
  readonly count: number
  readonly flags: string
}

interface Run {
  readonly result: ScenarioResult
  /** Of a kit's quantity: the average that begins at each minute. */
  at(kit: string, quantity: string, minute: number): Seen
  flagsOf(kit: string, quantity: string): string[]
}

type Row = Record<string, string>

/** 40 minutes with the fault from the 10th to the 30th, at the first kit of two. */
async function runWith(fault: object, parts: object[], expectations: object[] = []): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'meetkit-parts-'))
  try {
    const changes = {
      duration: '40 min',
      kits: [kitsOf({ parts, config: { periodS: 300 } })],
      faults: [{ name: 'fault', kits: 'a-01', from: '10 min', until: '30 min', ...fault }],
      expect: expectations,
    }
    const result = await resultOf(changes, { record: folder })
    const rows = new Map<string, Row[]>()
    for (const { id } of result.kits) {
      const text = readFileSync(join(folder, id, 'records.csv'), 'utf8')
      const all: Row[] = parse(text, { columns: true })
      // The first one ends when the time is known, after a few seconds.
      rows.set(
        id,
        all.filter(({ length_s: length }) => length === '300'),
      )
    }
    const seen = (row: Row, quantity: string): Seen => ({
      mean: row[quantity]!,
      count: Number(row[`${quantity}_n`]),
      flags: row[`${quantity}_flags`]!,
    })
    return {
      result,
      at: (kit, quantity, minute) => seen(rows.get(kit)![minute / 5]!, quantity),
      flagsOf: (kit, quantity) => rows.get(kit)!.map((row) => seen(row, quantity).flags),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const NOTHING = ['', '', '', '', '', '', '']
const WARMS_UP = ['warming-up', '', '', '', '', '', '']

describe.each([
  ['stuck-fan', (mean: number) => mean > 7 && mean < 9],
  ['blinded-laser', (mean: number) => mean === 0],
])('%s', (fault, isPlausible) => {
  let run: Run
  beforeAll(async () => {
    const stuck = { expect: 'flag', flag: 'stuck', kits: 'hit by fault' }
    run = await runWith({ fault, part: 'SDS011' }, [SDS011], [stuck])
  })

  test('is suspected after a quarter hour of equal readings, in both channels', () => {
    for (const quantity of ['pm25', 'pm10'])
      expect(run.flagsOf('a-01', quantity)).toEqual([
        'warming-up',
        '',
        '',
        '',
        'stuck',
        'stuck',
        '',
      ])
    expect(inBoth(findingAt(run.result, 'a-01'))).toBe('met')
  })

  test('its values count, for nobody can know; all are the same', () => {
    const during = [10, 15, 20, 25].map((minute) => run.at('a-01', 'pm25', minute))
    expect(new Set(during.map(({ mean }) => mean)).size).toBe(1)
    expect(isPlausible(Number(during[0]!.mean))).toBe(true)
    expect(during.map(({ count }) => count)).toEqual([300, 300, 300, 300])
  })

  test('what comes after it is right again, and the other kit saw nothing', () => {
    const after = run.at('a-01', 'pm25', 30)
    expect(Math.abs(Number(after.mean) - 8)).toBeLessThan(0.6)
    expect(run.flagsOf('a-02', 'pm25')).toEqual(WARMS_UP)
    expect(inBoth(findingAt(run.result, 'a-02'))).toBe('met')
  })
})

test('swapped wires: an SDS011 is missing, makes nothing up, and then warms up', async () => {
  const run = await runWith({ fault: 'swapped-wires', part: 'SDS011' }, [SDS011])
  const away = 'sensor-missing bus-errors'
  expect(run.flagsOf('a-01', 'pm25')).toEqual([
    'warming-up',
    '',
    away,
    away,
    away,
    away,
    'warming-up',
  ])
  for (const minute of [10, 15, 20, 25])
    expect(run.at('a-01', 'pm25', minute)).toMatchObject({ mean: '', count: 0 })
  expect(run.at('a-01', 'pm25', 30).count).toBe(270)
  expect(run.flagsOf('a-02', 'pm25')).toEqual(WARMS_UP)
})

describe.each([
  ['BME280', BME280],
  ['SHT3x', SHT3X],
  ['SHT4x', { ...SHT3X, part: 'SHT4x' }],
])('%s on I2C', (part, unit) => {
  test('with swapped wires is missing, and comes back', async () => {
    const run = await runWith({ fault: 'swapped-wires', part }, [unit])
    const away = 'sensor-missing bus-errors'
    expect(run.flagsOf('a-01', 'temperature')).toEqual(['', '', away, away, away, away, ''])
    expect(run.at('a-01', 'temperature', 15)).toMatchObject({ mean: '', count: 0 })
    // One turn may go to setting the chip up anew.
    expect(run.at('a-01', 'temperature', 30).count).toBeGreaterThanOrEqual(29)
    expect(Number(run.at('a-01', 'temperature', 30).mean)).toBeCloseTo(10, 0)
    expect(run.flagsOf('a-02', 'temperature')).toEqual(NOTHING)
  })

  test('with single NACKs reads again in the same turn, and no value is worse', async () => {
    const expectations = [
      { expect: 'flag', flag: 'bus-errors', kits: 'hit by fault' },
      { expect: 'mean', quantity: 'temperature', orBy: 0.2 },
      { expect: 'flag', flag: 'checksum-errors', kits: 'none' },
    ]
    const run = await runWith({ fault: 'i2c-nack', part, share: '5 %' }, [unit], expectations)
    for (const id of ['a-01', 'a-02'])
      expect([0, 1, 2].map((i) => inBoth(findingAt(run.result, id, i)))).toEqual([
        'met',
        'met',
        'met',
      ])
    const counts = [10, 15, 20, 25].map((minute) => run.at('a-01', 'temperature', minute).count)
    const whole = 4 * 30
    const counted = counts.reduce((sum, count) => sum + count, 0)
    expect(counted).toBeGreaterThanOrEqual(0.94 * whole)
    expect(run.at('a-01', 'temperature', 30).count).toBeGreaterThanOrEqual(29)
    expect(run.flagsOf('a-02', 'temperature')).toEqual(NOTHING)
  })
})

test('a loose wire of an SDS011: what arrives garbled is refused by its checksum', async () => {
  const fault = { fault: 'loose-wire', part: 'SDS011', open: '20 %', burst: '20 ms' }
  const run = await runWith(fault, [SDS011])
  for (const minute of [10, 15, 20, 25]) {
    const { count, flags, mean } = run.at('a-01', 'pm25', minute)
    expect(flags).toContain('checksum-errors')
    expect(count).toBeLessThan(295)
    expect(count).toBeGreaterThan(50)
    expect(Math.abs(Number(mean) - 8)).toBeLessThan(0.6)
  }
  // The last garbled frame may end after the fault.
  expect(run.at('a-01', 'pm25', 30).count).toBeGreaterThanOrEqual(299)
  expect(run.flagsOf('a-02', 'pm25')).toEqual(WARMS_UP)
})

test('a loose wire of a BME280: what it does not answer is a bus error, and no value', async () => {
  const fault = { fault: 'loose-wire', part: 'BME280', open: '50 %', burst: '20 s' }
  const run = await runWith(fault, [BME280])
  for (const minute of [10, 15, 20, 25]) {
    const { count, flags, mean } = run.at('a-01', 'temperature', minute)
    expect(flags).toBe('bus-errors')
    expect(count).toBeLessThan(28)
    expect(Number(mean)).toBeCloseTo(10, 0)
  }
  expect(run.at('a-01', 'temperature', 30).flags).toBe('')
  expect(run.flagsOf('a-02', 'temperature')).toEqual(NOTHING)
})

test('a DS18B20 with swapped wires is missing; on a loose one it makes nothing up', async () => {
  const thermometer = { part: 'DS18B20', temperature: 0 }
  const away = 'sensor-missing bus-errors'
  const swapped = await runWith({ fault: 'swapped-wires', part: 'DS18B20' }, [thermometer])
  expect(swapped.flagsOf('a-01', 'temperature')).toEqual(['', '', away, away, away, away, ''])
  const fault = { fault: 'loose-wire', part: 'DS18B20', open: '50 %', burst: '20 s' }
  const loose = await runWith(fault, [thermometer])
  for (const minute of [10, 15, 20, 25]) {
    const { count, flags, mean } = loose.at('a-01', 'temperature', minute)
    expect(flags).toContain('bus-errors')
    expect(count).toBeLessThan(28)
    expect(Number(mean)).toBeCloseTo(10, 0)
  }
  expect(loose.at('a-01', 'temperature', 30).flags).toBe('')
  expect(loose.flagsOf('a-02', 'temperature')).toEqual(NOTHING)
})

test('a DHT22 with swapped wires is missing, and comes back', async () => {
  const sensor = { part: 'DHT22', temperature: 0, humidity: 0 }
  const away = 'sensor-missing bus-errors'
  const run = await runWith({ fault: 'swapped-wires', part: 'DHT22' }, [sensor])
  expect(run.flagsOf('a-01', 'temperature').slice(1)).toEqual(['', away, away, away, away, ''])
  expect(Number(run.at('a-01', 'temperature', 30).mean)).toBeCloseTo(10, 0)
  expect(run.flagsOf('a-02', 'temperature').slice(1)).toEqual(NOTHING.slice(1))
})

test('a DHT22 that was wet is told as saturated, and its temperature is not', async () => {
  const run = await runWith({ fault: 'swapped-wires', part: 'DHT22' }, [
    { part: 'DHT22', wet: true },
  ])
  for (const minute of [5, 15, 25]) {
    expect(run.at('a-02', 'humidity', minute).flags).toBe('saturated')
    expect(run.at('a-02', 'temperature', minute).flags).toBe('')
  }
})

test('a fault of one part leaves the others of its kit alone, also on the same bus', async () => {
  const run = await runWith({ fault: 'swapped-wires', part: 'BME280' }, [SDS011, BME280])
  expect(run.flagsOf('a-01', 'temperature')[3]).toBe('sensor-missing bus-errors')
  expect(run.flagsOf('a-01', 'pm25')).toEqual(WARMS_UP)
  expect(run.at('a-01', 'pm25', 15).count).toBe(300)
  const missing = { expect: 'flag', flag: 'sensor-missing', kits: 'hit by fault' }
  const fault = { fault: 'swapped-wires', part: 'SHT3x' }
  const neighbours = await runWith(fault, [BME280, SHT3X], [missing])
  expect(inBoth(findingAt(neighbours.result, 'a-01'))).toBe('met')
  expect(neighbours.flagsOf('a-01', 'pressure')).toEqual(NOTHING)
  expect(neighbours.at('a-01', 'pressure', 15).count).toBe(30)
})
