/** What a file says of the battery is what the kit reads and tells the hub. */
import { decode } from 'cborg'
import { NodeEngine } from '../../../host-tools/simulator/engines/node.ts'
import { parseFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { Scenario } from '../../../host-tools/simulator/scenario/scenario.ts'

async function told(battery?: number, faults: readonly object[] = []): Promise<number[]> {
  const file = parseFile({
    version: 1,
    title: 'One kit',
    place: { latitude: 52, longitude: 5 },
    start: '2025-12-31T18:00:00+01:00',
    duration: '10 min',
    world: { layers: [{ layer: 'weather', temperature: 5, dewPoint: 3 }] },
    kits: [
      {
        name: 'a',
        count: 1,
        parts: [{ part: 'BME280' }],
        config: { periodS: 60 },
        ...(battery !== undefined && { battery }),
      },
    ],
    faults,
    expect: [{ expect: 'nothing-lost' }],
  })
  const kit = (await Scenario.open({ file, folder: '.' })).kit(0)
  const seen: number[] = []
  await new NodeEngine().run(kit, 0.2, (body) => {
    seen.push((decode(body) as { battery: number }).battery)
  })
  return seen
}

test.each([
  ['steady power', []],
  ['a kit that resets', [{ fault: 'reset', at: '5 min' }]],
])('%s', async (_name, faults) => {
  expect((await told(3_700, faults))[0]).toBe(3_700)
  const drawn = (await told(undefined, faults))[0]
  expect(drawn).toBeGreaterThanOrEqual(3_950)
  expect(drawn).toBeLessThanOrEqual(4_150)
})
