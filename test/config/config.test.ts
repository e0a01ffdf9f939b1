import { configFault, type KitConfig } from '../../device/config/config.ts'

const GOOD: KitConfig = {
  periodS: 300,
  targets: [{ kind: 'hub', url: 'http://hub/api/v1/batches' }],
  sensors: [{ part: 'SDS011', port: 'uart1' }],
}

test.each<[string, unknown[]]>([
  ['periodS', [undefined, 0, 7, 9, 11, 1800, 3600, -300, 300.5, Number.NaN, 'soon']],
  ['targets', [undefined, null, 'hub', {}, [], new Array(5).fill(GOOD.targets[0])]],
  ['sensors', [undefined, null, 'SDS011', {}, [], new Array(7).fill(GOOD.sensors[0])]],
])('a wrong %s is named', (field, values) => {
  for (const value of values) {
    const config = { ...GOOD, [field]: value } as KitConfig
    expect([value, configFault(config).split(':')[0]]).toEqual([value, field])
  }
})

test('a part that stands there twice is named', () => {
  const bme280 = { part: 'BME280', port: 'i2c1', address: 0x76 }
  const other = { ...bme280, address: 0x77 }
  expect(configFault({ ...GOOD, sensors: [bme280, other] })).toBe('')
  expect(configFault({ ...GOOD, sensors: [bme280, other, bme280] })).toContain('twice')
})

test.each([10, 12, 60, 300, 900])('a period of %d s is taken', (periodS) => {
  expect(configFault({ ...GOOD, periodS })).toBe('')
})

const ID = '5a0c2cc89fd3c200111118f0'
const SENSE = { kind: 'opensensemap', url: 'https://osm', box: ID, sensors: { pm25: ID } }
const COMMUNITY = { kind: 'sensor-community', url: 'http://sc/', node: 'esp32-1' }

test.each([
  ['hub', { kind: 'hub', url: 'https://hub' }],
  ['influxdb', { kind: 'influxdb', url: 'http://db' }],
  ['influxdb', { kind: 'influxdb', url: 'http://db', authorization: 'Token x' }],
  ['opensensemap', SENSE],
  ['opensensemap', { ...SENSE, token: 'x' }],
  ['sensor-community', COMMUNITY],
  ['madavi', { ...COMMUNITY, kind: 'madavi' }],
])('a good target is taken: %s', (_, target) => {
  const targets = new Array(4).fill(target) as KitConfig['targets']
  expect(configFault({ ...GOOD, targets })).toBe('')
})

const [HUB] = GOOD.targets
test.each<[string, unknown]>([
  ['', null],
  ['', 'hub'],
  ['', undefined],
  ['kind', {}],
  ['kind', { kind: 'mqtt', url: 'http://x' }],
  ['url', { kind: 'hub' }],
  ...[7, '', 'hub', 'httphub', 'ftp://hub', ' http://hub'].map((url): [string, unknown] => [
    'url',
    { ...HUB, url },
  ]),
  ['authorization', { kind: 'influxdb', url: 'http://db', authorization: 7 }],
  ['authorization', { kind: 'influxdb', url: 'http://db', authorization: '' }],
  ['authorization', { kind: 'influxdb', url: 'http://db', authorization: 'a\r\nb: c' }],
  ['authorization', { kind: 'influxdb', url: 'http://db', authorization: 'é' }],
  ['box', { ...SENSE, box: ID.slice(1) }],
  ['box', { ...SENSE, box: undefined }],
  ['token', { ...SENSE, token: '' }],
  ['sensors:', { ...SENSE, sensors: {} }],
  ['sensors:', { ...SENSE, sensors: undefined }],
  ['sensors:', { ...SENSE, sensors: null }],
  ['sensors.pm25:', { ...SENSE, sensors: { pm25: 'x' } }],
  ['sensors.pm10:', { ...SENSE, sensors: { pm25: ID, pm10: 5 } }],
  ['node', { ...COMMUNITY, node: undefined }],
  ['node', { ...COMMUNITY, kind: 'madavi', node: '' }],
])('of a wrong target the place is named: %s', (field, target) => {
  const targets = [HUB, target] as KitConfig['targets']
  expect(configFault({ ...GOOD, targets })).toContain(`targets[1].${field}`)
})
