/**
 * Layers and chips in files of the user's: what docs/worlds-and-chips.md shows is run as it stands
 * there, in every engine that is here; what they are given; and what is said of a bad one.
 */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { ScenarioResult } from '../../../host-tools/simulator/run/result.ts'
import { hasEspruino, hasXs } from '../../support/engines.ts'
import { kitsOf, OwnRunner, ownScenario } from './own-runner.ts'

const DOCUMENT = readFileSync('docs/worlds-and-chips.md', 'utf8')
const runner = new OwnRunner()

function blocksOf(language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm')
  return [...DOCUMENT.matchAll(fence)].map((match) => match[1]!)
}

/** `// smog.ts: …` */
const nameOf = (block: string) => /^\/\/ ([\w-]+\.ts): /.exec(block)?.[1]

/** In 0.01 °C and 0.01 %, as an SHT3x gives it (datasheet, section 4.13). */
const CHIP = `import { crcOf } from './crc.ts'
export default (bench, unit) => {
  bench.addToBus({
    address: unit.address,
    onWrite: (bytes) => bytes[0] === 0x24 || bytes[0] === 0x30,
    onRead: (into) => {
      for (let at = 0; at < 6; at += 3) {
        into[at] = unit.raw >> 8
        into[at + 1] = unit.raw & 0xff
        into[at + 2] = crcOf(into, at)
      }
      return true
    },
  })
  return {}
}
`
const CRC = `export function crcOf(bytes, at) {
  let crc = 0xff
  for (let i = at; i < at + 2; i++) {
    crc ^= bytes[i]
    for (let bit = 0; bit < 8; bit++) crc = crc > 127 ? ((crc << 1) ^ 0x31) & 0xff : crc << 1
  }
  return crc
}
`

/** The document's world and chip, a chip that measures, and dust. */
function scenario() {
  const [world, parts] = blocksOf('yaml').map((text) => parse(text))
  const whole = {
    part: 'use',
    name: 'SHT3x',
    file: 'whole.ts',
    address: 0x45,
    with: { raw: 30_000 },
  }
  const kits = [kitsOf([{ part: 'SDS011', noise: '0 %' }, whole, ...parts.parts])]
  return ownScenario({ ...world, kits })
}

let inNode: ScenarioResult
beforeAll(async () => {
  for (const block of blocksOf('ts')) runner.write(nameOf(block)!, block)
  runner.write('whole.ts', CHIP)
  runner.write('crc.ts', CRC)
  inNode = await runner.run(scenario())
})

test('the document has a file for each that its scenarios name', () => {
  const names = blocksOf('ts').map(nameOf)
  const named = blocksOf('yaml').map((text) => /file: \.\/([\w.-]+)/.exec(text)![1])
  expect(names).toEqual(named)
  expect(names).toEqual(['smog.ts', 'flat-sht.ts'])
})

test('the layer adds what the document says, when it says', () => {
  const { pm25, pm10 } = inNode.lines[0]!.quantities
  const known = (values: readonly (number | null)[]) => values.map((value) => value ?? 0)
  const [fine, coarse] = [known(pm25!), known(pm10!)]
  // Bins are minutes; a unit's gain is within 10 %.
  expect(Math.max(...fine.slice(0, 29))).toBeLessThan(100)
  expect(Math.min(...fine.slice(32, 48))).toBeGreaterThan(3_500)
  expect(Math.min(...coarse.slice(2, 48))).toBeGreaterThan(3_500)
})

test('a chip with a module of its own is measured, to the last digit', () => {
  const { temperature, humidity } = inNode.lines[0]!.quantities
  const valuesOf = (values: readonly (number | null)[] | undefined) => new Set(values?.slice(2, 48))
  expect(valuesOf(temperature)).toEqual(new Set([3_511]))
  expect(valuesOf(humidity)).toEqual(new Set([4_578]))
})

test('every record arrives', () => {
  const { totals, verdicts } = inNode
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(['met'])
  expect(totals.records).toBeGreaterThan(45)
  expect(totals).toMatchObject({ lost: 0, duplicates: 0 })
})

test('XS sends the same bytes', async () => {
  if (!hasXs()) return
  expect((await runner.run(scenario(), 'xs')).hash).toBe(inNode.hash)
})

test('Espruino sends the same bytes', async () => {
  if (!hasEspruino()) return
  expect((await runner.run(scenario(), 'espruino')).hash).toBe(inNode.hash)
}, 120_000)

const layer = (file: string, options = {}) => ({ layer: 'use', file, with: options })
const WEATHER = { layer: 'weather', temperature: 10, dewPoint: 5 }
const withLayer = (file: string) => ({ world: { layers: [WEATHER, layer(file)] } })
const withChip = (file: string) => ({
  kits: [kitsOf([{ part: 'use', name: 'SHT3x', file, address: 0x44 }])],
})

