/**
 * Real firmware in its images, against the same firmware in Node. An image without a setup page
 * must have been built for averages of a minute, from an SDS011 and a BME280.
 */
import { readBatch } from '../../../host-tools/hub/batch.ts'
import { Rp2040Engine } from '../../../host-tools/simulator/engines/rp2040/engine.ts'
import { readOut } from '../../../host-tools/simulator/engines/rp2040/readout.ts'
import type { FleetKit } from '../../../host-tools/simulator/scenario/fleet.ts'
import { nightFleet } from '../../../host-tools/simulator/scenario/night.ts'
import { rp2040Images } from '../../support/engines.ts'
import { logOf } from '../../support/pico-firmware.ts'

const MINUTES = 13
const HOUR_MS = 3_600_000
const NIGHT = { kits: 1, hours: 1, seed: 7, periodS: 60, hubUrl: 'http://hub.invalid/b' }
const images = rp2040Images()
const bootrom = process.env['MEETKIT_RP2040_BOOTROM']

const [kit] = nightFleet(NIGHT)
/** Half a minute more, so that it does not matter how long a firmware takes to start. */
const hoursFor = (minutes: number) => (kit!.setup.powerOnMs + minutes * 60_000 + 30_000) / HOUR_MS

/** Channels may differ by this much, in steps and in thousandths, by their quantity. */
const NOISE: Record<number, [number, number]> = {
  1: [6, 30],
  2: [6, 30],
  3: [6, 0],
  4: [6, 0],
  5: [6, 0],
}

function averagesIn(bodies: readonly Uint8Array[]) {
  const records = bodies.flatMap((body) => readBatch(body).records)
  return records.flatMap(({ content }) => (content.kind === 'average' ? [content] : []))
}

function nodeAverages(one: FleetKit) {
  const { id, startUtcMs } = one.setup
  const reader = { kit: id, bootsUtcMs: [startUtcMs], nowUtcMs: startUtcMs }
  return averagesIn(readOut(logOf(one, hoursFor(MINUTES)), 4096, reader).bodies)
}

async function run(image: string, minutes: number) {
  const bodies: Uint8Array[] = []
  const engine = new Rp2040Engine({ image, bootrom })
  const { report, cost } = await engine.run(kit!, hoursFor(minutes), (body) => bodies.push(body))
  return { bodies, report, cost }
}

describe.each(images.length > 0 ? images : ['none'])('image %s', (image) => {
  test('no record is missing, and averages are as Node’s but for noise', async () => {
    if (image === 'none') return
    const { bodies, report, cost } = await run(image, MINUTES)
    expect(report).toMatchObject({
      records: MINUTES + 1,
      delivered: MINUTES + 1,
      lost: 0,
      boots: 1,
    })
    expect(cost.idlePerMille).toBeGreaterThan(500)
    const seen = averagesIn(bodies)
    const expected = nodeAverages(kit!)
    expect(seen).toHaveLength(MINUTES)
    expect(expected).toHaveLength(MINUTES)
    for (const [i, { startS, lengthS, channels }] of seen.entries()) {
      const same = expected[i]!
      expect([i, startS, lengthS]).toEqual([i, same.startS, same.lengthS])
      for (const [j, channel] of channels.entries()) {
        const other = same.channels[j]!
        const { quantity, part, expected: readings } = other
        expect(channel).toMatchObject({ quantity, part, expected: readings, failures: 0 })
        expect(Math.abs(channel.count - other.count)).toBeLessThanOrEqual(i === 0 ? 2 : 1)
        const mean = other.statistics!.mean
        const [steps, perMille] = NOISE[quantity]!
        const difference = Math.abs(channel.statistics!.mean - mean)
        const where = `period ${i}, quantity ${quantity}: ${channel.statistics!.mean} for ${mean}`
        const allowed = steps + (mean * perMille) / 1000
        expect(difference <= allowed ? 'within noise' : where).toBe('within noise')
      }
    }
  }, 900_000)

  test('the same seed gives the same bytes', async () => {
    if (image === 'none') return
    const [one, again] = [await run(image, 2), await run(image, 2)]
    expect(one.report.records).toBe(3)
    expect(again).toEqual(one)
  }, 300_000)
})
