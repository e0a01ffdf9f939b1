/** What Sensor.Community and Madavi are sent, letter by letter, and what replies mean. */
import type { TargetConfig } from '../../device/config/targets.ts'
import type { Post } from '../support/network-double.ts'
import { benchOf, bodyOf, fateOf, kitChannels, TargetBench } from '../support/target-bench.ts'

const COMMUNITY: TargetConfig = { kind: 'sensor-community', url: 'http://sc/', node: 'esp32-1' }
const MADAVI: TargetConfig = { kind: 'madavi', url: 'http://madavi/data.php', node: 'esp32-1' }

const MESSAGE = '{"software_version":"meetkit-100","sensordatavalues":['
const value = (type: string, text: string) => `{"value_type":"${type}","value":"${text}"}`

describe('Sensor.Community', () => {
  test('gets one request a part, told apart by the pin', () => {
    const kit = benchOf(COMMUNITY)
    const first = kit.next()
    expect([first.method, first.url]).toEqual(['POST', 'http://sc/'])
    expect(bodyOf(first)).toBe(`${MESSAGE}${value('P2', '0.01')},${value('P1', '20.01')}]}`)
    first.reply(201, '')
    const second = kit.next()
    expect([first.headers, second.headers]).toEqual(
      ['1', '11'].map((pin) => [
        'Content-Type',
        'application/json',
        'X-Sensor',
        'esp32-1',
        'X-Pin',
        pin,
      ]),
    )
    expect(bodyOf(second)).toBe(
      `${MESSAGE}${value('temperature', '-1.05')},${value('humidity', '80.50')},` +
        `${value('pressure', '101325')}]}`,
    )
    expect(kit.pending(0)).toBe(1)
    second.reply(201, '')
    kit.pass(1)
    expect([kit.pending(0), kit.journal.dropped(0)]).toEqual([0, 0])
  })

  test('gets nothing of parts and quantities that it does not know, nothing twice', () => {
    const kit = new TargetBench([COMMUNITY]).learnTime()
    kit
      .average([{ quantity: 1, part: 77, mean: 7 }])
      .up()
      .pass(20)
    kit.average([
      { quantity: 99, part: 3, mean: 1 },
      { quantity: 4, part: 3, mean: 0, count: 0 },
      { quantity: 3, part: 3, mean: 5 },
      { quantity: 3, part: 3, mean: 6 },
      { quantity: 1, part: 1, mean: 0, count: 0 },
    ])
    const post = kit.next()
    expect(post.headers[5]).toBe('7')
    expect(bodyOf(post)).toBe(`${MESSAGE}${value('temperature', '0.05')}]}`)
    post.reply(201, '')
    kit.pass(1)
    expect([kit.pending(0), kit.journal.dropped(0), kit.network.posts.length]).toEqual([0, 0, 1])
  })

  // airrohr-firmware, ext_def.h and fetchSensorSPS30; P4 stands in Sensor.Community's archive.
  test('an SPS30 has a pin and PM4 a name; a SEN55 has neither pin nor names', () => {
    const kit = new TargetBench([COMMUNITY]).learnTime()
    const particles = [6, 1, 7, 2]
    const of = (part: number) =>
      particles.map((quantity, i) => ({ quantity, part, mean: 100 * (i + 1) }))
    kit.average([...of(10), { quantity: 8, part: 10, mean: 1_000 }, ...of(8)]).up()
    const post = kit.next()
    expect(post.headers[5]).toBe('1')
    const values = ['P0', 'P2', 'P4', 'P1'].map((type, i) => value(type, `${i + 1}.00`))
    expect(bodyOf(post)).toBe(`${MESSAGE}${values}]}`)
    post.reply(201, '')
    kit.pass(1)
    expect([kit.pending(0), kit.network.posts.length]).toEqual([0, 1])
  })

  // airrohr-firmware, ext_def.h and fetchSensorSCD30.
  test('an SCD30 has a pin and CO2 a name; SCD4x and MH-Z19 have neither', () => {
    const kit = new TargetBench([COMMUNITY]).learnTime()
    kit
      .average([
        { quantity: 10, part: 14, mean: 431 },
        { quantity: 3, part: 14, mean: 1_950 },
        { quantity: 10, part: 15, mean: 500 },
        { quantity: 10, part: 16, mean: 600 },
      ])
      .up()
    const post = kit.next()
    expect(post.headers[5]).toBe('17')
    const values = [value('co2_ppm', '431'), value('temperature', '19.50')]
    expect(bodyOf(post)).toBe(`${MESSAGE}${values}]}`)
    post.reply(201, '')
    kit.pass(1)
    expect([kit.pending(0), kit.network.posts.length]).toEqual([0, 1])
  })

  // ext_def.h of airRohr: BMP280_API_PIN, DS18B20_API_PIN, DHT_API_PIN.
  test('has pins for airRohr’s parts and none for others', () => {
    const kit = new TargetBench([COMMUNITY]).learnTime().up()
    kit.average([
      { quantity: 11, part: 17, mean: 2_050 },
      { quantity: 3, part: 11, mean: 5 },
      { quantity: 5, part: 11, mean: 101_325 },
    ])
    const post = kit.next()
    expect(post.headers[5]).toBe('3')
    expect(bodyOf(post)).toBe(
      `${MESSAGE}${value('temperature', '0.05')},${value('pressure', '101325')}]}`,
    )
    post.reply(201, '')
    kit.pass(120)
    kit.average([{ quantity: 3, part: 13, mean: 2_506 }])
    const thermometer = kit.next()
    expect(thermometer.headers[5]).toBe('13')
    expect(bodyOf(thermometer)).toBe(`${MESSAGE}${value('temperature', '25.06')}]}`)
    thermometer.reply(201, '')
    kit.pass(120)
    kit.average([{ quantity: 4, part: 12, mean: 6_520 }])
    const hygrometer = kit.next()
    expect(hygrometer.headers[5]).toBe('7')
    expect(bodyOf(hygrometer)).toBe(`${MESSAGE}${value('humidity', '65.20')}]}`)
    hygrometer.reply(201, '')
    kit.pass(1)
    expect([kit.pending(0), kit.network.posts.length]).toEqual([0, 3])
  })

  // airRohr, airrohr-firmware.ino, fetchSensorDNMS, and ext_def.h, DNMS_API_PIN.
  test('gets sound levels as airRohr names them, and no supply', () => {
    const noise = [13, 14, 15].map((quantity) => ({ quantity, part: 18, mean: quantity * 40 }))
    const [community, madavi] = [COMMUNITY, MADAVI].map((target) => {
      const kit = new TargetBench([target]).learnTime()
      return kit
        .average([...noise, { quantity: 16, part: 20, mean: 4_012 }])
        .up()
        .next()
    }) as [Post, Post]
    expect(community.headers[5]).toBe('15')
    expect(bodyOf(community)).toBe(
      `${MESSAGE}${value('noise_LAeq', '52.0')},${value('noise_LA_min', '56.0')},` +
        `${value('noise_LA_max', '60.0')}]}`,
    )
    expect(bodyOf(madavi)).toBe(
      `${MESSAGE}${value('DNMS_noise_LAeq', '52.0')},${value('DNMS_noise_LA_min', '56.0')},` +
        `${value('DNMS_noise_LA_max', '60.0')}]}`,
    )
  })

  // Codes: feinstaub-api, sensors/views.py and authentication.py; its refusals store nothing.
  test.each([
    [201, 'stored'],
    [400, 'kept'],
    [403, 'kept'],
    [429, 'kept'],
    [301, 'kept'],
    [0, 'given up'],
    [200, 'given up'],
    [299, 'given up'],
    [500, 'given up'],
    [502, 'given up'],
  ])('%d: the record is %s', (status, fate) => {
    const kit = new TargetBench([COMMUNITY]).learnTime()
    kit.average([{ quantity: 1, part: 1, mean: 7 }]).up()
    kit.next().reply(status, '')
    kit.pass(1)
    expect(fateOf(kit)).toBe(fate)
  })

  test('what was refused is sent again while it is fresh, and counts as missed then', () => {
    const kit = benchOf(COMMUNITY)
    kit.network.onPost = (post) => post.reply(post.headers[5] === '1' ? 201 : 403, '')
    kit.pass(310)
    const pins = kit.network.posts.map(({ headers }) => headers[5])
    expect(pins.filter((pin) => pin === '1').length).toBe(1)
    expect(pins.length).toBeGreaterThan(3)
    kit.pass(900)
    expect([kit.pending(0), kit.journal.dropped(0)]).toEqual([0, 1])
  })
})

