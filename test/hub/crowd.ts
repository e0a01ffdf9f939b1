/** Many kits that come back from an outage at the same moment, each with a backlog. */
import { Agent } from 'node:http'
import { batchBody } from './fake-kit.ts'
import { postBody, recordOf } from './sending-kit.ts'

const BATCH_RECORDS = 23

export interface CrowdOptions {
  readonly kits: number
  readonly records: number
  /** How long a second of the hub's clock is, in milliseconds. */
  readonly secondMs: number
}

export interface Crowd {
  /** Replies by status. */
  readonly statuses: ReadonlyMap<number, number>
  /** In seconds of the hub's clock, all of them. */
  readonly latenciesS: readonly number[]
  /** For each kit: longest time without an acknowledged batch, and when it was done. */
  readonly hungryS: readonly number[]
  readonly doneS: readonly number[]
  /** Most refusals in a row that a kit met. */
  readonly refusalsInRow: number
}

export const crowdKit = (i: number) => ({ kit: `crowd-${i}`, log: 5_000 + i })

function bodiesOf(i: number, records: number): Uint8Array[] {
  const bodies: Uint8Array[] = []
  for (let first = 0; first < records; first += BATCH_RECORDS) {
    const count = Math.min(BATCH_RECORDS, records - first)
    const batch = Array.from({ length: count }, (_, j) => recordOf(i, first + j))
    bodies.push(batchBody(first, batch, crowdKit(i)))
  }
  return bodies
}

/** Resolves when every kit has delivered everything; a status that is not expected rejects. */
export async function sendCrowd(url: URL, options: CrowdOptions): Promise<Crowd> {
  const { kits, secondMs } = options
  const agent = new Agent({ keepAlive: true, maxSockets: kits })
  const statuses = new Map<number, number>()
  const latenciesS: number[] = []
  // Made before: it takes longer than sending, and would be counted as the hub's.
  const bodies = Array.from({ length: kits }, (_, i) => bodiesOf(i, options.records))
  const beganMs = performance.now()
  const sinceS = (ms: number) => (performance.now() - ms) / secondMs
  const one = async (i: number) => {
    let [next, hungryS, fedMs, inRow, inRowMax] = [0, 0, beganMs, 0, 0]
    while (next < bodies[i]!.length) {
      const sentMs = performance.now()
      const reply = await postBody(url, agent, bodies[i]![next]!)
      latenciesS.push(sinceS(sentMs))
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
      if (reply.status === 200) {
        next++
        hungryS = Math.max(hungryS, sinceS(fedMs))
        fedMs = performance.now()
        inRow = 0
        continue
      }
      const pauseS = reply.retryAfterS
      if (pauseS === undefined) throw new Error(`${reply.status}: ${reply.text}`)
      inRowMax = Math.max(inRowMax, ++inRow)
      await new Promise((resolve) => setTimeout(resolve, pauseS * secondMs))
    }
    return { hungryS, doneS: sinceS(beganMs), inRowMax }
  }
  const ends = await Promise.all(Array.from({ length: kits }, (_, i) => one(i)))
  agent.destroy()
  return {
    statuses,
    latenciesS: latenciesS.sort((a, b) => a - b),
    hungryS: ends.map(({ hungryS }) => hungryS),
    doneS: ends.map(({ doneS }) => doneS).sort((a, b) => a - b),
    refusalsInRow: Math.max(...ends.map(({ inRowMax }) => inRowMax)),
  }
}
