/** The disk fails in every way that can be had: nothing is acknowledged, nothing is lost. */
import fs from 'node:fs'
import { join } from 'node:path'
import { storeBatches } from '../../host-tools/hub/store/ingest.ts'
import { scratchFolder } from '../support/scratch.ts'
import { readDatabase, rebuilt } from './database-reader.ts'
import { batchBody, bootRecord, EVENING_S, PERIOD_S, post, smokeRecord } from './fake-kit.ts'
import { type TestHub, testHub } from './test-hub.ts'

const WRITES_MAX = 12

const folder = scratchFolder()
let files = 0
let file: string
let hub: TestHub
let said: jest.SpyInstance
beforeEach(() => {
  file = join(folder, `${files++}.sqlite`)
  hub = testHub(file)
  said = jest.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  jest.restoreAllMocks()
  hub.close()
})

const smoke = (first: number, count: number, kit = 'kit-01') =>
  batchBody(
    first,
    Array.from({ length: count }, (_, i) =>
      smokeRecord(EVENING_S + (first + i) * PERIOD_S, first + i),
    ),
    { kit },
  )

type DiskCall = 'writeSync' | 'fsyncSync' | 'readSync'

/** From the `after`-th call on, this call to the system fails; how often it was called. */
function breakDisk(name: DiskCall, after = 0): jest.SpyInstance {
  const real = fs[name] as (...given: unknown[]) => number
  let calls = 0
  return jest.spyOn(fs, name as 'writeSync').mockImplementation((...given: unknown[]) => {
    if (calls++ >= after) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
    return real(...given)
  })
}

const kits = async () => (await (await hub.ask('/api/v1/kits')).json()).kits

async function expectComeBack(reply: Response): Promise<void> {
  expect(reply.status).toBe(503)
  expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThanOrEqual(10)
  const { error, reason } = await reply.json()
  expect([error, reason]).toEqual(['not now', expect.stringContaining('disk')])
}

test('a batch is acknowledged after one sync of the disk, when that went well', async () => {
  const sync = jest.spyOn(fs, 'fsyncSync')
  expect((await post(hub.ask, smoke(0, 3))).status).toBe(200)
  expect(sync).toHaveBeenCalledTimes(1)
  const broken = breakDisk('fsyncSync')
  await expectComeBack(await post(hub.ask, smoke(3, 3)))
  broken.mockRestore()
  expect(await kits()).toMatchObject([{ records: 3 }])
  expect((await post(hub.ask, smoke(3, 3))).status).toBe(200)
})

test('whichever write fails, nothing changes, readers read, and it heals by itself', async () => {
  await post(hub.ask, smoke(0, 20))
  let failures = 0
  for (let after = 0; after < WRITES_MAX; after++) {
    const body = smoke(20 + after * 20, 20)
    const before = await kits()
    const broken = breakDisk('writeSync', after)
    const reply = await post(hub.ask, body)
    if (reply.status !== 200) {
      failures++
      await expectComeBack(reply)
      expect(await kits()).toEqual(before)
    }
    broken.mockRestore()
    expect((await post(hub.ask, body)).status).toBe(200)
  }
  expect(failures).toBeGreaterThan(3)
  // Once for each time that it began and ended, not for each kit.
  expect(said).toHaveBeenCalledTimes(2 * failures)
  const found = readDatabase(file)
  expect([found.integrity, found.records.length]).toEqual(['ok', 20 + WRITES_MAX * 20])
  expect(found.derived).toEqual(rebuilt(found.records))
})

test('a full disk is said once, and all comes in when there is room', async () => {
  const pages = Number(hub.sql.first('PRAGMA page_count', [])!['page_count'])
  hub.sql.run(`PRAGMA max_page_count = ${pages + 2}`, [])
  const bodies = Array.from({ length: 20 }, (_, i) => smoke(i * 60, 60))
  const statuses: number[] = []
  for (const body of bodies) statuses.push((await post(hub.ask, body)).status)
  const full = statuses.indexOf(503)
  expect(full).toBeGreaterThanOrEqual(0)
  expect(new Set(statuses.slice(full))).toEqual(new Set([503]))
  expect(said.mock.calls).toEqual([[expect.stringContaining('disk is full; make room')]])
  expect((await kits())[0]?.records ?? 0).toBe(full * 60)
  hub.sql.run('PRAGMA max_page_count = 1000000', [])
  for (const body of bodies) expect((await post(hub.ask, body)).status).toBe(200)
  expect(readDatabase(file).derived).toEqual(rebuilt(readDatabase(file).records))
})

test('a reader that meets the fault is told to come back as well', async () => {
  for (let i = 0; i < 60; i++) await post(hub.ask, smoke(i * 64, 64))
  // A small cache, or the tables would not be read from the disk at all.
  hub.sql.run('PRAGMA cache_size = 1', [])
  const broken = breakDisk('readSync')
  await expectComeBack(await hub.ask('/api/v1/series'))
  broken.mockRestore()
  expect((await hub.ask('/api/v1/series')).status).toBe(200)
})

test('batches that arrive together share a sync; one that is refused harms no other', async () => {
  await post(hub.ask, smoke(0, 2))
  const sync = jest.spyOn(fs, 'fsyncSync')
  const conflict = batchBody(1, [bootRecord(9), bootRecord(9)])
  const bodies = [smoke(0, 4), conflict, smoke(0, 4), smoke(2, 9, 'kit-02'), smoke(2, 9)]
  const replies = await Promise.all(bodies.map((body) => post(hub.ask, body)))
  expect(replies.map(({ status }) => status)).toEqual([200, 409, 200, 200, 200])
  expect(sync).toHaveBeenCalledTimes(1)
  expect(await kits()).toMatchObject([
    { id: 'kit-01', records: 11, missing: 0 },
    { id: 'kit-02', records: 9, missing: 2 },
  ])
})

test('what fails for all of them is acknowledged to none', async () => {
  const broken = breakDisk('fsyncSync')
  const bodies = Array.from({ length: 5 }, (_, i) => smoke(0, 3, `kit-${i}`))
  for (const reply of await Promise.all(bodies.map((body) => post(hub.ask, body))))
    await expectComeBack(reply)
  broken.mockRestore()
  expect(await kits()).toEqual([])
})

test('a fault of the program in one batch is a 500 for that batch alone', async () => {
  const real = Buffer.compare
  jest.spyOn(Buffer, 'compare').mockImplementation((a, b) => {
    if (a.length === b.length && a[0] === 77) throw new TypeError('a fault that was planted')
    if (a.length === b.length && a[0] === 78) hub.sql.all('SELECT nothing FROM nowhere', [])
    return real(a, b)
  })
  const planted = [77, 78].map((byte) =>
    batchBody(0, [Uint8Array.of(99, byte)], { kit: `planted-${byte}` }),
  )
  for (const body of planted) await post(hub.ask, body)
  const replies = await Promise.all([...planted, smoke(0, 3)].map((body) => post(hub.ask, body)))
  expect(replies.map(({ status }) => status)).toEqual([500, 500, 200])
})

test('what is asked of a hub that closes is not acknowledged, unless it was stored', async () => {
  const replies = [smoke(0, 3), smoke(0, 3, 'kit-02')].map((body) => post(hub.ask, body))
  hub.close()
  const statuses = (await Promise.all(replies)).map(({ status }) => status)
  hub = testHub(file)
  expect((await kits()).length).toBe(statuses.filter((status) => status === 200).length)
  expect(storeBatches(hub.sql, [])).toEqual([])
})
