import type { NetworkRates, Span } from '../../../host-tools/simulator/faults/kit-faults.ts'
import { Wire } from '../../../host-tools/simulator/faults/wire.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { Exchange, type Outage } from '../../../host-tools/simulator/network.ts'
import { Random } from '../../../host-tools/simulator/random.ts'

const ALWAYS = 1_000
const LATE_S = 100
const COUNT = 200

interface Heard {
  readonly number: number
  readonly status: number
  readonly text: string
  readonly afterMs: number
}

interface Traffic {
  /** Numbers of the requests as the server saw them. */
  readonly served: number[]
  readonly heard: Heard[]
}

/** Sends a request each second under these rates, and lets everything come that comes. */
function send(rates: NetworkRates, outages: Outage[] = [], deaf: Span[] = []): Traffic {
  const kernel = new Kernel()
  const traffic: Traffic = { served: [], heard: [] }
  const server = {
    serve(exchange: Exchange) {
      traffic.served.push(exchange.body[0]!)
      exchange.reply(200, `{"stored":${exchange.body[0]}}`)
    },
  }
  const fault = { fromS: 0, toS: COUNT, lateSMax: LATE_S, ...rates }
  const wire = new Wire(kernel, new Random(1, 2, 3), server, [fault], outages)
  const hears = () =>
    !deaf.some(({ fromS, toS }) => kernel.nowUs >= fromS * 1e6 && kernel.nowUs < toS * 1e6)
  for (let number = 0; number < COUNT; number++) {
    kernel.run(number * 1_000_000)
    const exchange = new Exchange()
    exchange.body = Uint8Array.of(number)
    exchange.timeUs = -1
    const sentMs = kernel.nowUs / 1000
    wire.send(exchange, 0, hears, (status, text) =>
      traffic.heard.push({ number, status, text, afterMs: kernel.nowUs / 1000 - sentMs }),
    )
  }
  kernel.run(1_000 * 1_000_000)
  return traffic
}

const NUMBERS = Array.from({ length: COUNT }, (_, number) => number)
const answered = ({ heard }: Traffic) => heard.filter(({ status }) => status !== 0)
const isSorted = (numbers: readonly number[]) =>
  numbers.every((number, i) => i === 0 || number >= numbers[i - 1]!)

test('without faults every request is served once, in order, and answered within a second', () => {
  const traffic = send({})
  expect(traffic.served).toEqual(NUMBERS)
  expect(traffic.heard.map(({ number }) => number)).toEqual(NUMBERS)
  for (const { status, afterMs } of traffic.heard) {
    expect(status).toBe(200)
    expect(afterMs).toBeLessThan(250)
  }
})

test('a lost request is not served, a lost reply is; most boards time out, the others wait', () => {
  const lost = send({ lostRequestPerMille: ALWAYS })
  expect(lost.served).toEqual([])
  const unheard = send({ lostReplyPerMille: ALWAYS })
  expect(unheard.served).toEqual(NUMBERS)
  for (const { heard } of [lost, unheard]) {
    expect(heard.length).toBeGreaterThan(COUNT / 2)
    expect(heard.length).toBeLessThan(COUNT)
    for (const { status, afterMs } of heard) expect([status, afterMs]).toEqual([0, 10_000])
  }
})

test('a request that is sent twice is served twice, and answered once', () => {
  const traffic = send({ twicePerMille: ALWAYS })
  expect([...traffic.served].sort((a, b) => a - b)).toEqual(NUMBERS.flatMap((n) => [n, n]))
  expect(traffic.heard.length).toBe(COUNT)
})

test('late requests overtake each other, and slow replies too', () => {
  const late = send({ latePerMille: ALWAYS })
  expect(late.served.length).toBe(COUNT)
  expect(isSorted(late.served)).toBe(false)
  const slow = send({ slowPerMille: ALWAYS })
  expect(slow.served).toEqual(NUMBERS)
  const numbers = answered(slow).map(({ number }) => number)
  expect(isSorted(numbers)).toBe(false)
  // Who does not time out hears a reply however late it comes.
  expect(Math.max(...answered(slow).map(({ afterMs }) => afterMs))).toBeGreaterThan(60_000)
})

test('a reply can be heard twice', () => {
  const { heard } = send({ replyTwicePerMille: ALWAYS })
  expect(heard.length).toBe(2 * COUNT)
})

test('what answers for the server never served, and what is garbled was served', () => {
  const strange = send({ serverErrorPerMille: ALWAYS })
  expect(strange.served).toEqual([])
  expect(new Set(answered(strange).map(({ status }) => status)).size).toBeGreaterThan(5)
  for (const { text } of answered(strange)) expect(text).not.toContain('stored')
  const garbled = send({ garbledReplyPerMille: ALWAYS })
  expect(garbled.served).toEqual(NUMBERS)
  for (const { number, text } of answered(garbled)) expect(text).not.toBe(`{"stored":${number}}`)
  expect(answered(garbled).some(({ text }) => /^\{"stored":\d+\}$/.test(text))).toBe(true)
})

test('rates hit about as often as they say, and one of them changes nothing for another', () => {
  const some = send({ twicePerMille: 300 })
  const twice = (traffic: Traffic) =>
    NUMBERS.filter((n) => traffic.served.filter((other) => other === n).length === 2)
  expect(twice(some).length).toBeGreaterThan(40)
  expect(twice(some).length).toBeLessThan(80)
  const both = send({ twicePerMille: 300, slowPerMille: 500 })
  expect(twice(both)).toEqual(twice(some))
})

test('an outage takes what is on its way, and a board without power hears nothing', () => {
  const cut = send({}, [{ kind: 'internet', fromS: 50, toS: 60 }])
  expect(cut.served.filter((number) => number >= 50 && number < 59)).toEqual([])
  expect(cut.served.length).toBeGreaterThanOrEqual(COUNT - 11)
  const away = send({ slowPerMille: ALWAYS }, [], [{ fromS: 100, toS: 5_000 }])
  expect(away.served).toEqual(NUMBERS.slice(0, 100))
  expect(away.heard.length).toBeGreaterThan(20)
  for (const { number, afterMs } of away.heard)
    expect(number * 1_000 + afterMs).toBeLessThanOrEqual(100_000)
})
