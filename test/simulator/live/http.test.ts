/**
 * Simulated kits against servers of HTTP: what a database of lines is sent, what a bad day costs,
 * and servers that refuse, hang, end in the middle or talk nonsense: the run ends and says so.
 */
import type { ServerResponse } from 'node:http'
import { decode } from 'cborg'
import { REPLY_LIMIT_MS } from '../../../host-tools/simulator/live/real-server.ts'
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { HttpDouble } from '../../support/http-double.ts'
import { liveScenario, outcomesOf, PERIOD_S, play } from './live-play.ts'

const TOKEN = 'Token of-a-bucket=='
const FIELD = /^(temperature|humidity|pressure)(_(n|flags)=\d+i|(_min|_max|_sd)?=-?\d+(\.\d\d)?)$/

interface Point {
  readonly kit: string
  readonly timeS: number
}

/** Throws for what is no line of InfluxDB's protocol as the firmware's target is documented. */
function pointOf(line: string): Point {
  const match = /^meetkit,kit=(kit-0[12]),part=BME280 (\S+) (\d{10})$/.exec(line)
  if (match === null) throw new Error(`no line: ${line}`)
  const fields = match[2]!.split(',')
  expect(fields.length).toBeGreaterThanOrEqual(6)
  expect(fields.filter((field) => !FIELD.test(field))).toEqual([])
  expect(new Set(fields.map((field) => field.split('=')[0])).size).toBe(fields.length)
  return { kit: match[1]!, timeS: Number(match[3]) }
}

let double: HttpDouble | undefined
afterEach(async () => {
  jest.restoreAllMocks()
  await double?.close()
})

const take = (response: ServerResponse) => void response.writeHead(204).end()

/** Of each kit the times of its points, each once, in order. */
function timesOf(bodies: readonly Buffer[]): number[][] {
  const points = bodies.flatMap((body) => {
    const text = body.toString('latin1')
    expect(text.endsWith('\n')).toBe(true)
    return text.slice(0, -1).split('\n').map(pointOf)
  })
  return ['kit-01', 'kit-02'].map((name) => {
    const times = points.filter(({ kit }) => kit === name).map(({ timeS }) => timeS)
    return [...new Set(times)].sort((a, b) => a - b)
  })
}

/** From the first full period to the last, none is missing. */
function expectEveryPeriod(times: readonly number[]): void {
  expect(times.length).toBeGreaterThan(26)
  const full = times.filter((timeS) => timeS % PERIOD_S === 0)
  expect(full.length).toBeGreaterThan(25)
  expect(full).toEqual(full.map((_, i) => full[0]! + i * PERIOD_S))
}

test('path, headers and lines are as the database wants them, and none is missing', async () => {
  double = await HttpDouble.start(take)
  const path = '/api/v2/write?org=town&bucket=air'
  const result = await play(`${double.url}${path}`, { authorization: TOKEN })
  expect(outcomesOf(result)[0]).toBe('met')
  expect(result.totals).toMatchObject({ lost: 0, uploads: double.posts.length })
  const heads = double.posts.map(({ path: asked, headers }) =>
    [asked, headers.authorization, headers['content-type']].join(' | '),
  )
  const wanted = `${path}&precision=s | ${TOKEN} | text/plain; charset=utf-8`
  expect(new Set(heads)).toEqual(new Set([wanted]))
  for (const times of timesOf(double.posts.map(({ body }) => body))) expectEveryPeriod(times)
})

test('what fails or breaks off is sent again, and nothing is lost', async () => {
  const taken: Buffer[] = []
  double = await HttpDouble.start((response, number, { body }) => {
    const fate = number % 5
    if (fate === 0) response.writeHead(503).end('busy')
    else if (fate === 1) response.socket!.destroy()
    else if (fate === 2) {
      // It has the points; the kit will not know.
      taken.push(body)
      response.socket!.resetAndDestroy()
    } else {
      taken.push(body)
      take(response)
    }
  })
  const result = await play(`${double.url}/write?db=air`)
  expect(outcomesOf(result)[0]).toBe('met')
  for (const times of timesOf(taken)) expectEveryPeriod(times)
  const { records, delivered, backlog, lost } = result.totals
  expect([delivered + backlog, lost]).toEqual([records, 0])
})

test('Retry-After is kept to, in simulated time; without a secret none is sent', async () => {
  let nowMs = 0
  const askedMs: Record<string, number[]> = { 'kit-01': [], 'kit-02': [] }
  double = await HttpDouble.start((response, _number, { body }) => {
    const times = askedMs[/kit=([\w-]+)/.exec(body.toString('latin1'))![1]!]!
    times.push(nowMs)
    if (times.length === 1) response.writeHead(503, { 'Retry-After': '180' }).end()
    else take(response)
  })
  await play(`${double.url}/write?db=air`, {
    onStep: (timeMs) => {
      nowMs = timeMs
      return true
    },
  })
  for (const [first, second] of Object.values(askedMs)) {
    expect(second! - first!).toBeGreaterThanOrEqual(179_000)
    expect(second! - first!).toBeLessThan(200_000)
  }
  for (const { path, headers } of double.posts) {
    expect(path).toBe('/write?db=air&precision=s')
    expect(headers).not.toHaveProperty('authorization')
  }
})

