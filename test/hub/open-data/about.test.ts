/** What the keeper of a hub tells of kits and campaigns, and positions that are blurred. */
import { join } from 'node:path'
import fc from 'fast-check'
import { aboutOf, readAbout } from '../../../host-tools/hub/about/about.ts'
import { BLUR_M, blurred } from '../../../host-tools/hub/about/blur.ts'
import { startHub } from '../../../host-tools/hub/hub.ts'
import type { Position } from '../../../host-tools/hub/odata/expression.ts'

/** On a sphere, by the haversine. */
function metresBetween([x1, y1]: Position, [x2, y2]: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const h =
    Math.sin(radians(y2 - y1) / 2) ** 2 +
    Math.cos(radians(y1)) * Math.cos(radians(y2)) * Math.sin(radians(x2 - x1) / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h))
}

const position = fc.tuple(
  fc.double({ min: 3.3, max: 7.3, noNaN: true }),
  fc.double({ min: 50.7, max: 53.6, noNaN: true }),
)

describe('a blurred position', () => {
  test('is at most 50 m away, and mostly not where it was', () => {
    let moved = 0
    fc.assert(
      fc.property(position, (exact) => {
        const metres = metresBetween(exact, blurred(exact))
        expect(metres).toBeLessThan(BLUR_M)
        if (metres > 5) moved++
      }),
      { numRuns: 5_000 },
    )
    expect(moved).toBeGreaterThan(4_750)
  })

  test('tells the cell alone: all positions in it are shown as one, blurred again too', () => {
    fc.assert(
      fc.property(position, (exact) => {
        const shown = blurred(exact)
        expect(blurred(shown)).toEqual(shown)
        expect(blurred(exact)).toEqual(shown)
        // A walk of 20 m from the middle stays in the cell.
        for (const [east, north] of [
          [20, 0],
          [-20, 0],
          [0, 20],
          [0, -20],
        ] as const) {
          const degree = 111_195
          const width = degree * Math.cos((shown[1] * Math.PI) / 180)
          expect(blurred([shown[0] + east / width, shown[1] + north / degree])).toEqual(shown)
        }
      }),
    )
  })
})

const PUBLIC = `
publisher: { name: { nl: a, en: a } }
contact: { name: { nl: a, en: a }, url: 'https://a.example' }
`
const CAMPAIGN =
  'title: { nl: a, en: a }, description: { nl: a, en: a }, licence: cc0-1.0, ' +
  'from: 2020-01-01, to: 2020-01-02'

const HERE = '{ latitude: 1, longitude: 1, blur: true }'

const WRONG: [string, string][] = [
  ['kits: [', 'about.yaml: '],
  ['kits:\n  a:\n    nam: x', 'about.yaml:3: kits.a.nam: is not known here'],
  ['kits: { a: { name: "a b" } }', 'kits.a.name: must be letters'],
  [
    'kits:\n  a:\n    places:\n      - { latitude: 52, longitude: 6 }',
    'about.yaml:4: kits.a.places.0.blur: is missing',
  ],
  ['kits: { a: { places: [{ latitude: 99, longitude: 6, blur: true }] } }', 'places.0.latitude'],
  [
    'kits: { a: { places: [{ latitude: 1, longitude: 6, blur: maybe }] } }',
    'must be true or false',
  ],
  ['kits: { a: { codegemeente: Zwolle } }', 'kits.a.codegemeente: must be a code'],
  ['kits: { a: { name: x }, b: { name: x } }', 'kits a and b are both x'],
  [`kits: { a: { places: [${HERE}, ${HERE}] } }`, 'places.1.since: must be after the place before'],
  [`campaigns: { x: { ${CAMPAIGN} } }`, 'campaigns.x: needs a publisher'],
  [`${PUBLIC}campaigns: { X: { ${CAMPAIGN} } }`, 'an id is small letters'],
  [`${PUBLIC}campaigns: { x: { ${CAMPAIGN}, kits: [b] } }`, 'campaigns.x.kits: b is not among'],
  [
    `${PUBLIC}campaigns: { x: { ${CAMPAIGN.replace('2020-01-02', '2019-01-02')} } }`,
    'x.from: must be before to',
  ],
  [
    `${PUBLIC}campaigns: { x: { ${CAMPAIGN.replace('2020-01-02', 'soon')} } }`,
    'x.to: must be a UTC time',
  ],
  [
    `${PUBLIC}campaigns: { x: { ${CAMPAIGN.replace('cc0-1.0', 'mine')} } }`,
    'must be cc0-1.0 or cc-by-4.0',
  ],
  ['contact: { name: { nl: a, en: a } }', 'needs an email or a url'],
  ['address: ftp://a', 'address: must begin with http'],
]
test.each(WRONG)('%s is refused with its place', (text, message) => {
  expect(() => aboutOf(text, 'about.yaml')).toThrow(message)
})

test('an empty file and codes with or without zeros are fine', () => {
  expect(aboutOf('', 'about.yaml')).toMatchObject({ kits: {}, campaigns: {} })
  const { kits } = aboutOf('kits: { a: { codegemeente: 0193 }, b: { codegemeente: "193" } }', 'a')
  expect([kits['a']?.codegemeente, kits['b']?.codegemeente]).toEqual(['193', '193'])
})

test('a file that is not there stops the hub before it touches its database', async () => {
  const about = join('/nowhere', 'about.yaml')
  expect(() => readAbout(about)).toThrow(`${about} cannot be read`)
  await expect(startHub({ port: 0, database: ':memory:', about })).rejects.toThrow('cannot be read')
})
