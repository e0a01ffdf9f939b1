/** Simulated kits against a broker: topics, payloads, and what counts as taken over. */

import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { decode } from 'cborg'
import { REPLY_LIMIT_MS } from '../../../host-tools/simulator/live/real-server.ts'
import { Broker, type Published } from '../../support/broker.ts'
import { liveScenario, outcomesOf, play } from './live-play.ts'

const CONNACK = Buffer.from([0x20, 2, 0, 0])
const NOT_AUTHORIZED = Buffer.from([0x20, 2, 0, 5])

interface Batch {
  readonly kit: string
  readonly first: number
  readonly records: readonly Uint8Array[]
}

const batchOf = ({ payload }: Published) => decode(payload) as Batch

/** Numbers of the records of a kit that came, each once. */
function numbersOf(published: readonly Published[], kit: string): number[] {
  const batches = published.map(batchOf).filter((batch) => batch.kit === kit)
  const numbers = batches.flatMap(({ first, records }) => records.map((_, i) => first + i))
  return [...new Set(numbers)].sort((a, b) => a - b)
}

function expectWhole(published: readonly Published[], kits: readonly { id: string }[]): void {
  for (const { id } of kits) {
    const numbers = numbersOf(published, id)
    expect(numbers.length).toBeGreaterThan(25)
    expect(numbers).toEqual(numbers.map((_, i) => i))
  }
}

describe('a broker that is there', () => {
  let broker: Broker
  beforeAll(async () => {
    broker = await Broker.start()
  })
  afterAll(() => broker.close())

  const addressOf = (topic: string) => `mqtt://127.0.0.1:${broker.port}${topic}`

  test('each batch is a message under the kit’s name, with QoS 1', async () => {
    const result = await play(addressOf('/town/air/'))
    const published = broker.published.splice(0)
    expect(published).toHaveLength(result.totals.uploads)
    for (const message of published) {
      const { kit } = batchOf(message)
      expect(message).toMatchObject({
        topic: `town/air/${kit}/batches`,
        qos: 1,
        retain: false,
      })
    }
    expectWhole(published, result.kits)
    const { kits, totals } = result
    expect(kits.map(({ id }) => numbersOf(published, id).length)).toEqual(
      kits.map(({ delivered }) => delivered),
    )
    expect(outcomesOf(result)).toEqual(['met', 'met'])
    expect(totals).toMatchObject({ lost: 0, duplicates: 0 })
    expect(totals.delivered + totals.backlog).toBe(totals.records)
  })

  test('without a topic it is meetkit; a line that breaks costs nothing', async () => {
    broker.onPublished = (number) => {
      if (number === 5 || number === 20) broker.hangUp()
    }
    const result = await play(addressOf(''))
    const published = broker.published.splice(0)
    const topics = new Set(published.map(({ topic }) => topic))
    expect(topics).toEqual(new Set(['meetkit/kit-01/batches', 'meetkit/kit-02/batches']))
    expectWhole(published, result.kits)
    expect(outcomesOf(result)).toEqual(['met', 'met'])
    const { delivered, backlog, records, lost } = result.totals
    expect([delivered + backlog, lost]).toEqual([records, 0])
  })
})

describe('a broker that is none, or not for us', () => {
  let server: Server | undefined
  const sockets = new Set<Socket>()
  afterEach(() => {
    for (const socket of sockets) socket.destroy()
    server?.close()
    jest.restoreAllMocks()
  })

  async function listen(onData: (socket: Socket, data: Buffer) => void): Promise<string> {
    server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {}).on('data', (data) => onData(socket, data))
    })
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
    return `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}/x`
  }

  test.each([
    ['refuses', (socket: Socket) => socket.write(NOT_AUTHORIZED), /Not authorized/],
    [
      'speaks HTTP',
      (socket: Socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /Invalid/,
    ],
    ['hangs up', (socket: Socket) => socket.destroy(), /connect/i],
  ])('one that %s is told with its address', async (_, onData, reason) => {
    const address = await listen((socket) => void onData(socket))
    const message = await play(address).then(
      () => 'none',
      (error: Error) => error.message,
    )
    expect(message.startsWith(`--target ${address}: `)).toBe(true)
    expect(message).toMatch(reason)
  })

  test('nobody at all is told, with what to do', async () => {
    const address = await listen(() => {})
    server!.close()
    await expect(play(address)).rejects.toThrow(/ECONNREFUSED .*; start the broker first$/)
  })

  test('one that never acknowledges: the run ends, and nothing counts as delivered', async () => {
    const waits: number[] = []
    const sleep = setTimeout
    const soon = (callback: () => void, ms = 0, ...rest: never[]) => {
      if (ms === REPLY_LIMIT_MS) waits.push(ms)
      return sleep(callback, ms === REPLY_LIMIT_MS ? 1 : ms, ...rest)
    }
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(soon as typeof setTimeout)
    const address = await listen((socket, data) => {
      if (data[0] === 0x10) socket.write(CONNACK)
    })
    const late = { expect: 'delivered-within', time: '20 min' }
    const result = await play(address, { file: liveScenario({ expect: [late] }) })
    const { records, delivered, backlog, lost, uploads } = result.totals
    expect([delivered, backlog, lost]).toEqual([0, records, 0])
    expect(outcomesOf(result)).toEqual(['failed'])
    expect(waits).toHaveLength(uploads)
    expect(uploads).toBeGreaterThan(5)
  })
})
