/** Descriptions of campaigns, held against the rules of DCAT-AP-NL 3.0. */
import { readFileSync } from 'node:fs'
import { aboutOf } from '../../../host-tools/hub/about/about.ts'
import { type TestHub, testHub } from '../test-hub.ts'
import { school } from './school.ts'

interface Rule {
  readonly path: string
  readonly least: number
  readonly most?: number
  /** null: a literal; empty: any resource. */
  readonly range: string | null
}

type Node = Record<string, unknown>

const RULES: Record<string, Rule[]> = JSON.parse(
  readFileSync(new URL('../../vectors/dcat-ap-nl-3.0.json', `file://${__filename}`), 'utf8'),
).classes

const listOf = (value: unknown): Node[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((one) =>
    typeof one === 'object' ? one : { '@value': one },
  )

/** All nodes with a type, wherever they stand. */
function typedNodes(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(typedNodes)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([name, one]) =>
    name === '@context' ? [] : typedNodes(one),
  )
  return '@type' in value && !('@value' in value) ? [value as Node, ...inner] : inner
}

/** What breaks a rule. A node without a type only refers to one that stands elsewhere. */
function faultsOf(document: Node): string[] {
  const nodes = typedNodes(document['@graph'])
  const typeOf = new Map(nodes.map((node) => [node['@id'], node['@type']]))
  return nodes.flatMap((node) => {
    return (RULES[String(node['@type'])] ?? []).flatMap(({ path, least, most, range }) => {
      const where = `${node['@type']} ${node['@id']} ${path}`
      const values = listOf(node[path])
      const faults: string[] = []
      if (values.length < least) faults.push(`${where}: missing`)
      if (most !== undefined && values.length > most) faults.push(`${where}: too many`)
      for (const one of values) {
        const literal = '@value' in one
        if (literal !== (range === null)) faults.push(`${where}: literal or not`)
        const type = one['@type'] ?? typeOf.get(one['@id'])
        if (range && type !== range) faults.push(`${where}: is ${type}, not ${range}`)
      }
      return faults
    })
  })
}

let hub: TestHub
let catalogue: { '@context': Record<string, string>; '@graph': Node[] }
beforeAll(async () => {
  hub = await school()
  const reply = await hub.ask('/open/catalog.jsonld')
  expect(reply.headers.get('Content-Type')).toContain('application/ld+json')
  catalogue = await reply.json()
})
afterAll(() => hub.close())

const nodeOf = (type: string) => catalogue['@graph'].find((node) => node['@type'] === type)!

test('the catalogue keeps to every rule', () => {
  expect(faultsOf(catalogue)).toEqual([])
  const types = typedNodes(catalogue['@graph']).map((node) => node['@type'])
  for (const type of Object.keys(RULES)) expect(types).toContain(type)
})

test('the rules find what is missing', () => {
  for (const [type, rules] of Object.entries(RULES))
    for (const { path } of rules.filter(({ least }) => least > 0)) {
      const copy = structuredClone(catalogue)
      const node = typedNodes(copy['@graph']).find((one) => one['@type'] === type && path in one)!
      delete node[path]
      expect(faultsOf(copy)).toEqual([`${type} ${node['@id']} ${path}: missing`])
    }
})

test('every prefix is in the context, and every text in both languages', () => {
  const text = JSON.stringify(catalogue['@graph'])
  const used = new Set(Array.from(text.matchAll(/"(\w+):\w+":/g), ([, prefix]) => prefix!))
  for (const prefix of used) expect(catalogue['@context']).toHaveProperty(prefix)
  const languages = Array.from(text.matchAll(/"@language":"(\w+)"/g), ([, one]) => one)
  expect(languages.filter((one) => one === 'nl').length).toBeGreaterThan(10)
  for (const node of typedNodes(catalogue['@graph']))
    for (const path of ['dct:title', 'dct:description', 'foaf:name', 'rdfs:label', 'vcard:fn'])
      if (path in node)
        expect(listOf(node[path]).map((one) => one['@language'])).toEqual(['nl', 'en'])
})

test('a dataset tells its place, period, licence, quality and files', async () => {
  const dataset = nodeOf('dcat:Dataset')
  expect(dataset).toMatchObject({
    '@id': 'https://lucht.example/open/new-year-2018',
    'dct:temporal': {
      'dcat:startDate': { '@value': '2018-12-31T18:00:00Z', '@type': 'xsd:dateTime' },
      'dcat:endDate': { '@value': '2019-01-01T06:00:00Z' },
    },
    'dcat:spatialResolutionInMeters': { '@value': '50', '@type': 'xsd:decimal' },
    'dct:accrualPeriodicity': { '@id': expect.stringContaining('frequency/CONT') },
  })
  const places = listOf(dataset['dct:spatial'])
  expect(places[0]).toMatchObject({ '@id': 'https://sws.geonames.org/2743477/' })
  const box = String((places[1]!['dcat:bbox'] as Node)['@value'])
  expect(box).toMatch(/^POLYGON\(\(6\.\d+ 52\.\d+, /)
  expect(box).not.toContain('52.50001')
  expect(listOf(dataset['dct:provenance'])).toHaveLength(2)
  const files = listOf(dataset['dcat:distribution'])
  expect(files).toHaveLength(3)
  for (const file of files) {
    expect(file['dct:license']).toMatchObject({
      '@id': 'http://creativecommons.org/publicdomain/zero/1.0/deed.nl',
    })
    const address = String((file['dcat:accessURL'] as Node)['@id'])
    const reply = await hub.ask(address.replace('https://lucht.example', ''))
    expect([address, reply.status]).toEqual([address, 200])
    await reply.body?.cancel()
  }
})

test('a dataset is also told of by itself, at its own address', async () => {
  for (const path of ['/open/new-year-2018', '/open/new-year-2018.jsonld']) {
    const document = await (await hub.ask(path)).json()
    expect(faultsOf(document)).toEqual([])
    expect(document['@graph'][0]).toEqual(nodeOf('dcat:Dataset'))
  }
})

test('without campaigns there is no catalogue, and the answer says what to do', async () => {
  const empty = testHub(undefined, aboutOf('', 'empty.yaml'))
  const reply = await empty.ask('/open/catalog.jsonld')
  expect(reply.status).toBe(404)
  expect((await reply.json()).reason).toContain('--about')
  empty.close()
})

test('without an address of its own, links go to where the request went', async () => {
  const here = testHub(undefined, { kits: {}, campaigns: {} })
  const reply = await here.ask('http://lucht.local:8080/v1.1')
  expect((await reply.json()).value[0].url).toBe('http://lucht.local:8080/v1.1/Things')
  here.close()
})
