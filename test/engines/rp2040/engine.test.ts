/** The engine with an image that stands for a firmware, and everything that it refuses. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import {
  EngineMissing,
  type EngineOptions,
  EngineRefusal,
} from '../../../host-tools/simulator/engines/engine.ts'
import { Rp2040Engine } from '../../../host-tools/simulator/engines/rp2040/engine.ts'
import { misfitOf } from '../../../host-tools/simulator/engines/rp2040/fit.ts'
import { readImage } from '../../../host-tools/simulator/engines/rp2040/image.ts'
import { ScenarioRun } from '../../../host-tools/simulator/run/run-scenario.ts'
import { ScenarioFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { Scenario } from '../../../host-tools/simulator/scenario/scenario.ts'
import type { KitSetup } from '../../../host-tools/simulator/sim-kit.ts'
import { imageWriting, logOf, MODDABLE, MODDABLE_BUILT } from '../../support/pico-firmware.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { uf2Of } from '../../support/uf2.ts'

const folder = scratchFolder()
const HOURS = 0.25

function scenarioOf(change: object = {}) {
  const file = v.parse(ScenarioFile, {
    version: 1,
    title: 'A quarter of an hour',
    place: { latitude: 52, longitude: 4 },
    start: '2026-09-07T08:00:00+02:00',
    duration: '15 min',
    settle: '0 min',
    seed: 3,
    world: {
      layers: [
        { layer: 'weather', temperature: 16, dewPoint: 9 },
        { layer: 'background', pm25: 12, pm10: 20 },
      ],
    },
    kits: [
      {
        count: 1,
        parts: [{ part: 'SDS011' }, { part: 'BME280' }],
        config: { periodS: 60 },
        switchedOnWithin: '5 s',
      },
    ],
    expect: [
      { expect: 'nothing-lost' },
      { expect: 'nothing-invented' },
      { expect: 'all-counted' },
      { expect: 'coverage', atLeast: '95 %' },
      { expect: 'delivered-within', time: '2 min' },
      { expect: 'mean', quantity: 'pm25', within: '20 %' },
      { expect: 'mean', quantity: 'temperature', orBy: 0.6 },
      { expect: 'mean', quantity: 'pm10', within: '1 %', from: '08:10', until: '08:12' },
      { expect: 'backlog-below', records: 1 },
      { expect: 'memory-below', growth: 0 },
      { expect: 'flag', flag: 'stuck', kits: 'none' },
    ],
    ...change,
  })
  return { file, folder }
}

function save(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

/** An image that leaves the log which the first kit of the scenario would. */
async function imageFor(change: object, mark: string): Promise<string> {
  const kit = (await Scenario.open(scenarioOf(change))).kit(0)
  return save(`${mark.length}.uf2`, imageWriting(logOf(kit, HOURS), mark))
}

async function run(engineOptions: EngineOptions, change: object = {}) {
  const options = { engine: 'rp2040', engineOptions, workers: 0 } as const
  return (await ScenarioRun.open(scenarioOf(change), options)).run()
}

test('a run is judged by what the reader brings, and what cannot be shown is untried', async () => {
  const image = await imageFor({}, MODDABLE)
  const result = await run({ image })
  const outcomes = result.verdicts.map(({ expectation, outcome }) => [expectation.expect, outcome])
  expect(outcomes).toEqual([
    ['nothing-lost', 'met'],
    ['nothing-invented', 'untried'],
    ['all-counted', 'met'],
    ['coverage', 'met'],
    ['delivered-within', 'untried'],
    ['mean', 'met'],
    ['mean', 'met'],
    ['mean', 'failed'],
    ['backlog-below', 'untried'],
    ['memory-below', 'untried'],
    ['flag', 'met'],
  ])
  const [kit] = result.kits
  expect(kit).toMatchObject({
    records: 15,
    delivered: 15,
    backlog: 0,
    lost: 0,
    duplicates: 0,
    uploads: 1,
    boots: 1,
    powerLosses: 0,
    flashErases: 0,
  })
  expect(kit!.uploadBytes).toBeGreaterThan(500)
  expect(kit!.cost.cycles).toBeLessThan(1_000)
  expect(kit!.cost.idlePerMille).toBeGreaterThan(998)
  // The sleeping program hears nothing of the dust sensor's 885 reports or so.
  expect(kit!.cost.serialLost).toBeGreaterThan(8_800)
  const again = await run({ image })
  expect(again).toEqual(result)
})

test('a kit that is switched on after the end has nothing to say', async () => {
  const image = await imageFor({}, MODDABLE)
  const kit = (await Scenario.open(scenarioOf())).kit(0)
  const late = { ...kit, setup: { ...kit.setup, powerOnMs: 2_000_000 } }
  const bodies: Uint8Array[] = []
  const { report } = await new Rp2040Engine({ image }).run(late, HOURS, (body) => bodies.push(body))
  expect([report.records, report.delivered, bodies.length]).toEqual([0, 0, 0])
})

test('a firmware that writes nothing is no kit without records', async () => {
  const image = save('mute.uf2', imageWriting(new Uint8Array(256).fill(0xff), MODDABLE))
  await expect(run({ image })).rejects.toThrow('half a minute after power the firmware’s log')
})

