/** The published JSON Schema says the same as the schema that reads scenario files. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020'
import { parse } from 'yaml'
import { SCHEMA_FILE, scenarioJsonSchema } from './json-schema.ts'

const FOLDER = join('host-tools', 'simulator', 'scenarios')
const shipped = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))
const published = readFileSync(SCHEMA_FILE, 'utf8')
const accepts = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(
  JSON.parse(published),
)

test('the published file is current: npm run schema writes it', () => {
  expect(published).toBe(scenarioJsonSchema())
})

test('eight scenarios ship', () => expect(shipped).toHaveLength(8))

test.each(shipped)('%s is accepted', (name) => {
  accepts(parse(readFileSync(join(FOLDER, name), 'utf8')))
  expect(accepts.errors ?? []).toEqual([])
})

test.each([
  ['an unknown key', (file: Record<string, unknown>) => ({ ...file, durration: '1 h' })],
  ['an unknown layer', (file) => ({ ...file, world: { layers: [{ layer: 'frog' }] } })],
  ['no kits', (file) => ({ ...file, kits: [] })],
  ['a duration without a unit', (file) => ({ ...file, duration: '12' })],
  ['a fault that is not known', (file) => ({ ...file, faults: [{ fault: 'stuckfan' }] })],
] as [string, (file: Record<string, unknown>) => unknown][])('%s is not', (_, spoil) => {
  const file = parse(readFileSync(join(FOLDER, shipped[0]!), 'utf8'))
  expect(accepts(spoil(file))).toBe(false)
})
