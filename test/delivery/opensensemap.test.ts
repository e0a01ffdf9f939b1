/** What openSenseMap is sent, letter by letter, and what its replies mean. */
import type { TargetConfig } from '../../device/config/targets.ts'
import { benchOf, bodyOf, fateOf, TargetBench } from '../support/target-bench.ts'

const BOX = '5a0c2cc89fd3c200111118f0'
const id = (digit: string) => digit.repeat(24)
const SENSE: TargetConfig = {
  kind: 'opensensemap',
  url: 'https://osm',
  box: BOX,
  sensors: { pm25: id('a'), pm10: id('b'), temperature: id('c') },
  token: 'secret',
}

describe('openSenseMap', () => {
  const T = '2025-12-31T12:00:00Z'

  /** A bench that has been told that nothing of it is there. */
  function asked(config = SENSE): TargetBench {
    const kit = benchOf(config)
    kit.next().reply(200, '[]')
    return kit
  }

  test('is asked for the last measurement of the first record after a boot', () => {
    const post = benchOf(SENSE).next()
    expect([post.method, post.body.length]).toEqual(['GET', 0])
    expect(post.url).toBe(
      `https://osm/boxes/${BOX}/data/${id('c')}?from-date=${T}&to-date=${T}&format=json`,
    )
  })

  test('gets an array of measurements, with the token bare', () => {
    const post = asked().next()
    expect([post.method, post.url]).toEqual(['POST', `https://osm/boxes/${BOX}/data`])
    expect(post.headers).toEqual(['Content-Type', 'application/json', 'Authorization', 'secret'])
    expect(bodyOf(post)).toBe(
      `[{"sensor":"${id('a')}","value":"0.01","createdAt":"${T}"},` +
        `{"sensor":"${id('b')}","value":"20.01","createdAt":"${T}"},` +
        `{"sensor":"${id('c')}","value":"-1.05","createdAt":"${T}"}]`,
    )
  })

  test('gets no value twice, none that is missing, and no record without any', () => {
    const { token: _, ...open } = SENSE as { token?: string } & typeof SENSE
    const kit = new TargetBench([open]).learnTime()
    kit.average([{ quantity: 5, part: 2, mean: 101_325 }])
    kit.average([
      { quantity: 1, part: 1, mean: 0, count: 0 },
      { quantity: 3, part: 3, mean: 2_000 },
      { quantity: 3, part: 2, mean: 2_100 },
    ])
    kit.up().next().reply(200, '[]')
    const post = kit.next()
    expect(post.headers).toEqual(['Content-Type', 'application/json'])
    expect(bodyOf(post)).toBe(
      `[{"sensor":"${id('c')}","value":"20.00","createdAt":"2025-12-31T12:05:00Z"}]`,
    )
    post.reply(201, '')
    kit.pass(1)
    expect([kit.journal.dropped(0), kit.pending(0)]).toEqual([0, 0])
  })

  test('batches stay below 1,024 bytes and are whole', () => {
    const kit = new TargetBench([SENSE]).learnTime()
    for (let i = 0; i < 20; i++) kit.average()
    kit.up().next().reply(200, '[]')
    let measurements = 0
    for (let i = 0; i < 7; i++) {
      const post = kit.next()
      expect(post.body.length).toBeLessThanOrEqual(1_024)
      measurements += JSON.parse(bodyOf(post)).length
      post.reply(201, '')
    }
    kit.pass(10)
    expect([measurements, kit.pending(0)]).toEqual([60, 0])
  })

  // Codes: openSenseMap-API, measurementsController.js, helpers/errorHandler.js.
  test.each([
    [201, 'stored', 'POST'],
    [422, 'given up', 'POST'],
    [400, 'kept', 'POST'],
    [401, 'kept', 'POST'],
    [404, 'kept', 'POST'],
    [415, 'kept', 'POST'],
    [429, 'kept', 'POST'],
    [301, 'kept', 'POST'],
    [499, 'kept', 'POST'],
    [0, 'kept', 'GET'],
    [200, 'kept', 'GET'],
    [299, 'kept', 'GET'],
    [500, 'kept', 'GET'],
    [502, 'kept', 'GET'],
  ])('%d: the record is %s, the next request is a %s', (status, fate, method) => {
    const kit = asked()
    kit.next().reply(status, '')
    kit.pass(1)
    expect(fateOf(kit)).toBe(fate)
    if (fate !== 'kept') kit.average()
    expect(kit.next().method).toBe(method)
  })

  test('a record that is there is not sent; the next one is asked for', () => {
    const kit = benchOf(SENSE).average()
    const reply = `[{"createdAt":"${T.slice(0, -1)}.000Z","value":"-1.05"}]`
    kit.network.posts[0]!.reply(200, '')
    const again = kit.next()
    again.reply(200, reply)
    const next = kit.next()
    expect([next.method, next.url.includes('from-date=2025-12-31T12:05:00Z')]).toEqual([
      'GET',
      true,
    ])
    next.reply(200, '[]')
    expect(bodyOf(kit.next())).toContain('"value":"0.02"')
    expect(kit.journal.dropped(0)).toBe(0)
  })

  test.each([
    [200, '<html>'],
    [200, ''],
    [200, '[{"createdAt":"2025-12-31T11:55:00.000Z"}]'],
    [404, '[]'],
    [0, ''],
    [500, '[]'],
  ])('the answer %d %s tells nothing: it is asked again', (status, text) => {
    const kit = benchOf(SENSE)
    const question = kit.next()
    question.reply(status, text)
    const again = kit.next()
    expect([again.method, again.url]).toEqual(['GET', question.url])
    expect(kit.pending(0)).toBe(1)
  })

  test('requests keep a distance of five seconds while all goes well', () => {
    const kit = new TargetBench([SENSE]).learnTime()
    for (let i = 0; i < 10; i++) kit.average()
    const sentMs: number[] = []
    kit.network.onPost = (post) => {
      if (post.method === 'POST') sentMs.push(kit.utcMs)
      post.reply(post.method === 'GET' ? 200 : 201, '[]')
    }
    kit.up().pass(120)
    expect(sentMs.slice(1).map((at, i) => at - sentMs[i]!)).toEqual([5_000, 5_000, 5_000])
  })
})
