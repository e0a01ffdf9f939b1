import { createHash } from 'node:crypto'
import { decode } from 'cborg'
import { readRecord } from '../../device/payload/record-reader.ts'
import { PM2_5 } from '../../device/quantities.ts'
import type { Sds011Unit } from '../../host-tools/simulator/chips/sds011-chip.ts'
import { NodeEngine } from '../../host-tools/simulator/engines/node.ts'
import type { FleetKit } from '../../host-tools/simulator/scenario/fleet.ts'
import { MUENSTER_NIGHT_UTC_MS } from '../../host-tools/simulator/scenario/muenster-night.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'

const OPTIONS = { kits: 4, hours: 8, seed: 1, periodS: 300, hubUrl: 'http://hub.invalid/' }

async function run(
  options: Partial<typeof OPTIONS>,
  change: (kit: FleetKit) => FleetKit = (kit) => kit,
) {
  const all = { ...OPTIONS, ...options }
  const hash = createHash('sha256')
  const engine = new NodeEngine()
  const sum = { records: 0, delivered: 0, backlog: 0, lost: 0, uploads: 0 }
  for (const kit of nightFleet(all).map(change)) {
    const { report } = await engine.run(kit, all.hours, (body) => {
      sum.uploads++
      hash.update(body)
    })
    for (const name of ['records', 'delivered', 'backlog', 'lost'] as const)
      sum[name] += report[name]
  }
  return { ...sum, hash: hash.digest('hex') }
}

test('the same seed gives the same bytes, another seed others', async () => {
  const [first, again, other] = [await run({}), await run({}), await run({ seed: 2 })]
  expect(again).toEqual(first)
  expect(other.hash).not.toBe(first.hash)
})

test('a run ends with its last millisecond, also where hours are no exact fraction', async () => {
  const kit = nightFleet(OPTIONS)[0]!
  // With power at 0.65 s, the firmware has a turn in each whole second; 0.29 h are 1,044 of them.
  const setup = { ...kit.setup, powerOnMs: 650 }
  const events = async (hours: number) =>
    (await new NodeEngine().run({ ...kit, setup }, hours, () => {})).report.events
  expect(0.29 * 3_600_000).toBeLessThan(1_044_000)
  expect(await events(0.29)).toBe(await events(0.29 + 1e-8))
})

test('a kit sends the same whoever else is in the fleet', async () => {
  const engine = new NodeEngine()
  const bodies = async (kits: number) => {
    const out: string[] = []
    const fleet = nightFleet({ ...OPTIONS, kits, hours: 1 })
    await engine.run(fleet[0]!, 1, (body) => out.push(Buffer.from(body).toString('hex')))
    return out
  }
  expect(await bodies(1)).toEqual(await bodies(9))
})

const SEEDS = Number(process.env['MEETKIT_FLEET_SEEDS'] ?? 5)

test(`nothing is lost over ${SEEDS} seeds with outages of Wi-Fi and internet`, async () => {
  for (let seed = 0; seed < SEEDS; seed++) {
    const result = await run({ seed, kits: 3, hours: 3 })
    expect({ seed, lost: result.lost }).toEqual({ seed, lost: 0 })
    expect(result.delivered + result.backlog).toBe(result.records)
  }
})

test('after an outage of four hours every record arrives', async () => {
  const outages = [{ kind: 'wifi' as const, fromS: 3_600, toS: 18_000 }]
  const result = await run({}, (kit) => ({ ...kit, setup: { ...kit.setup, outages } }))
  expect(result.lost).toBe(0)
  expect(result.backlog).toBeLessThanOrEqual(OPTIONS.kits)
  // What waited comes in batches, not one by one.
  expect(result.uploads).toBeLessThan(result.records - 4 * 40)
})

test('an outage longer than the log costs the oldest, counted, and the rest arrives', async () => {
  const outages = [{ kind: 'internet' as const, fromS: 0, toS: 30 * 3_600 }]
  const result = await run({ hours: 34, periodS: 60, kits: 1 }, (kit) => ({
    ...kit,
    setup: { ...kit.setup, outages },
  }))
  expect(result.lost).toBeGreaterThan(0)
  expect(result.lost + result.delivered + result.backlog).toBe(result.records)
  expect(result.backlog).toBeLessThanOrEqual(1)
})

test('what arrives is what the world had: the peak of the night, at its time', async () => {
  const kit = nightFleet({ ...OPTIONS, kits: 1 })[0]!
  const truth = kit.series.find(({ quantity }) => quantity === PM2_5.code)!
  const means = new Map<number, number>()
  await new NodeEngine().run(kit, 8, (body) => {
    const batch = decode(body) as { records: Uint8Array[] }
    for (const bytes of batch.records) {
      const record = readRecord(bytes[0]!, bytes.subarray(1))
      if (typeof record === 'string' || record.kind !== 'average' || !record.clockKnown) continue
      const pm25 = record.channels.find(({ quantity }) => quantity === PM2_5.code)
      if (pm25?.statistics !== undefined) means.set(record.startS, pm25.statistics.mean)
    }
  })
  expect(means.size).toBeGreaterThanOrEqual(94)
  const { gain } = kit.setup.chips[0]!.unit as Sds011Unit
  const factor = 1 + gain / 1000
  for (const [startS, mean] of means) {
    const row = (startS - MUENSTER_NIGHT_UTC_MS / 1000) / 300
    if (row === 0) continue
    const middle = ((truth.values[row]! + truth.values[row + 1]!) / 2) * factor
    expect(Math.abs(mean - middle)).toBeLessThan(20 + 0.02 * middle)
  }
})
