/** `--record`: what stands in the files is what was sent, what came, and what was true. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeFirst } from 'cborg'
import { parse } from 'csv-parse/sync'
import { NodeEngine } from '../../../host-tools/simulator/engines/node.ts'
import { readRecording } from '../../../host-tools/simulator/scenario/recording-file.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { BME280, kitsOf, openTiny, resultOf, SDS011, START_UTC_S } from '../verdict/tiny.ts'

const scratch = scratchFolder()
const FILES = ['records.csv', 'truth.csv', 'uploads.cbor', 'uploads.csv']

const CHANGES = {
  duration: '20 min',
  kits: [
    kitsOf({
      parts: [BME280, SDS011],
      config: { periodS: 60, targets: [{ kind: 'influxdb' }, { kind: 'hub' }] },
    }),
  ],
  faults: [{ fault: 'bad-network', kits: 'a-02', lostRequests: '40 %' }],
}

const pathOf = (folder: string, kit: string, file: string) => join(scratch, folder, kit, file)

function rowsOf(folder: string, kit: string, file: string): Record<string, string>[] {
  return parse(readFileSync(pathOf(folder, kit, file)), { columns: true })
}

async function record(folder: string, changes: object): Promise<string> {
  const { hash } = await resultOf({ ...CHANGES, ...changes }, { record: join(scratch, folder) })
  return hash
}

/** The same kit without a recorder, and what it sent. */
async function sentBy(number: number) {
  const scenario = await openTiny(CHANGES)
  const sent: { body: Uint8Array; timeMs: number; target: number; arrivedMs?: number }[] = []
  await new NodeEngine().run(
    scenario.kit(number),
    scenario.endS / 3600,
    (body, timeMs, target) => sent.push({ body: body.slice(), timeMs, target }),
    (upload, timeMs) => {
      sent[upload]!.arrivedMs ??= timeMs
    },
  )
  return sent
}

beforeAll(() => record('once', {}))

test('each kit has a folder of four files', () => {
  expect(readdirSync(join(scratch, 'once')).sort()).toEqual(['a-01', 'a-02'])
  for (const kit of ['a-01', 'a-02'])
    expect(readdirSync(join(scratch, 'once', kit)).sort()).toEqual(FILES)
})

test.each([0, 1])(
  'uploads of kit %i are those that it sent, in order, and nothing else',
  async (kit) => {
    const id = `a-0${kit + 1}`
    const sent = await sentBy(kit)
    const seconds = (ms: number | undefined) => (ms === undefined ? '' : (ms / 1000).toFixed(3))
    expect(rowsOf('once', id, 'uploads.csv')).toEqual(
      sent.map(({ body, timeMs, target, arrivedMs }) => ({
        time_s: seconds(timeMs),
        target: String(target + 1),
        bytes: String(body.length),
        arrived_s: seconds(arrivedMs),
      })),
    )
    const toHub = sent.filter(({ target }) => target === 1).map(({ body }) => body)
    const bytes = readFileSync(pathOf('once', id, 'uploads.cbor'))
    expect(Buffer.concat(toHub).equals(bytes)).toBe(true)
    let rest: Uint8Array = bytes
    let batches = 0
    for (; rest.length > 0; batches++) {
      const [batch, after] = decodeFirst(rest) as [{ kit: string }, Uint8Array]
      expect(batch).toMatchObject({ records: expect.any(Array), first: expect.any(Number) })
      rest = after
    }
    expect(batches).toBe(toHub.length)
    expect(new Set(sent.map(({ target }) => target))).toEqual(new Set([0, 1]))
  },
)

test('a request that was lost has no moment of arrival', () => {
  const arrived = (kit: string) => rowsOf('once', kit, 'uploads.csv').map((row) => row['arrived_s'])
  expect(arrived('a-01')).not.toContain('')
  expect(arrived('a-02')).toContain('')
})

test('records are averages as the hub has them, dated and in their units', () => {
  const rows = rowsOf('once', 'a-01', 'records.csv')
  const whole = rows.filter((row) => row['length_s'] === '60')
  expect(whole.length).toBeGreaterThan(15)
  whole.forEach((row, i) => {
    expect(row['time']).toBe(
      new Date((START_UTC_S + i * 60) * 1000).toISOString().replace('.000', ''),
    )
  })
  expect(rows.map((row) => Number(row['number']))).toEqual(
    rows.map((row) => Number(row['number'])).sort((a, b) => a - b),
  )
  const row = whole[5]!
  expect(row).toMatchObject({ kit: 'a-01', temperature_n: '6', pm25_n: '60', pm25_flags: '' })
  expect(row['temperature']).toMatch(/^(9\.[89]\d|10\.[01]\d)$/)
  expect(row['pressure']).toMatch(/^10\d{4}$/)
  expect(whole[0]!['pm25_flags']).toBe('warming-up')
})

test('the truth has a row a minute', () => {
  const rows = rowsOf('once', 'a-02', 'truth.csv')
  expect(rows).toHaveLength(20)
  expect(rows[3]).toMatchObject({
    time: '2025-12-31T17:03:00Z',
    kit: 'a-02',
    pm25: '8.00',
    pm10: '14.00',
    temperature: '10.00',
    pressure: '101325',
  })
})

test('the truth can be played again as a recording', () => {
  const points = readRecording(pathOf('once', 'a-01', 'truth.csv'))
  expect(points.length).toBe(100)
})

test('the same seed writes the same bytes, another seed others', async () => {
  const hash = await record('twice', {})
  const bytes = (folder: string) =>
    ['a-01', 'a-02'].flatMap((kit) =>
      FILES.map((file) => readFileSync(pathOf(folder, kit, file)).toString('base64')),
    )
  expect(bytes('twice')).toEqual(bytes('once'))
  await expect(resultOf(CHANGES)).resolves.toMatchObject({ hash })
  await record('other', { seed: 4 })
  expect(bytes('other')).not.toEqual(bytes('once'))
})

test('a kit of which nothing arrived has files without rows', async () => {
  await record('away', { faults: [{ fault: 'wifi-outage' }] })
  expect(rowsOf('away', 'a-01', 'records.csv')).toEqual([])
  expect(rowsOf('away', 'a-01', 'uploads.csv')).toEqual([])
  expect(readFileSync(pathOf('away', 'a-01', 'uploads.cbor'))).toHaveLength(0)
  expect(rowsOf('away', 'a-01', 'truth.csv')).toHaveLength(20)
})

test('a folder that cannot be is told with its path', async () => {
  const file = join(scratch, 'no-folder')
  writeFileSync(file, '')
  const run = resultOf({ duration: '5 min' }, { record: file })
  await expect(run).rejects.toThrow(join(file, 'a-01'))
})
