/**
 * Every part that ships, on each of its buses, alone on a kit: it reads, and all engines send the
 * same bytes.
 */
import * as v from 'valibot'
import { HUMID } from '../../device/sampling/flags.ts'
import { readBatch } from '../../host-tools/hub/batch.ts'
import { partByName } from '../../host-tools/parts/parts.ts'
import type { Engine } from '../../host-tools/simulator/engines/engine.ts'
import { EspruinoEngine } from '../../host-tools/simulator/engines/espruino.ts'
import { NodeEngine } from '../../host-tools/simulator/engines/node.ts'
import { XsEngine } from '../../host-tools/simulator/engines/xs.ts'
import { Random } from '../../host-tools/simulator/random.ts'
import type { FleetKit } from '../../host-tools/simulator/scenario/fleet.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { fitPart, Part } from '../../host-tools/simulator/scenario/parts/parts.ts'
import { hasEspruino, hasXs } from '../support/engines.ts'

const HOURS = 0.2
const PARTS = Part.options
  .map(({ entries }) => entries.part.literal)
  .filter((name) => name !== 'use')
/** As files have them. */
const FILES: { part: string; port?: string }[] = [
  ...PARTS.map((part) => ({ part })),
  { part: 'SPS30', port: 'i2c1' },
]
const CASES = FILES.map((file) => [Object.values(file).join(' on '), file] as const)

function kitWith(file: (typeof FILES)[number]): FleetKit {
  const options = { kits: 1, hours: HOURS, seed: 5, periodS: 60, hubUrl: 'http://hub.invalid/' }
  const [kit] = nightFleet(options)
  const { setup } = kit!
  const { part, port, address, chip } = fitPart(v.parse(Part, file), new Random(1, 2, 3), '')
  const sensor = address === undefined ? { part, port } : { part, port, address }
  return {
    ...kit!,
    setup: {
      ...setup,
      outages: [],
      config: { ...setup.config, sensors: [sensor] },
      chips: [chip],
    },
  }
}

async function bodies(engine: Engine, kit: FleetKit): Promise<string[]> {
  const out: string[] = []
  await engine.run(kit, HOURS, (body) => out.push(Buffer.from(body).toString('hex')))
  return out
}

/** The last average that was sent. */
function lastAverage(sent: readonly string[]) {
  const records = sent.flatMap((body) => readBatch(Buffer.from(body, 'hex')).records)
  const averages = records.flatMap(({ content }) => (content.kind === 'average' ? [content] : []))
  return averages.at(-1)!
}

describe.each(CASES)('%s', (_name, file) => {
  const kit = kitWith(file)
  const inNode = bodies(new NodeEngine(), kit)

  test('every channel has its readings, within its range, and no flag', async () => {
    const part = partByName(file.part)!
    const { channels } = lastAverage(await inNode)
    expect(channels.map(({ quantity }) => quantity)).toEqual(
      part.channels.map(({ quantity }) => quantity.code),
    )
    channels.forEach(({ flags, count, expected, failures, statistics }, i) => {
      // The air of that night is damp, which a part tells that sees both.
      expect({ part: part.code, flags: flags & ~HUMID, failures }).toEqual({
        part: part.code,
        flags: 0,
        failures: 0,
      })
      expect(count).toBeGreaterThanOrEqual(expected - 1)
      expect(statistics!.minimum).toBeGreaterThanOrEqual(part.channels[i]!.minimum)
      expect(statistics!.maximum).toBeLessThan(part.channels[i]!.maximum)
    })
  })

  test('XS sends the same bytes', async () => {
    if (hasXs()) expect(await bodies(new XsEngine(), kit)).toEqual(await inNode)
  })

  // 60 bytes a second are checked, at both ends.
  test('Espruino sends the same bytes', async () => {
    if (hasEspruino()) expect(await bodies(new EspruinoEngine(), kit)).toEqual(await inNode)
  }, 120_000)
})
