/** What a file may not say although every word of it is well-formed. */
import { checkMeaning } from '../../../host-tools/simulator/scenario/format/meaning.ts'
import { parseFile } from '../../../host-tools/simulator/scenario/format/schema.ts'

const FIREWORKS = {
  layer: 'fireworks',
  radius: 500,
  bursts: 10,
  from: '10 min',
  peak: '20 min',
  until: '30 min',
}
const BASE = {
  version: 1,
  title: 'A street',
  place: { latitude: 52, longitude: 5 },
  start: '2025-12-31T18:00:00+01:00',
  duration: '2 h',
  world: { layers: [{ layer: 'background', pm25: 8, pm10: 14 }] },
  kits: [{ name: 'ward', count: 3, parts: [{ part: 'SDS011' }, { part: 'BME280' }] }],
  faults: [] as object[],
  expect: [{ expect: 'nothing-lost' }] as object[],
}

/** What is complained of. */
function complaints(change: Partial<Record<keyof typeof BASE, unknown>>): string[] {
  const found: string[] = []
  const complain = (_path: unknown, message: string) => {
    found.push(message)
    return { line: 1, column: 1, message }
  }
  try {
    checkMeaning('f.yaml', { text: '', file: parseFile({ ...BASE, ...change }), complain })
  } catch {
    // All of it was heard.
  }
  return found
}

/** A kit with a supply that is measured, and this fault of it. */
const onSupply = (kind: string) => ({
  kits: [{ name: 'ward', count: 1, parts: [{ part: 'battery' }] }],
  faults: [{ fault: kind, part: 'battery' }],
})
const world = (layer: object) => ({ world: { layers: [layer] } })
const fault = (one: object) => ({ faults: [one] })

test('what is right is right', () => {
  expect(complaints({ ...world(FIREWORKS), ...fault({ fault: 'reset', at: '119 min' }) })).toEqual(
    [],
  )
  expect(complaints(fault({ fault: 'reset', at: '1 h', kits: 'ward-03' }))).toEqual([])
})

test.each([
  [{ duration: '0 s', settle: '1 h' }, /^duration: must be longer/],
  [{ start: '2025-02-30T08:00:00Z' }, /^start: there is no such moment/],
  [{ start: '1990-01-01T08:00:00Z' }, /^start: kits know times from 2015 to 2099/],
  [{ start: '2099-12-31T23:00:00Z' }, /^start: kits know times from 2015 to 2099/],
  [{ start: '2025-13-01T08:00:00Z' }, /^start: there is no such moment/],
  [
    { kits: [{ name: 'all', count: 1, parts: [{ part: 'SDS011' }] }] },
    /"all" already means something/,
  ],
  [world({ ...FIREWORKS, calmRadius: 500 }), /calmRadius: leaves no room within 500 m/],
  [world({ ...FIREWORKS, peak: '5 min' }), /peak: does not lie between/],
  [world({ ...FIREWORKS, peak: '40 min' }), /peak: does not lie between/],
  [fault({ fault: 'reset', at: '2 h' }), /at: 2 h comes after the end of "duration"/],
  [fault({ fault: 'reset', at: '1 h', kits: 'ward-003' }), /"ward-003" is no kit/],
  [fault({ fault: 'reset', at: '1 h', kits: 'ward-04' }), /"ward-04" is no kit/],
  [fault({ fault: 'reset', at: '1 h', kits: '150 %' }), /150 % are more than there are/],
  [fault({ fault: 'reset', at: '1 h', kits: 4 }), /^4 are more than there are: 3$/],
  [fault({ fault: 'reset', at: '1 h', kits: '5 of ward' }), /^5 are more than there are: 3$/],
  [fault({ fault: 'reset', at: '1 h', kits: '16 %' }), /^16 % of 3 are none$/],
  [fault({ fault: 'reset', at: '1 h', kits: ['ward-01', '5 % of ward'] }), /^5 % of 3 are none$/],
  [{ expect: [{ expect: 'coverage', atLeast: '1 %', except: 7 }] }, /^7 are more than there are/],
  [fault({ fault: 'i2c-nack', part: 'SDS011' }), /SDS011 is not on I2C/],
  [onSupply('i2c-nack'), /battery is not on I2C/],
  [onSupply('loose-wire'), /battery has no wires that could fail/],
  [fault({ fault: 'loose-wire', part: 'SDS011', burst: '0 s' }), /burst: must be at least 1 ms/],
  [
    { faults: [1, 2].map(() => ({ fault: 'reset', at: '1 h', name: 'twice' })) },
    /name: "twice" stands there twice/,
  ],
  [{ expect: [{ expect: 'mean', quantity: 'pm25' }] }, /"within" or "orBy" is missing/],
  [{ expect: [{ expect: 'memory-below' }] }, /"jsVars", "xsSlots" or "growth" is missing/],
])('%j', (change, message) => {
  expect(complaints(change)).toContainEqual(expect.stringMatching(message))
})
