/** More kits than the hub can serve at once: it stays small and quick, and nobody is forgotten. */
import { type ClientRequest, request } from 'node:http'
import { join } from 'node:path'
import { type Hub, startHub } from '../../host-tools/hub/hub.ts'
import { IN_PROGRESS_MAX } from '../../host-tools/hub/intake.ts'
import { TURN_BATCHES } from '../../host-tools/hub/pace.ts'
import { testSignal } from '../support/meetkit.ts'
import { scratchFolder } from '../support/scratch.ts'
import { crowdKit, sendCrowd } from './crowd.ts'
import { readDatabase } from './database-reader.ts'
import { type Ask, batchBody, bootRecord, post, smokeRecord } from './fake-kit.ts'
import { startHubProcess } from './hub-process.ts'
import { recordOf } from './sending-kit.ts'

const KITS = Number(process.env['MEETKIT_CROWD_KITS'] ?? 80)
const RECORDS = Number(process.env['MEETKIT_CROWD_RECORDS'] ?? 60)
const BODY_BYTES = 60_000
/** A kit hangs up after this. */
const PATIENCE_S = 30

const folder = scratchFolder()

testSignal(
  `${KITS} kits with ${RECORDS} records each come back at once: all is there, once`,
  async () => {
    const file = join(folder, 'crowd.sqlite')
    const hub = await startHubProcess(file)
    const crowd = await sendCrowd(hub.batches, { kits: KITS, records: RECORDS, secondMs: 1_000 })
    await hub.kill()
    const found = readDatabase(file)
    expect(found.integrity).toBe('ok')
    const expected = Array.from({ length: KITS }, (_, i) => i).flatMap((i) =>
      Array.from({ length: RECORDS }, (_, n) => {
        const { kit, log } = crowdKit(i)
        return `${kit} ${log} ${n} ${Buffer.from(recordOf(i, n)).toString('hex')}`
      }),
    )
    const present = found.records.map(
      ({ kit, log, sequence, bytes }) => `${kit} ${log} ${sequence} ${bytes.toString('hex')}`,
    )
    expect(present.sort()).toEqual(expected.sort())
    expect(
      [...crowd.statuses.keys()].filter((status) => ![200, 429, 503].includes(status)),
    ).toEqual([])
    expect(crowd.latenciesS.at(-1)).toBeLessThan(PATIENCE_S)
    expect(Math.max(...crowd.hungryS)).toBeLessThan(2 * PATIENCE_S)
    expect(crowd.refusalsInRow).toBeLessThan(6)
  },
  120_000,
)

describe('with as many requests open as it takes', () => {
  let hub: Hub
  let nowMs = 0
  let held: ClientRequest[]
  let ask: Ask
  beforeEach(async () => {
    nowMs = 1_000_000
    hub = await startHub({ port: 0, database: ':memory:', clock: () => nowMs })
    ask = (path, init) => fetch(new URL(path, hub.url), { ...init, headers: headersOf(init) })
    held = []
  })
  afterEach(async () => {
    for (const one of held) one.destroy()
    await hub.close()
  })

  const headersOf = (init?: RequestInit) => ({ ...init?.headers, Connection: 'close' })

  /** A kit that sends its headers, half a body and no more; resolves with a refusal's wait. */
  function half(onRefused: (afterS: number, status: number) => void): void {
    const headers = { 'Content-Type': 'application/cbor', 'Content-Length': BODY_BYTES }
    const url = new URL('/api/v1/batches', hub.url)
    const asked = request(url, { method: 'POST', agent: false, headers }, (reply) => {
      onRefused(Number(reply.headers['retry-after']), reply.statusCode!)
      reply.resume()
    })
    asked.on('error', () => {})
    asked.write(Buffer.alloc(BODY_BYTES / 2))
    held.push(asked)
  }

  /** Resolves when `refused` requests were refused beside the ones that fill the hub. */
  function fill(refused: number): Promise<number[]> {
    const waits: number[] = []
    return new Promise((resolve, reject) => {
      for (let i = 0; i < IN_PROGRESS_MAX + refused; i++)
        half((afterS, status) => {
          if (status !== 503) reject(new Error(`status ${status}`))
          waits.push(afterS)
          if (waits.length === refused) resolve(waits)
        })
    })
  }

  const smoke = (i: number) => batchBody(i, [smokeRecord(1_546_300_800 + i * 300, i)])

  test('it refuses without reading, each for another time, and still answers readers', async () => {
    const waits = await fill(200)
    expect(Math.min(...waits)).toBe(2)
    expect(new Set(waits).size).toBeGreaterThan(3)
    const reply = await post(ask, smoke(0))
    expect([reply.status, Number(reply.headers.get('Retry-After'))]).toEqual([503, 6])
    expect(await reply.json()).toEqual({ error: 'not now', reason: expect.any(String) })
    const { kits } = await (await ask('/api/v1/kits')).json()
    expect(kits).toEqual([])
    expect((await ask('/')).status).toBe(200)
  })

  test('it takes turns until the others are back, and then as before', async () => {
    const [afterS] = await fill(1)
    const closed = held.map((one) => new Promise((resolve) => one.once('close', resolve)))
    for (const one of held) one.destroy()
    await Promise.all(closed)
    const statuses: number[] = []
    const sendNext = async () => {
      const reply = await post(ask, smoke(statuses.filter((status) => status === 200).length))
      statuses.push(reply.status)
      return reply
    }
    // The hub hears of the closed connections in its own time.
    while ((await post(ask, batchBody(0, [bootRecord(1)], { kit: 'first' }))).status === 503);
    let reply = await sendNext()
    while (reply.status === 200) reply = await sendNext()
    expect(statuses).toEqual([...Array(TURN_BATCHES).fill(200), 429])
    expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThanOrEqual(2)
    expect((await reply.json()).reason).toContain('kit-01 had its turn')
    nowMs += (afterS! + 300) * 1_000
    for (let i = 0; i < 2 * TURN_BATCHES; i++) expect((await sendNext()).status).toBe(200)
  })
})