test('a layer is given its options, the place, the time and what came before it', async () => {
  runner.write(
    'place.ts',
    `export default ({ step }: { step: number }, site: { durationS: number }) => ({
      shape(air: { pm25: number; temperature: number }, place: { eastM: number }, timeS: number) {
        const isLate = timeS >= site.durationS / 2
        air.pm25 = air.temperature * 10 + place.eastM * step + (isLate ? 400 : 0)
      },
    })`,
  )
  const group = (name: string, eastM: number) => ({
    ...kitsOf([{ part: 'SDS011', gain: '0 %', noise: '0 %', floor: 0 }]),
    name,
    area: { at: [eastM, 0] },
  })
  const layers = [WEATHER, layer('place.ts', { step: 2 })]
  const kits = [group('west', 0), group('east', 100)]
  const { lines } = await runner.run(ownScenario({ world: { layers }, kits }))
  const at = (minute: number) =>
    Object.fromEntries(lines.map(({ kit, quantities }) => [kit, quantities['pm25']![minute]]))
  expect(at(10)).toEqual({ 'west-01': 10_000, 'east-01': 30_000 })
  expect(at(40)).toEqual({ 'west-01': 50_000, 'east-01': 70_000 })
})

test('draws come from the seed and the name, and from nothing else', async () => {
  runner.write(
    'dice.ts',
    `export default (
      { name }: { name: string },
      site: { random(name: string): { between(low: number, high: number): number } },
    ) => {
      const extra = site.random(name).between(100, 400)
      return { shape(air: { pm25: number }) { air.pm25 = extra } }
    }`,
  )
  const hashOf = async (name: string, seed: number) => {
    const world = { layers: [layer('dice.ts', { name })] }
    const kits = [kitsOf([{ part: 'SDS011', gain: '0 %', noise: '0 %' }])]
    const { lines } = await runner.run(ownScenario({ world, kits, seed }))
    return lines[0]!.quantities['pm25']![20]
  }
  const first = await hashOf('gusts', 1)
  expect(await hashOf('gusts', 1)).toBe(first)
  expect(await hashOf('puffs', 1)).not.toBe(first)
  expect(await hashOf('gusts', 2)).not.toBe(first)
})

test('a chip keeps its memory when power goes, and is told what breaks', async () => {
  runner.write(
    'counter.ts',
    `export default (bench, unit) => {
      const line = bench.openLine(9600)
      const lives = (unit.lives ?? 0) + 1
      if (lives === 3) throw new Error('third life of ' + line.constructor.name)
      return {
        memory: () => ({ lives }),
        suffer: (ailment, isOn) => { if (isOn && lives === 2) throw new Error(ailment) },
      }
    }`,
  )
  const kits = [kitsOf([{ part: 'use', name: 'SDS011', file: 'counter.ts' }])]
  const cut = (at: string) => ({ fault: 'power-cut', at })
  const stuck = { fault: 'stuck-fan', part: 'SDS011', from: '15 min', until: '20 min' }
  expect(await runner.faultOf({ kits, faults: [cut('10 min')] })).toBe('none')
  const twice = [cut('10 min'), cut('12 min')]
  expect(await runner.faultOf({ kits, faults: twice })).toMatch(
    /counter\.ts: third life of SerialLine$/,
  )
  expect(await runner.faultOf({ kits, faults: [stuck] })).toBe('none')
  expect(await runner.faultOf({ kits, faults: [cut('10 min'), stuck] })).toBe('stuck-fan')
})

describe.each([
  ['layer', withLayer],
  ['chip', withChip],
])('what is no %s is refused by the name of its file', (kind, withFile) => {
  test.each([
    ['a file that is not there', undefined, /: Could not resolve/],
    ['no default export', 'export const shape = 1', /: has no default export that is a function$/],
    ['a default that is no function', 'export default 7', /: has no default export that is a func/],
    ['no TypeScript', 'export default (\n=> 1', /: line 2: Unexpected "=>"$/],
    ['a module that throws', 'throw new Error("too early")', /: too early$/],
    [
      'an import that leads nowhere',
      'import "./nobody.ts"',
      /: line 1: Could not resolve "\.\/nob/,
    ],
  ])('%s', async (what, text, message) => {
    const name = `${kind} ${what}.ts`.replaceAll(' ', '-')
    const path = `${runner.folder}/${name}`
    if (text !== undefined) runner.write(name, text)
    const fault = await runner.faultOf(withFile(name))
    expect(fault.startsWith(`${path}: `)).toBe(true)
    expect(fault).toMatch(message)
  })
})

test.each([
  ['nothing', 'export default () => undefined'],
  ['an object without a shape', 'export default () => ({ form() {} })'],
  ['a promise', 'export default async () => ({ shape() {} })'],
])('a layer that is %s is refused by its file', async (what, text) => {
  const path = runner.write(`${what.replaceAll(' ', '-')}.ts`, text)
  expect(await runner.faultOf(withLayer(path))).toBe(`${path}: gives no layer with a shape`)
})
