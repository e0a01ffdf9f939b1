/** Every kind of target in every engine: the same requests, to the last byte. */
import type { TargetConfig } from '../../device/config/targets.ts'
import type { Engine } from '../../host-tools/simulator/engines/engine.ts'
import { EspruinoEngine } from '../../host-tools/simulator/engines/espruino.ts'
import { NodeEngine } from '../../host-tools/simulator/engines/node.ts'
import { XsEngine } from '../../host-tools/simulator/engines/xs.ts'
import type { FleetKit } from '../../host-tools/simulator/scenario/fleet.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { hasEspruino, hasXs } from '../support/engines.ts'

const ID = '5a0c2cc89fd3c200111118f0'
const HOURS = 0.3
const KINDS: [TargetConfig, RegExp][] = [
  [
    { kind: 'influxdb', url: 'http://db/write?db=air', authorization: 'Token t' },
    /^meetkit,kit=mk-001,part=SDS011 .*pm25=\d+\.\d\d,.* \d{10}\n/,
  ],
  [
    {
      kind: 'opensensemap',
      url: 'http://osm',
      box: ID,
      sensors: { pm25: ID, pm10: ID },
    },
    /^\[\{"sensor":"\w+","value":"\d+\.\d\d","createdAt":"2017-12-31T\d\d:\d\d:\d\dZ"\},.*\]$/,
  ],
  [
    { kind: 'sensorthings', url: 'http://st/v1.1', datastreams: { pm25: 1, pm10: 2 } },
    /^\[\{"Datastream":\{"@iot\.id":1\},"components":.*"2017-12-31T[\d:]+Z\/2017-12-31T[\d:]+Z",\d/,
  ],
  [
    { kind: 'sensor-community', url: 'http://sc/push-sensor-data/', node: 'esp32-1' },
    /"sensordatavalues":\[\{"value_type":"P2","value":"\d+\.\d\d"\},/,
  ],
  [
    { kind: 'madavi', url: 'http://md/data.php', node: 'esp32-1' },
    /"sensordatavalues":\[\{"value_type":"SDS_P2","value":"\d+\.\d\d"\},/,
  ],
]

/** A kit with a dust sensor, a hub and one more; the internet comes after four minutes. */
function kit(target: TargetConfig): FleetKit {
  const hubUrl = 'http://hub.invalid/'
  const [one] = nightFleet({ kits: 1, hours: HOURS, seed: 7, periodS: 60, hubUrl })
  const { setup } = one!
  const chips = setup.chips.filter(({ part }) => part === 'SDS011')
  const config = {
    ...setup.config,
    targets: [...setup.config.targets, target],
    sensors: [{ part: 'SDS011', port: 'uart1' }],
  }
  const outages = [{ kind: 'internet' as const, fromS: 0, toS: 240 }]
  return { ...one!, setup: { ...setup, config, chips, outages } }
}

async function bodies(engine: Engine, target: TargetConfig): Promise<string[]> {
  const out: string[] = []
  await engine.run(kit(target), HOURS, (body) => out.push(Buffer.from(body).toString('latin1')))
  return out
}

describe.each(KINDS)('$kind', (target, form) => {
  let expected: string[] = []
  beforeAll(async () => {
    expected = await bodies(new NodeEngine(), target)
  })

  test('Node', () => {
    expect(expected.filter((body) => form.test(body)).length).toBeGreaterThan(3)
  })

  test('XS', async () => {
    if (!hasXs()) return
    expect(await bodies(new XsEngine(), target)).toEqual(expected)
  }, 60_000)

  test('Espruino', async () => {
    if (!hasEspruino()) return
    let heard: string[] = []
    try {
      heard = await bodies(new EspruinoEngine(), target)
    } catch (error) {
      // A board has no simulator beside the firmware.
      if (!String(error).includes('not enough JsVars')) throw error
      console.warn('SKIPPED: kit, targets and simulator want an Espruino with more JsVars')
      return
    }
    expect(heard).toEqual(expected)
  }, 120_000)
})