test('an image with a setup of its own runs a kit of the same setup, and no other', async () => {
  const image = await imageFor({}, MODDABLE_BUILT)
  expect((await run({ image })).kits[0]).toMatchObject({ records: 15, delivered: 15 })
  const other = (change: object) => ({
    kits: [{ count: 1, parts: [{ part: 'SDS011' }, { part: 'BME280' }], ...change }],
  })
  const refused = [
    [other({}), 'it averages over 60 s, the scenario over 300 s'],
    [other({ parts: [{ part: 'SDS011' }], config: { periodS: 60 } }), 'other parts'],
    [other({ parts: [{ part: 'BME280', address: 0x77 }] }), 'BME280 at its first address'],
  ] as const
  for (const [change, why] of refused) {
    const running = run({ image }, change)
    await expect(running).rejects.toThrow(EngineRefusal)
    await expect(running).rejects.toThrow(why)
  }
})

test('it can be closed while it runs', async () => {
  const image = await imageFor({}, MODDABLE)
  const kit = (await Scenario.open(scenarioOf())).kit(0)
  const engine = new Rp2040Engine({ image })
  const running = engine.run(kit, 1_000, () => {})
  setImmediate(() => engine.close())
  await expect(running).rejects.toThrow('closed')
})

test('without an image it is missing, and says where there is one', () => {
  expect(() => new Rp2040Engine({})).toThrow(EngineMissing)
  expect(() => new Rp2040Engine({})).toThrow(/--image FILE.uf2.*--bootrom FILE/s)
})

test.each([
  ['no file', { image: join(folder, 'none.uf2') }, /none.uf2: .*no such file/],
  ['text', { image: save('text.uf2', Buffer.from('text')) }, /text.uf2: no UF2 file/],
  [
    'a boot ROM that is none',
    { image: save('a.uf2', uf2Of(Buffer.from(MODDABLE))), bootrom: save('b', Buffer.from('x')) },
    /b: no boot ROM of an RP2040/,
  ],
])('a file that cannot be used is refused by its name: %s', (_name, options, why) => {
  expect(() => new Rp2040Engine(options)).toThrow(EngineRefusal)
  expect(() => new Rp2040Engine(options)).toThrow(why)
})

const imageWith = (text: string, length = 1_000) => {
  const content = new Uint8Array(length)
  content.set(Buffer.from(text), 300)
  return uf2Of(content)
}

test.each([
  ['Espruino 2v29 ESPR_RP2040_PICO', 'espruino'],
  ['device/platform/moddable/pico/main device/platform/moddable/pico/setup-page', 'moddable'],
  ['device/platform/moddable/pico/main', 'moddable-built'],
])('an image is known by what stands in it: %s', (text, firmware) => {
  const image = readImage(imageWith(text))
  expect(image.firmware).toBe(firmware)
  expect(Buffer.from(image.flash).indexOf(text)).toBe(300)
})

test.each([
  ['MicroPython', 1_000, 'neither an Espruino for the Pico nor this firmware under Moddable'],
  ['device/platform/moddable/pico-w/main', 1_000, 'for a Pico W'],
  ['Espruino 2v29 ESPR_RP2350_PICO2', 1_000, 'an Espruino for another board'],
  ['device/platform/moddable/pico/main', 0xe0100, 'reaches up to 0xe0100, into the kit’s log'],
])('an image that cannot be run is refused: %s', (text, length, why) => {
  expect(() => readImage(imageWith(text, length))).toThrow(why)
})

const longUrl = `http://hub.example/${'x'.repeat(2_000)}`
test.each<[string, (setup: KitSetup) => Partial<KitSetup>, 'espruino' | 'moddable', string]>([
  ['nothing', () => ({}), 'espruino', ''],
  ['faults', () => ({ faults: { driftPpm: 9 } }), 'espruino', 'kits without faults only'],
  [
    'two targets',
    ({ config }) => ({ config: { ...config, targets: [...config.targets, ...config.targets] } }),
    'espruino',
    'no network',
  ],
  ['https', target('https://hub'), 'espruino', ''],
  ['https', target('https://hub'), 'moddable', 'refuses https'],
  ['a long setup', target(longUrl), 'espruino', ''],
  ['a long setup', target(longUrl), 'moddable', 'holds 2048 bytes'],
  ['its own log', log(40, 4096), 'espruino', ''],
  ['its own log', log(256, 4096), 'moddable', ''],
  ['another log', log(256, 4096), 'espruino', '40 blocks of 4096 bytes'],
  ['other blocks', log(256, 512), 'moddable', '256 blocks of 4096 bytes'],
  ['an unknown part', sensor('PPD42', 'uart1'), 'espruino', 'no driver for PPD42'],
  ['an unknown port', sensor('SDS011', 'uart9'), 'espruino', 'no port uart9'],
  ['a single wire', sensor('DS18B20', 'wire1'), 'espruino', 'No emulated pin plays wire1'],
  ['a second port', sensor('SDS011', 'uart2'), 'espruino', ''],
  ['its supply', sensor('battery', 'adc1'), 'espruino', ''],
])('a kit with %s %#', async (_name, change, firmware, why) => {
  const { setup } = (await Scenario.open(scenarioOf())).kit(0)
  const misfit = misfitOf({ ...setup, ...change(setup) }, firmware)
  if (why === '') expect(misfit).toBe('')
  else expect(misfit).toContain(why)
})

function target(url: string) {
  return ({ config }: KitSetup) => ({
    config: { ...config, targets: [{ kind: 'hub' as const, url }] },
  })
}

function log(blocks: number, blockLength: number) {
  return () => ({ flash: { blocks, blockLength, writeAlign: 4 } })
}

function sensor(part: string, port: string) {
  return ({ config }: KitSetup) => ({ config: { ...config, sensors: [{ part, port }] } })
}
