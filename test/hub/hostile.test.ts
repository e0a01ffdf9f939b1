/** Bodies that no kit would send, by the thousand, over real sockets. */
import { Agent, request } from 'node:http'
import { type Hub, startHub } from '../../host-tools/hub/hub.ts'
import { averageRecord, batchBody, bootRecord, clockRecord, EVENING_S } from './fake-kit.ts'
import { seeded } from './seeded.ts'

const BODIES = Number(process.env['MEETKIT_HOSTILE_BODIES'] ?? 3_000)
const AT_ONCE = 16
const TURNS_TO_CLOSE = 20
const KNOWN = [200, 400, 409, 413, 415, 422]

const GOOD = [
  batchBody(0, [bootRecord(1), clockRecord(1, 5_000, EVENING_S * 1000)], { kit: 'good' }),
  batchBody(2, [averageRecord(EVENING_S, [{ quantity: 1, mean: 5 }, { quantity: 2 }])]),
  batchBody(9, [averageRecord(60, [{ quantity: 3, mean: -200 }], { clockKnown: false })]),
]

function randomBody(random: (below: number) => number): Uint8Array {
  const body = Uint8Array.from({ length: random(200) }, () => random(256))
  // Most random bytes fail at the first one; let half of them begin as a map would.
  if (body.length > 0 && random(2) === 0) body[0] = 0xa0 + random(12)
  return body
}

/** A good batch with bits flipped, bytes replaced, cut off, doubled or put in. */
function mutatedBody(random: (below: number) => number): Uint8Array {
  const bytes = [...GOOD[random(GOOD.length)]!]
  for (let times = 1 + random(3); times > 0; times--) {
    const at = random(bytes.length)
    const way = random(5)
    if (way === 0) bytes[at]! ^= 1 << random(8)
    else if (way === 1) bytes[at] = random(256)
    else if (way === 2) bytes.splice(at, 1 + random(8))
    else if (way === 3) bytes.splice(at, 0, ...bytes.slice(at, at + 1 + random(20)))
    else bytes.splice(at, 0, random(256))
    if (bytes.length === 0) bytes.push(random(256))
  }
  return Uint8Array.from(bytes)
}

/** Records of random bytes in a batch that is well-formed. */
function foulRecords(random: (below: number) => number): Uint8Array {
  const record = () => {
    const bytes = Uint8Array.from({ length: 1 + random(60) }, () => random(256))
    bytes[0] = random(6)
    return bytes
  }
  return batchBody(random(50), Array.from({ length: 1 + random(3) }, record), { kit: 'foul' })
}

const KINDS = [randomBody, mutatedBody, mutatedBody, foulRecords]

/** With its length said before, or in chunks. */
function send(
  hub: Hub,
  agent: Agent,
  body: Uint8Array,
  chunked = false,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const framing = chunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': body.length }
    const headers = { 'Content-Type': 'application/cbor', ...framing }
    const url = new URL('/api/v1/batches', hub.url)
    const asked = request(url, { method: 'POST', agent, headers }, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (part) => {
        text += part
      })
      reply.on('end', () => resolve({ status: reply.statusCode!, text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

describe(`${BODIES} hostile bodies`, () => {
  let hub: Hub
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  beforeAll(async () => {
    hub = await startHub({ port: 0, database: ':memory:', now: () => EVENING_S * 1000 })
  })
  afterAll(() => hub.close())

  test('are each answered with a reason, and never with an error of the hub', async () => {
    const random = seeded(20_181_231)
    const statuses = new Map<number, number>()
    const odd: string[] = []
    let left = BODIES
    const worker = async () => {
      while (left-- > 0) {
        const body = KINDS[random(KINDS.length)]!(random)
        const { status, text } = await send(hub, agent, body, random(8) === 0)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const keys = Object.keys(JSON.parse(text)).join()
        if (keys !== (status === 200 ? 'stored' : 'error,reason')) odd.push(text)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    expect(odd).toEqual([])
    expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(BODIES)
    for (const status of statuses.keys()) expect(KNOWN).toContain(status)
    expect(statuses.get(400)).toBeGreaterThan(BODIES / 4)
    expect(statuses.get(422)).toBeGreaterThan(BODIES / 10)
  })

  test('may come in chunks, whose length nobody says before', async () => {
    const body = batchBody(0, [bootRecord(1)], { kit: 'chunked' })
    expect(await send(hub, agent, body, true)).toEqual({ status: 200, text: '{"stored":0}' })
    expect((await send(hub, agent, new Uint8Array(0), true)).status).toBe(400)
    expect((await send(hub, agent, new Uint8Array(70_000), true)).status).toBe(413)
    expect((await send(hub, agent, new Uint8Array(70_000))).status).toBe(413)
  })

  test('leave a hub that still works', async () => {
    const fresh = batchBody(0, [bootRecord(1)], { kit: 'afterwards' })
    expect(await send(hub, agent, fresh)).toEqual({ status: 200, text: '{"stored":0}' })
    for (const path of ['kits', 'records', 'records?format=csv', 'series']) {
      const headers = { Connection: 'close' }
      const reply = await fetch(new URL(`/api/v1/${path}`, hub.url), { headers })
      expect(reply.status).toBe(200)
      expect((await reply.text()).length).toBeGreaterThan(0)
    }
  })

  test('leave nothing open', async () => {
    agent.destroy()
    await hub.close()
    // Handles are let go one turn of the loop after they were closed.
    for (let turn = 0; turn < TURNS_TO_CLOSE; turn++) await new Promise(setImmediate)
    const left = process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'))
    expect(left).toEqual([])
  })
})