describe('Madavi', () => {
  test('gets one message with the names of the parts before the values', () => {
    const kit = benchOf(MADAVI)
    const post = kit.next()
    expect(post.url).toBe('http://madavi/data.php')
    expect(post.headers).toEqual(['Content-Type', 'application/json', 'X-Sensor', 'esp32-1'])
    expect(bodyOf(post)).toBe(
      `${MESSAGE}${value('SDS_P2', '0.01')},${value('SDS_P1', '20.01')},` +
        `${value('BME280_temperature', '-1.05')},${value('BME280_humidity', '80.50')},` +
        `${value('BME280_pressure', '101325')}]}`,
    )
    // data.php ends with "ok".
    post.reply(200, 'ok')
    kit.pass(1)
    expect(fateOf(kit)).toBe('stored')
  })

  test('gets an SPS30 by its name', () => {
    const kit = new TargetBench([MADAVI]).learnTime()
    kit.average([{ quantity: 7, part: 8, mean: 431 }]).up()
    expect(bodyOf(kit.next())).toBe(`${MESSAGE}${value('SPS30_P4', '4.31')}]}`)
  })

  test('gets CO2 as airRohr names it', () => {
    const kit = new TargetBench([MADAVI]).learnTime()
    kit.average([{ quantity: 10, part: 14, mean: 431 }]).up()
    expect(bodyOf(kit.next())).toBe(`${MESSAGE}${value('SCD30_co2_ppm', '431')}]}`)
  })

  // fetchSensorDHT of airRohr: it names these two values alone without their part.
  test('of a DHT22 it gets bare names', () => {
    const kit = new TargetBench([MADAVI]).learnTime().up()
    kit.average([
      { quantity: 3, part: 12, mean: -105 },
      { quantity: 4, part: 12, mean: 6_520 },
      { quantity: 3, part: 13, mean: 2_506 },
    ])
    expect(bodyOf(kit.next())).toBe(
      `${MESSAGE}${value('temperature', '-1.05')},${value('humidity', '65.20')},` +
        `${value('DS18B20_temperature', '25.06')}]}`,
    )
  })

  test('201 is not its answer', () => {
    const kit = benchOf(MADAVI)
    kit.next().reply(201, '')
    kit.pass(1)
    expect(fateOf(kit)).toBe('given up')
  })
})

test.each([
  [COMMUNITY, 60],
  [MADAVI, 30],
] as const)('$0.kind is left alone for a while after each record', (config, restS) => {
  const kit = new TargetBench([config]).learnTime().average().close(kitChannels(2)).up()
  const sentMs: number[] = []
  kit.network.onPost = (post) => {
    sentMs.push(kit.utcMs)
    post.reply(config.kind === 'madavi' ? 200 : 201, '')
  }
  kit.pass(100)
  const gaps = sentMs.slice(1).map((at, i) => at - sentMs[i]!)
  expect(gaps.filter((gap) => gap > 0)).toEqual([restS * 1000])
})
