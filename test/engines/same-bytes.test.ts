/** Three engines, one result: the same scenario gives the same upload bytes, to the last. */

import type { Engine } from '../../host-tools/simulator/engines/engine.ts'
import { EspruinoEngine } from '../../host-tools/simulator/engines/espruino.ts'
import { NodeEngine } from '../../host-tools/simulator/engines/node.ts'
import { XsEngine } from '../../host-tools/simulator/engines/xs.ts'
import type { FleetKit } from '../../host-tools/simulator/scenario/fleet.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { hasEspruino, hasXs } from '../support/engines.ts'

async function bodies(engine: Engine, kit: FleetKit, hours: number): Promise<string[]> {
  const out: string[] = []
  await engine.run(kit, hours, (body) => out.push(Buffer.from(body).toString('hex')))
  return out
}

interface Scenario {
  readonly name: string
  readonly kit: FleetKit
  readonly hours: number
}

const NIGHT = { kits: 1, hours: 8, seed: 7, periodS: 300, hubUrl: 'http://hub.invalid/' }

/** A night's kit with parts of its setup changed. */
function scenario(
  name: string,
  hours: number,
  change: (setup: FleetKit['setup']) => Partial<FleetKit['setup']>,
  options: Partial<typeof NIGHT> = {},
): Scenario {
  const [kit] = nightFleet({ ...NIGHT, hours, ...options })
  return { name, hours, kit: { ...kit!, setup: { ...kit!.setup, ...change(kit!.setup) } } }
}

/** The kit's chips, of which one is another unit. */
function unitOf({ chips }: FleetKit['setup'], part: string, change: object) {
  return chips.map((chip) =>
    chip.part === part ? { ...chip, unit: { ...chip.unit, ...change } } : chip,
  )
}

const SHORT: Scenario[] = [
  scenario('a quiet start', 0.4, () => ({ outages: [] })),
  scenario('an hour’s outage of Wi-Fi', 0.5, () => ({
    outages: [{ kind: 'wifi', fromS: 400, toS: 900 }],
  })),
  scenario(
    'a backlog, sent in the longest batches',
    0.3,
    () => ({ outages: [{ kind: 'internet', fromS: 0, toS: 700 }] }),
    { periodS: 10 },
  ),
  scenario('a chip that nobody soldered on', 0.2, ({ chips }) => ({
    chips: chips.filter(({ part }) => part !== 'BME280'),
    outages: [],
  })),
  scenario('a chip at another address than the config says', 0.2, (setup) => ({
    chips: unitOf(setup, 'BME280', { address: 0x77 }),
    outages: [],
  })),
  scenario('an SDS011 that another owner left asleep most of the time', 0.3, (setup) => ({
    chips: unitOf(setup, 'SDS011', { workingPeriodMinutes: 10, queryMode: true }),
  })),
  scenario('minutes instead of five', 0.2, () => ({}), { periodS: 60, seed: 11 }),
  scenario('an SHT3x in place of the BME280', 0.2, (setup) => ({
    config: {
      ...setup.config,
      sensors: [
        { part: 'SDS011', port: 'uart1' },
        { part: 'SHT3x', port: 'i2c1', address: 0x45 },
      ],
    },
    chips: [
      ...setup.chips.filter(({ part }) => part === 'SDS011'),
      {
        part: 'SHT3x',
        port: 'i2c1',
        unit: { address: 0x45, temperatureOffset: 12, humidityOffset: -30, noise: 4 },
      },
    ],
  })),
]

/** Hours of the long ones. */
const LONG_HOURS = Number(process.env['MEETKIT_NIGHT_HOURS'] ?? 3)
const LONG: Scenario[] = [
  scenario('the night', LONG_HOURS, () => ({})),
  scenario(
    'the night in minutes, with a long cut',
    LONG_HOURS,
    () => ({
      outages: [{ kind: 'internet', fromS: 900 * LONG_HOURS, toS: 2_250 * LONG_HOURS }],
    }),
    { periodS: 60, seed: 3 },
  ),
]

/** Not for Espruino, which has no room for what makes the faults. */
const FAULTY: Scenario[] = [
  scenario('power that fails, in flash too, and a watchdog that bites', 2, () => ({
    faults: {
      power: [
        { kind: 'cut', atS: 700, offS: 30, inFlash: 1 },
        { kind: 'cut', atS: 720, offS: 5, inFlash: 2 },
        { kind: 'reset', atS: 2_000 },
        { kind: 'brown-out', atS: 3_000, offS: 1, inFlash: 2 },
        { kind: 'hang', atS: 4_000 },
        { kind: 'cut', atS: 5_000, offS: 600 },
      ],
    },
  })),
  scenario('a clock that lies and drifts, and a network that loses and repeats', 2, () => ({
    faults: {
      driftPpm: 80,
      clock: [{ atS: 0, offsetS: -7_200.25 }],
      timeSilences: [{ fromS: 0, toS: 400 }],
      network: [
        {
          fromS: 0,
          toS: 7_200,
          lateSMax: 90,
          lostRequestPerMille: 200,
          lostReplyPerMille: 200,
          twicePerMille: 200,
          latePerMille: 200,
          slowPerMille: 200,
          replyTwicePerMille: 200,
          serverErrorPerMille: 200,
          garbledReplyPerMille: 200,
        },
      ],
    },
  })),
]

test.each([...SHORT, ...FAULTY, ...LONG])(
  'Node and XS: $name',
  async ({ kit, hours }) => {
    if (!hasXs()) return
    const expected = await bodies(new NodeEngine(), kit, hours)
    expect(expected.length).toBeGreaterThan(1)
    expect(await bodies(new XsEngine(), kit, hours)).toEqual(expected)
  },
  60_000,
)

test.each(SHORT)(
  'Node and Espruino: $name',
  async ({ kit, hours }) => {
    if (!hasEspruino()) return
    const expected = await bodies(new NodeEngine(), kit, hours)
    expect(await bodies(new EspruinoEngine(), kit, hours)).toEqual(expected)
  },
  120_000,
)
