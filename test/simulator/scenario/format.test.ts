/** What a scenario file is told when it is wrong: where, what, and the near word. */
import { ScenarioError } from '../../../host-tools/simulator/scenario/format/complaint.ts'
import { checkMeaning } from '../../../host-tools/simulator/scenario/format/meaning.ts'
import { parseScenario } from '../../../host-tools/simulator/scenario/format/read.ts'

const GOOD = `version: 1
title: Try
place: { latitude: 52, longitude: 5 }
start: 2025-12-31T18:00:00+01:00
duration: 2 h
world:
  layers:
    - { layer: weather, temperature: 4, dewPoint: 1 }
    - { layer: fog, from: "18:30", until: "19:30" }
kits:
  - name: ward
    count: 3
    parts: [{ part: SDS011 }, { part: BME280 }]
  - name: street
    count: 12
    parts: [{ part: SDS011 }]
faults:
  - { fault: stuck-fan, name: fan, kits: 1 of ward, part: SDS011 }
expect:
  - { expect: flag, flag: stuck, kits: hit by fan }
`

function complaintsOf(text: string): string[] {
  try {
    checkMeaning('f.yaml', parseScenario('f.yaml', text))
    return []
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.message.split('\n')
  }
}

const changed = (from: string, to: string) => {
  expect(GOOD).toContain(from)
  return GOOD.replace(from, to)
}

test('a good one is read, with its defaults', () => {
  expect(complaintsOf(GOOD)).toEqual([])
  const { file } = parseScenario('f.yaml', GOOD)
  expect(file.seed).toBe(1)
  expect(file.settle).toBe('30 min')
  expect(file.kits[0]).toMatchObject({
    config: { periodS: 300, targets: [{ kind: 'hub' }] },
    flash: { blocks: 16, blockLength: 4_096, writeAlign: 4 },
  })
})

test.each([
  ['version: 1', 'version: 2', 'f.yaml:1:10: version: version 1 is wanted, not 2'],
  [
    'longitude',
    'longitud',
    'f.yaml:3:24: place.longitud: unknown key "longitud", did you mean "longitude"?',
  ],
  [
    '2 h',
    '2 hours',
    'f.yaml:5:11: duration: a duration is wanted, such as 20 s, 5 min or 12 h, not "2 hours"',
  ],
  [
    '2 h',
    '[2]',
    'f.yaml:5:11: duration: a duration is wanted, such as 20 s, 5 min or 12 h, not [2]',
  ],
  [
    'layer: fog',
    'layer: frog',
    'f.yaml:9:16: world.layers[1].layer: "frog" is not known, did you mean "fog"?',
  ],
  ['layer: fog,', '', 'f.yaml:9:7: world.layers[1]: "layer" is missing'],
  [
    'temperature: 4',
    'temperature: cold',
    'f.yaml:8:38: world.layers[0].temperature: a number from -60 to 60 is wanted, not "cold"',
  ],
  [
    'temperature: 4',
    'temperature: 400',
    'f.yaml:8:38: world.layers[0].temperature: a number from -60 to 60 is wanted, not 400',
  ],
  [
    'dewPoint: 1',
    'dewPoint: [1, 2, 3]',
    'f.yaml:8:51: world.layers[0].dewPoint: a number from -60 to 40 is wanted, ' +
      'or two in brackets: start and end, not [1,2,3]',
  ],
  ['"18:30"', '"25:30"', /^f\.yaml:9:27: world\.layers\[1\]\.from: a moment is wanted/],
  ['count: 3', 'count: 1.5', /^f\.yaml:12:12: kits\[0\]\.count: a whole number/],
  [
    'part: BME280',
    'part: BME208',
    'f.yaml:13:39: kits[0].parts[1].part: "BME208" is not known, did you mean "BME280"?',
  ],
  [
    'part: BME280',
    'part: BME280, adress: 119',
    'f.yaml:13:47: kits[0].parts[1].adress: unknown key "adress", did you mean "address"?',
  ],
  [
    'part: BME280',
    'part: use, name: SHT3, file: a.ts',
    'f.yaml:13:50: kits[0].parts[1].name: "SHT3" is not known, did you mean "SHT3x"?',
  ],
  ['part: BME280', 'part: use, file: a.ts', 'f.yaml:13:31: kits[0].parts[1]: "name" is missing'],
  [
    'fault: stuck-fan',
    'fault: stuckfan',
    'f.yaml:18:14: faults[0].fault: "stuckfan" is not known, did you mean "stuck-fan"?',
  ],
  [
    'fault: stuck-fan',
    'faultt: stuck-fan',
    'f.yaml:18:5: faults[0]: "fault" is missing, did you mean it by "faultt"?',
  ],
  [
    'part: BME280',
    'part: BME280, address: 0x50',
    'f.yaml:13:56: kits[0].parts[1].address: 0x76 or 0x77 is wanted, not 0x50',
  ],
  ['flag: stuck', 'flag: stick', /flag: "stick" is not known, did you mean "stuck"\?$/],
  [
    'expect: flag',
    'expect: flags',
    /expect\[0\]\.expect: "flags" is not known, did you mean "flag"\?$/,
  ],
  ['2025-12-31T18:00:00+01:00', '2025-12-31', /start: a moment with its zone is wanted/],
  ['title: Try', 'title: { en: Try }', /^f\.yaml:2:8: title: a text is wanted, or one in each/],
])('%s → %s', (from, to, message) => {
  const complaints = complaintsOf(changed(from, to))
  if (typeof message === 'string') expect(complaints).toContain(message)
  else expect(complaints[0]).toMatch(message)
})

