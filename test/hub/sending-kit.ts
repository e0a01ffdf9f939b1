/**
 * A kit that sends its log over real sockets, and remembers what it sent and what was acknowledged.
 * It trusts nothing: it sends again, in other batches, out of order and twice at once.
 */
import { Agent, type ClientRequest, request } from 'node:http'
import {
  averageRecord,
  batchBody,
  bootRecord,
  clockRecord,
  EVENING_S,
  PERIOD_S,
  type RecordBytes,
} from './fake-kit.ts'
import type { Random } from './seeded.ts'

const BATCH_RECORDS = 23
/** Of a boot: first what it is, then periods without time, then the clock, then periods with it. */
const BOOT_RECORDS = 40
const EARLY_RECORDS = 9

export interface Reply {
  readonly status: number
  readonly text: string
  readonly retryAfterS: number | undefined
}

/** Record `n` of a kit's log, always the same; no two of them are alike. */
export function recordOf(kit: number, n: number): RecordBytes {
  const boot = 1 + Math.floor(n / BOOT_RECORDS)
  const at = n % BOOT_RECORDS
  const bootS = EVENING_S + boot * BOOT_RECORDS * PERIOD_S + kit
  if (at === 0) return bootRecord(boot)
  if (at === EARLY_RECORDS + 1) return clockRecord(boot, at * 300_000, (bootS + at * 300) * 1000)
  const clockKnown = at > EARLY_RECORDS
  const channels = [1, 2, 3].map((quantity) => ({ quantity, mean: (n * 7 + kit) % 5_000 }))
  const startS = clockKnown ? bootS + at * PERIOD_S : at * PERIOD_S
  return averageRecord(startS, channels, { bootId: boot, clockKnown })
}

/** Posts one body; `onSent` hears when all of it, or the part to be sent, is with the system. */
export function postBody(
  url: URL,
  agent: Agent,
  body: Uint8Array,
  onSent: (asked: ClientRequest) => void = () => {},
  part = body.length,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/cbor', 'Content-Length': body.length }
    const asked = request(url, { method: 'POST', agent, headers }, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (more) => {
        text += more
      })
      reply.on('error', reject)
      const after = reply.headers['retry-after']
      const retryAfterS = after === undefined ? undefined : Number(after)
      reply.on('end', () => resolve({ status: reply.statusCode!, text, retryAfterS }))
    })
    asked.on('error', reject)
    if (part < body.length) asked.write(body.subarray(0, part), () => onSent(asked))
    else asked.end(body, () => onSent(asked))
  })
}

export class SendingKit {
  readonly id: string
  readonly log: number
  /** Every number below this was sent, perhaps in vain. */
  sent = 0
  /** Every number below this was acknowledged. */
  acknowledged = 0
  private readonly number: number
  private readonly random: Random
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 })

  constructor(number: number, random: Random) {
    this.number = number
    this.id = `kit-${number}`
    this.log = 1_000 + number
    this.random = random
  }

  /** Sends what comes next, the ways a kit and a network may; how many replies came. */
  async turn(url: URL): Promise<number> {
    const first = this.acknowledged
    const count = 1 + this.random(BATCH_RECORDS)
    const ways: [number, number][] = [[first, count]]
    const way = this.random(4)
    if (way === 0) ways.unshift([first, count])
    if (way === 1) ways.unshift([first + Math.ceil(count / 2), count])
    if (way === 2) ways.push([Math.max(0, first - this.random(30)), count])
    const replies = await Promise.allSettled(ways.map(([from, n]) => this.post(url, from, n)))
    return replies.filter(({ status }) => status === 'fulfilled').length
  }

  /** A batch of which only half leaves, or all without a reply being waited for. */
  leave(url: URL, whole: boolean): Promise<void> {
    const body = this.body(this.acknowledged, BATCH_RECORDS)
    const part = whole ? body.length : Math.floor(body.length / 2)
    return new Promise((resolve) => {
      // What becomes of it is not this kit's to know: that is the point.
      postBody(url, this.agent, body, () => resolve(), part).catch(() => {})
    })
  }

  close(): void {
    this.agent.destroy()
  }

  private async post(url: URL, first: number, count: number): Promise<void> {
    const { status, text } = await postBody(url, this.agent, this.body(first, count))
    if (status !== 200) throw new Error(`${this.id} got ${status}: ${text}`)
    const last = first + count - 1
    if (JSON.parse(text).stored !== last) throw new Error(`${this.id}: ${text} for ${last}`)
    // A later batch may be acknowledged first: only what joins on counts as "all below".
    if (first <= this.acknowledged) this.acknowledged = Math.max(this.acknowledged, last + 1)
  }

  private body(first: number, count: number): Uint8Array {
    this.sent = Math.max(this.sent, first + count)
    const records = Array.from({ length: count }, (_, i) => recordOf(this.number, first + i))
    return batchBody(first, records, { kit: this.id, log: this.log })
  }
}
