/** What the Espruino bundle puts away does the same as what it was made of. */
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import type { KitConfig } from '../../device/config/config.ts'
import type { Kit } from '../../device/kit.ts'
import { bundleForEspruino } from '../../host-tools/build/bundle.ts'
import { SOURCE_ROOT } from '../../host-tools/build/source-root.ts'
import { NodeEngine } from '../../host-tools/simulator/engines/node.ts'
import type { FleetKit } from '../../host-tools/simulator/scenario/fleet.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { simulatedTarget } from '../../host-tools/simulator/scenario/simulated-targets.ts'

let code = ''
let bundled: NodeEngine
const modules = new NodeEngine()

beforeAll(async () => {
  code = (await bundleForEspruino(join(SOURCE_ROOT, 'device/index.ts'))).code
  const exports: { Kit?: typeof Kit } = {}
  runInThisContext(`(function (exports) {${code}\n})`)(exports)
  bundled = new NodeEngine(exports.Kit!)
})

test('there is some, and it is called', () => {
  const made = [...code.matchAll(/\bcold\(\w\)\{/g)].length
  const called = [...code.matchAll(/\.cold\(\d+\)\.call\(/g)].length
  expect(made).toBeGreaterThan(10)
  expect(called).toBeGreaterThan(80)
})

async function bodies(engine: NodeEngine, kit: FleetKit, hours: number): Promise<string[]> {
  const out: string[] = []
  await engine.run(kit, hours, (body, timeMs, target) =>
    out.push(`${target} ${timeMs} ${Buffer.from(body).toString('hex')}`),
  )
  return out
}

const HOURS = 3
type Change = (setup: FleetKit['setup']) => Partial<FleetKit['setup']>

const withTargets = (...kinds: KitConfig['targets'][number]['kind'][]): Change => {
  return ({ id, config }) => ({
    config: { ...config, targets: kinds.map((kind) => simulatedTarget({ kind }, id)) },
  })
}

test.each<[string, Change]>([
  ['a night', () => ({})],
  ['three targets', withTargets('hub', 'influxdb', 'opensensemap')],
  ['others', withTargets('sensor-community', 'madavi', 'hub')],
  [
    'power that fails, also while flash is written, and a log that is soon full',
    () => ({
      flash: { blocks: 2, blockLength: 1024, writeAlign: 4 },
      faults: {
        power: [
          { kind: 'cut', atS: 700, offS: 30, inFlash: 1 },
          { kind: 'cut', atS: 2_000, offS: 900, inFlash: 2 },
          { kind: 'hang', atS: 4_000 },
          { kind: 'reset', atS: 6_000 },
        ],
        flash: [],
      },
    }),
  ],
])('%s: the same bodies at the same times', async (_name, change) => {
  const options = { kits: 1, hours: HOURS, seed: 5, periodS: 60, hubUrl: 'http://hub.invalid/' }
  const [night] = nightFleet(options)
  const kit = { ...night!, setup: { ...night!.setup, ...change(night!.setup) } }
  const expected = await bodies(modules, kit, HOURS)
  expect(expected.length).toBeGreaterThan(10)
  expect(await bodies(bundled, kit, HOURS)).toEqual(expected)
})