const HALF_AN_HOUR_S = 1_800
/** Each try waits twice as long as the one before, from 2.5 s on: of one kit. */
const TRIES_MAX = 14

const FILE = liveScenario({
  expect: [{ expect: 'nothing-lost' }, { expect: 'delivered-within', time: '10 min' }],
})

/** Nothing came through, all is still there, and it was not tried without end. */
function expectAllWaits({ totals, heading, ...result }: ScenarioResult): void {
  const { records, delivered, backlog, lost, uploads } = totals
  expect([delivered, backlog, lost]).toEqual([0, records, 0])
  expect(outcomesOf({ totals, heading, ...result })).toEqual(['met', 'failed'])
  expect(heading.endS).toBe(HALF_AN_HOUR_S)
  expect(uploads).toBeGreaterThan(6)
  expect(uploads).toBeLessThanOrEqual(2 * TRIES_MAX)
  const words = result.kits.map(({ findings }) => findings[1])
  for (const finding of words)
    expect(finding).toMatchObject({
      words: { en: expect.stringMatching(/^no .* arrived; \d+ .*wait in the kit$/) },
    })
}

test.each<[string, (response: ServerResponse) => void]>([
  ['refuses with 401', (response) => response.writeHead(401).end('who are you?')],
  ['knows no such path', (response) => response.writeHead(404).end()],
  ['answers what is no HTTP', (response) => response.socket!.end('SSH-2.0-OpenSSH_9.6\r\n')],
  [
    'breaks off within its answer',
    (response) => {
      response.writeHead(200, { 'Content-Length': '1000' }).write('{"stored":')
      response.socket!.destroySoon()
    },
  ],
  [
    'answers with a head without end',
    (response) => {
      response.writeHead(200, { 'X-Long': 'x'.repeat(40_000) }).end('{"stored":5}')
    },
  ],
])('one that %s', async (_, answer) => {
  double = await HttpDouble.start(answer)
  const result = await play(double.url, { file: FILE })
  expectAllWaits(result)
  expect(double.posts).toHaveLength(result.totals.uploads)
})

test('one that hangs is given up after the limit', async () => {
  const limits: number[] = []
  let giveUp = new AbortController()
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    limits.push(ms)
    giveUp = new AbortController()
    return giveUp.signal
  })
  // The double stands for the 30 s: it has the request, and they are over.
  double = await HttpDouble.start(() => giveUp.abort())
  const file = { ...FILE, kits: FILE.kits.map((group) => ({ ...group, count: 1 })) }
  const { totals } = await play(double.url, { file })
  expect([totals.delivered, totals.lost]).toEqual([0, 0])
  expect(totals.backlog).toBe(totals.records)
  expect(totals.uploads).toBeGreaterThan(3)
  // The first is the knock before the run.
  expect(limits).toEqual([5_000, ...new Array(totals.uploads).fill(REPLY_LIMIT_MS)])
})

test('one that hangs within its answer is given up as well', async () => {
  let giveUp = new AbortController()
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    giveUp = new AbortController()
    return giveUp.signal
  })
  double = await HttpDouble.start((response) => {
    response.writeHead(200).write('{"stored":', () => giveUp.abort())
  })
  const file = { ...FILE, kits: FILE.kits.map((group) => ({ ...group, count: 1 })) }
  const { totals } = await play(double.url, { file })
  expect([totals.delivered, totals.backlog, totals.lost]).toEqual([0, totals.records, 0])
})

test('a server of whom half of the answers are lost gets everything in the end', async () => {
  double = await HttpDouble.start((response, number, { body }) => {
    if (number % 2 === 0) response.writeHead(502).end('<html>')
    else {
      const { first, records } = decode(body) as { first: number; records: unknown[] }
      response.end(JSON.stringify({ stored: first + records.length - 1 }))
    }
  })
  const { totals } = await play(double.url)
  expect(totals.delivered + totals.backlog).toBe(totals.records)
  expect(totals.lost).toBe(0)
  expect(totals.backlog).toBeLessThan(20)
})

test('it can be stopped: what was done until then is told', async () => {
  double = await HttpDouble.start((response) => void response.writeHead(503).end())
  const times: number[] = []
  const onStep = (timeMs: number) => {
    times.push(timeMs)
    return timeMs < 300_000
  }
  const { totals } = await play(double.url, { onStep })
  expect(times.slice(0, 3)).toEqual([0, 1_000, 2_000])
  expect(times.at(-1)).toBe(300_000)
  expect(totals.records).toBeGreaterThan(6)
  expect(totals.records).toBeLessThan(20)
})
