/** What InfluxDB is sent, letter by letter, and what its replies mean. */
import type { TargetConfig } from '../../device/config/targets.ts'
import { benchOf, bodyOf, fateOf, NOON_S, TargetBench } from '../support/target-bench.ts'

const INFLUX: TargetConfig = {
  kind: 'influxdb',
  url: 'http://db/api/v2/write?org=o&bucket=b',
  authorization: 'Token abc',
}

describe('InfluxDB', () => {
  test('gets one line a part, with what a mean is worth', () => {
    const post = benchOf(INFLUX).next()
    expect([post.method, post.url]).toEqual([
      'POST',
      'http://db/api/v2/write?org=o&bucket=b&precision=s',
    ])
    expect(post.headers).toEqual([
      'Content-Type',
      'text/plain; charset=utf-8',
      'Authorization',
      'Token abc',
    ])
    expect(bodyOf(post)).toBe(
      `meetkit,kit=kit-1,part=SDS011 pm25_n=300i,pm25_flags=0i,pm25=0.01,pm25_min=0.00,` +
        `pm25_max=0.03,pm25_sd=0.01,pm10_n=300i,pm10_flags=0i,pm10=20.01,pm10_min=20.00,` +
        `pm10_max=20.03,pm10_sd=0.01 ${NOON_S}\n` +
        `meetkit,kit=kit-1,part=BME280 temperature_n=300i,temperature_flags=0i,` +
        `temperature=-1.05,temperature_min=-1.06,temperature_max=-1.03,temperature_sd=0.01,` +
        `humidity_n=300i,humidity_flags=0i,humidity=80.50,humidity_min=80.49,humidity_max=80.52,` +
        `humidity_sd=0.01,pressure_n=300i,pressure_flags=0i,pressure=101325,` +
        `pressure_min=101324,pressure_max=101327,pressure_sd=1 ${NOON_S}\n`,
    )
  })

  test('is told of a part that does not answer, and of no unknown part or quantity', () => {
    const post = new TargetBench([{ kind: 'influxdb', url: 'http://db/write' }])
      .learnTime()
      .average([
        { quantity: 3, part: 3, mean: 0, count: 0 },
        { quantity: 99, part: 1, mean: 7 },
        { quantity: 1, part: 77, mean: 7 },
        { quantity: 1, part: 1, mean: 7 },
        { quantity: 1, part: 1, mean: 8 },
      ])
      .up()
      .next()
    expect(post.url).toBe('http://db/write?precision=s')
    expect(post.headers).toEqual(['Content-Type', 'text/plain; charset=utf-8'])
    expect(bodyOf(post)).toBe(
      `meetkit,kit=kit-1,part=SDS011 pm25_n=300i,pm25_flags=0i,pm25=0.07,pm25_min=0.06,` +
        `pm25_max=0.09,pm25_sd=0.01 ${NOON_S}\n` +
        `meetkit,kit=kit-1,part=SHT3X temperature_n=0i,temperature_flags=32i ${NOON_S}\n`,
    )
  })

  test('gets as many records as fit 1,024 bytes, each whole', () => {
    const kit = new TargetBench([INFLUX]).learnTime()
    for (let i = 0; i < 5; i++) kit.average([{ quantity: 1, part: 1, mean: i }])
    kit.average().average().average().average().up()
    const post = kit.next()
    expect(post.body.length).toBeLessThanOrEqual(1_024)
    expect(bodyOf(post)).toMatch(/^(meetkit,kit=kit-1,part=\w+ [\w.=,-]+ \d{10}\n){5}$/)
    post.reply(204, '')
    expect(bodyOf(kit.next())).toContain('part=SDS011')
  })

  // Codes: InfluxDB API reference, /write of 1.8 and /api/v2/write of 2.7.
  test.each([
    [204, 'stored'],
    [200, 'kept'],
    [0, 'kept'],
    [401, 'kept'],
    [404, 'kept'],
    [429, 'kept'],
    [500, 'kept'],
    [503, 'kept'],
    [400, 'given up'],
    [413, 'given up'],
    [422, 'given up'],
  ])('%d: the record is %s', (status, fate) => {
    const kit = benchOf(INFLUX)
    const post = kit.next()
    post.reply(status, '')
    kit.pass(1)
    expect(fateOf(kit)).toBe(fate)
    if (fate === 'kept') expect(kit.next().body).toEqual(post.body)
  })
})
