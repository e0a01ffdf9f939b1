/**
 * One result for a seed, whatever ran it: this thread, two others, XS, Espruino, and other versions
 * of Node. `MEETKIT_SEEDS` asks for more seeds; runs that share a folder `MEETKIT_HASHES` are held
 * against each other, and so versions of Node are.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineName } from '../../../host-tools/simulator/engines/engine.ts'
import { ScenarioRun } from '../../../host-tools/simulator/run/run-scenario.ts'
import { parseFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { hasEspruino, hasXs } from '../../support/engines.ts'

const SEEDS = Number(process.env['MEETKIT_SEEDS'] ?? 2)
const FOLDER = process.env['MEETKIT_HASHES']
const LIMIT_MS = 10_000 + SEEDS * 10_000

const PLAIN = {
  version: 1,
  title: 'Two kits for some minutes',
  place: { latitude: 52, longitude: 5 },
  start: '2025-12-31T23:50:00+01:00',
  duration: '10 min',
  settle: '2 min',
  world: {
    layers: [
      { layer: 'weather', temperature: 5, swing: 3, dewPoint: 3 },
      { layer: 'background', pm25: 8, pm10: 14 },
      {
        layer: 'fireworks',
        radius: 800,
        bursts: 300,
        grams: 900,
        from: '23:45',
        peak: '00:00',
        until: '02:00',
      },
      { layer: 'fog', from: '23:55', until: '03:00', droplets: 90 },
      { layer: 'turbulence' },
      { layer: 'swelling', kappa: 0.3 },
    ],
  },
  kits: [
    {
      name: 'a',
      count: 1,
      area: { ring: [10, 400] },
      parts: [{ part: 'SDS011' }, { part: 'BME280' }],
      config: { periodS: 60 },
    },
    {
      name: 'b',
      count: 1,
      area: { grid: 50 },
      parts: [{ part: 'SHT3x' }],
      config: { periodS: 20 },
    },
  ],
  expect: [{ expect: 'nothing-lost' }],
}
const FAULTY = {
  ...PLAIN,
  faults: [
    { fault: 'power-cut', name: 'cuts', kits: '70 %', perDay: 300, inFlash: 1 },
    { fault: 'clock-drift', name: 'drift', ppm: 60 },
    { fault: 'bad-network', lostRequests: '10 %', lostReplies: '10 %', doubledRequests: '10 %' },
    { fault: 'i2c-nack', name: 'wires', part: 'SHT3x', share: '5 %' },
  ],
}

const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1)
/** A thread takes longer to start than a scenario to run: of many seeds some will do. */
const THREADS_EVERY = Number(process.env['MEETKIT_THREADS_EVERY'] ?? Math.max(2, SEEDS / 20))

async function hashOf(file: object, seed: number, engine: EngineName, workers = 0) {
  const source = { file: parseFile(file), folder: '.', seed }
  return (await (await ScenarioRun.open(source, { engine, workers })).run()).hash
}

async function hashes(file: object, engine: EngineName): Promise<string[]> {
  const found: string[] = []
  for (const seed of seeds) found.push(await hashOf(file, seed, engine))
  return found
}

let expected: string[]
beforeAll(async () => {
  expected = await hashes(FAULTY, 'node')
}, LIMIT_MS)

test('each seed has a result of its own', () => {
  expect(new Set(expected).size).toBe(SEEDS)
})

test(
  'two threads',
  async () => {
    for (const [i, seed] of seeds.entries())
      if (i % THREADS_EVERY === 0)
        expect([seed, await hashOf(FAULTY, seed, 'node', 2)]).toEqual([seed, expected[i]])
  },
  LIMIT_MS,
)

test(
  'XS',
  async () => {
    if (hasXs()) expect(await hashes(FAULTY, 'xs')).toEqual(expected)
  },
  LIMIT_MS,
)

test(
  'Espruino, which has no room for faults',
  async () => {
    if (hasEspruino()) expect(await hashes(PLAIN, 'espruino')).toEqual(await hashes(PLAIN, 'node'))
  },
  6 * LIMIT_MS,
)

test('every version of Node that ran them here', () => {
  if (FOLDER === undefined) return
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${process.version}.json`), JSON.stringify(expected))
  for (const name of readdirSync(FOLDER))
    expect({ name, hashes: JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) }).toEqual({
      name,
      hashes: expected,
    })
})