test.each([
  ['hub, urll: x', /^f\.yaml:13:38: .*targets\[0\]\.urll: .*"urll", did you mean "url"\?$/],
  ['influxdb, authorisation: x', /unknown key "authorisation", did you mean "authorization"\?$/],
  ['madavi, box: x', /unknown key "box": one of kind, url, node is wanted$/],
  ['hubb', /targets\[0\]\.kind: "hubb" is not known, did you mean "hub"\?$/],
])('a target of kind %s is refused', (kind, message) => {
  const config = `count: 3\n    config: { targets: [{ kind: ${kind} }] }`
  expect(complaintsOf(changed('count: 3', config))).toEqual([expect.stringMatching(message)])
})

test.each([
  ['hit by fan', 'hit by fun', 'f.yaml:20:40: no fault is named "fun", did you mean "fan"?'],
  [
    'kits: hit by fan',
    'kits: street-13',
    /"street-13" is no kit: there are street-01 to street-12$/,
  ],
  ['kits: hit by fan', 'kits: wards', /"wards" is no kit and no group, did you mean "ward"\?$/],
  ['1 of ward', '1 of word', /"word" is no group, did you mean "ward"\?$/],
  ['1 of ward', 'hit by fan', /"fan" does not stand above: a fault can only speak of those/],
  ['1 of ward', 'hit by later', /: no fault is named "later"$/],
  [
    'part: SDS011 }\nexpect',
    'part: BME280 }\nexpect',
    /faults\[0\]\.part: BME280 has no fan and no laser/,
  ],
  [
    'part: SDS011 }\nexpect',
    'part: SDS01 }\nexpect',
    /no kit has "SDS01", did you mean "SDS011"\?$/,
  ],
  ['name: street', 'name: ward', /kits\[1\]\.name: "ward" stands there twice/],
  ['until: "19:30"', 'until: "18:20"', /layers\[1\]\.until: ends before it begins/],
  ['until: "19:30"', 'until: 20 min', /layers\[1\]\.until: ends before it begins/],
  ['from: "18:30"', 'from: 3 h', /layers\[1\]\.from: 3 h comes after the end/],
  [
    'count: 3',
    'count: 3\n    config: { periodS: 7 }',
    /kits\[0\]\.config\.periodS: a whole number from 10 to 900 is wanted/,
  ],
  [
    'count: 3',
    'count: 3\n    config: { periodS: 70 }',
    /kits\[0\]\.config\.periodS: must divide 3600/,
  ],
  [
    'count: 3',
    'count: 3\n    config: { targets: [{ kind: opensensemap, box: x }] }',
    /kits\[0\]\.config\.targets\[0\]\.box: must be an id of 24 digits/,
  ],
  [
    'part: BME280',
    'part: use, name: SDS011, port: uart2, file: a.ts, address: 0x44',
    'f.yaml:13:92: kits[0].parts[1].address: SDS011 is not on I2C and has no address',
  ],
  [
    'part: BME280',
    'part: use, name: SHT3x, port: uart1, file: a.ts',
    'f.yaml:13:63: kits[0].parts[1].port: SHT3x is on I2C and has no port',
  ],
  ['part: BME280', 'part: use, name: SHT3x, file: a.ts', undefined],
  ['count: 3', 'count: 3\n    switchedOnWithin: 3 h', /switchedOnWithin: longer than all/],
  ['count: 3', 'count: 100000', undefined],
  [
    '{ fault: stuck-fan, name: fan, kits: 1 of ward, part: SDS011 }',
    '{ fault: power-cut, name: fan }',
    'f.yaml:18:5: faults[0]: "at" or "perDay" is missing',
  ],
  [
    '{ fault: stuck-fan, name: fan, kits: 1 of ward, part: SDS011 }',
    '{ fault: failing-target, name: fan, target: 2 }',
    /faults\[0\]\.target: no kit has more than 1/,
  ],
])('what the schema cannot tell: %s → %s', (from, to, message) => {
  const complaints = complaintsOf(changed(from, to))
  if (message === undefined) expect(complaints).toEqual([])
  else if (typeof message === 'string') expect(complaints).toEqual([message])
  else expect(complaints.join('\n')).toMatch(message)
})

test('more kits than can be', () => {
  const text = changed('count: 3', 'count: 100000').replace('count: 12', 'count: 100000')
  expect(complaintsOf(changed('count: 3', 'count: 100000'))).toEqual([])
  expect(complaintsOf(text)).toEqual([])
  const third = text.replace(
    'faults:',
    '  - { name: a, count: 1, parts: [{ part: SDS011 }] }\nfaults:',
  )
  expect(complaintsOf(third)).toEqual(['f.yaml:11:3: kits: 200001 kits are more than 200000'])
})

test('all that is wrong is told at once, up to a bound', () => {
  const wrong = changed('temperature: 4', 'temperature: x').replace('count: 3', 'count: -3')
  expect(complaintsOf(wrong).length).toBe(2)
  const many = Array.from({ length: 50 }, () => '  - { expect: nothing }').join('\n')
  expect(complaintsOf(`${GOOD}${many}\n`).length).toBe(20)
})
