/** Simulated kits against a real hub over loopback: each record is there, once. */
import { type Hub, startHub } from '../../../host-tools/hub/hub.ts'
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { ScenarioRun } from '../../../host-tools/simulator/run/run-scenario.ts'
import type { ScenarioFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { liveScenario, outcomesOf, play } from './live-play.ts'

let hub: Hub
beforeEach(async () => {
  hub = await startHub({ port: 0, database: ':memory:' })
})
afterEach(() => hub.close())

const ask = async (path: string) => (await fetch(`${hub.url}api/v1/${path}`)).json()

interface AverageRow {
  readonly kit: string
  readonly log: number
  readonly sequence: number
  readonly channel: number
}

/** The hub holds what the result says that was delivered, each record once, with none missing. */
async function expectAtHub({ kits }: ScenarioResult): Promise<void> {
  const known: { id: string; records: number; missing: number; dropped: number }[] = (
    await ask('kits')
  ).kits
  const told = kits.map(({ id, delivered }) => ({ id, records: delivered, missing: 0, dropped: 0 }))
  expect(known).toMatchObject(told)
  const rows: AverageRow[] = await ask('records')
  const keys = rows.map(({ kit, log, sequence, channel }) => [kit, log, sequence, channel].join())
  expect(new Set(keys).size).toBe(rows.length)
  for (const { id, delivered } of kits) {
    const averages = new Set(rows.filter(({ kit }) => kit === id).map(({ sequence }) => sequence))
    expect(averages.size).toBeLessThanOrEqual(delivered)
    expect(averages.size).toBeGreaterThan(20)
  }
}

async function simulated(file: ScenarioFile): Promise<ScenarioResult> {
  const run = await ScenarioRun.open({ file, folder: '.' }, { engine: 'node', workers: 0 })
  return run.run()
}

test('all records of a quiet night are there, in the bytes that a simulated hub gets', async () => {
  const result = await play(hub.url)
  expect(outcomesOf(result)).toEqual(['met', 'met'])
  expect(result.totals).toMatchObject({ lost: 0, duplicates: 0 })
  expect(result.totals.delivered + result.totals.backlog).toBe(result.totals.records)
  expect(result.totals.backlog).toBeLessThan(4)
  await expectAtHub(result)
  const inside = await simulated(liveScenario())
  expect(result.hash).toBe(inside.hash)
  // Waiting for an answer is an event too.
  const same = ({ kits }: ScenarioResult) => kits.map(({ events: _events, ...kit }) => kit)
  expect(same(result)).toEqual(same(inside))
})

test('through power cuts and a network that loses and doubles, still each once', async () => {
  const file = liveScenario({
    faults: [
      { fault: 'power-cut', perDay: 300, inFlash: 1 },
      { fault: 'bad-network', lostReplies: '30 %', lostRequests: '20 %', doubledRequests: '40 %' },
    ],
  })
  const result = await play(hub.url, { file })
  expect(outcomesOf(result)).toEqual(['met', 'met'])
  expect(result.totals.powerLosses).toBeGreaterThan(2)
  expect(result.totals.duplicates).toBeGreaterThan(5)
  await expectAtHub(result)
  expect(result.hash).toBe((await simulated(file)).hash)
})

test('a hub that is closed half way costs nothing: the rest waits in the kits', async () => {
  let closed: Promise<void> | undefined
  const onStep = (timeMs: number, endMs: number) => {
    if (timeMs > endMs / 2) closed ??= hub.close()
    return true
  }
  const expected = [{ expect: 'nothing-lost' }, { expect: 'backlog-below', records: 10 }]
  const result = await play(hub.url, { file: liveScenario({ expect: expected }), onStep })
  await closed
  expect(outcomesOf(result)).toEqual(['met', 'failed'])
  const { records, delivered, backlog, lost } = result.totals
  expect([delivered + backlog, lost]).toEqual([records, 0])
  expect(delivered).toBeGreaterThan(20)
  expect(backlog).toBeGreaterThan(20)
})
