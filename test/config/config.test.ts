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
