/** Two hubs of one kit are two: what one lacks is not made good by the other. */
import { encode } from 'cborg'
import { ScenarioRun } from '../../../host-tools/simulator/run/run-scenario.ts'
import { parseFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { HubEvidence } from '../../../host-tools/simulator/verdict/hub-evidence.ts'

const FILE = parseFile({
  version: 1,
  title: 'Two hubs, one of which is down for longer than the log lasts',
  place: { latitude: 52, longitude: 5 },
  start: '2025-12-31T18:00:00+01:00',
  duration: '3 h',
  world: { layers: [{ layer: 'background', pm25: 8, pm10: 14 }] },
  kits: [
    {
      name: 'a',
      count: 1,
      parts: [{ part: 'SDS011' }],
      flash: { blocks: 4, blockLength: 1_024 },
      config: {
        periodS: 30,
        targets: [{ kind: 'hub' }, { kind: 'hub', url: 'http://other.invalid/' }],
      },
    },
  ],
  faults: [{ fault: 'failing-target', target: 2 }],
  expect: [
    { expect: 'nothing-lost' },
    { expect: 'all-counted' },
    { expect: 'delivered-within', time: '5 min' },
    { expect: 'nothing-invented' },
  ],
})

test('each hub is judged by what it has', async () => {
  const run = await ScenarioRun.open({ file: FILE, folder: '.' }, { engine: 'node', workers: 0 })
  const { verdicts, kits, totals } = await run.run()
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(['failed', 'met', 'failed', 'met'])
  expect(kits[0]!.findings[0]).toMatchObject({
    words: { en: expect.stringMatching(/^\d{3} durable records never reached the hub/) },
  })
  // The table tells of the first.
  expect(totals.lost).toBe(0)
})

describe('a hub', () => {
  const record = Uint8Array.of(2, 1, 0, 1)
  const batch = (change: object) =>
    encode({ log: 7, first: 0, dropped: 0, records: [record], ...change })

  test.each([
    [{ records: [5] }],
    [{ records: 'none' }],
    [{ log: 1.5 }],
    [{ first: -3 }],
    [{ dropped: -1 }],
    [{ log: undefined }],
  ])('takes no body with %j', (change) => {
    const hub = new HubEvidence()
    hub.arrival(batch(change), 1_000)
    expect(hub.held).toEqual([])
    expect(hub.wrong).toEqual({ what: 'garbage', number: -1, atMs: 1_000 })
  })

  test.each([[new Uint8Array(0)], [encode(null)], [encode([1])], [Uint8Array.of(0xff)]])(
    'takes no body that is no map',
    (body) => {
      const hub = new HubEvidence()
      hub.arrival(body, 1_000)
      expect(hub.wrong?.what).toBe('garbage')
    },
  )

  test('notices a record that comes again and is another', () => {
    const hub = new HubEvidence()
    hub.arrival(batch({}), 1_000)
    hub.arrival(batch({}), 2_000)
    expect([hub.duplicates, hub.wrong]).toEqual([1, undefined])
    hub.arrival(batch({ records: [Uint8Array.of(2, 1, 0, 2)] }), 3_000)
    expect(hub.wrong).toEqual({ what: 'conflict', number: 0, atMs: 3_000 })
    expect(hub.held).toHaveLength(1)
  })

  test('counts what is told of a log, whichever body comes last', () => {
    const hub = new HubEvidence()
    hub.arrival(batch({ first: 9, dropped: 5 }), 1_000)
    hub.arrival(batch({ first: 1 }), 2_000)
    hub.arrival(batch({ log: 8, dropped: 2 }), 3_000)
    expect([hub.dropped(7), hub.dropped(8), hub.dropped(9)]).toEqual([5, 2, 0])
  })
})
