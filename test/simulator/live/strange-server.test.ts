/** Servers that are not what they seem, and addresses that cannot be right. */
import { openTarget } from '../../../host-tools/simulator/live/live-target.ts'
import { HttpDouble } from '../../support/http-double.ts'
import { liveScenario, outcomesOf, play } from './live-play.ts'

const PROMISES = [{ expect: 'delivered-within', time: '5 min' }, { expect: 'nothing-lost' }]
const FILE = liveScenario({ expect: PROMISES })

let double: HttpDouble | undefined
afterEach(() => double?.close())

test('a page that says hello is no hub', async () => {
  double = await HttpDouble.start((response) => void response.end('hello'))
  const result = await play(double.url, { file: FILE })
  expect(result.totals.delivered).toBe(0)
  expect(outcomesOf(result)).toEqual(['failed', 'met'])
})

test('nobody is followed to where a login is asked for', async () => {
  double = await HttpDouble.start((response, _number, { path }) => {
    if (path === '/login') response.end('{"stored":999}')
    else response.writeHead(302, { Location: '/login' }).end()
  })
  const result = await play(double.url, { file: FILE })
  expect(result.totals.delivered).toBe(0)
  expect(double.posts.every(({ path }) => path === '/api/v1/batches')).toBe(true)
})

test('an answer without an end is read as far as a kit would read it', async () => {
  let sent = 0
  double = await HttpDouble.start((response) => {
    const page = Buffer.alloc(65_536, '.')
    const more = () => {
      while (!response.destroyed && response.write(page)) sent += page.length
      response.once('drain', more)
    }
    more()
  })
  const result = await play(double.url, { file: FILE })
  expect(result.totals.delivered).toBe(0)
  expect(sent / result.totals.uploads).toBeLessThan(10_000_000)
})

test('who breaks it off need not wait for a server that hangs', async () => {
  let asked = 0
  double = await HttpDouble.start(() => void asked++)
  const stop = new AbortController()
  const result = play(double.url, { file: FILE, stop, onStep: () => asked === 0 })
  const watch = setInterval(() => asked > 0 && stop.abort(), 5)
  expect((await result).totals.delivered).toBe(0)
  clearInterval(watch)
}, 10_000)

describe('addresses', () => {
  beforeEach(async () => {
    double = await HttpDouble.start((response) => void response.end())
  })

  test('a password is refused, and not printed', async () => {
    const address = double!.url.replace('//', '//anna:geheim@')
    const refusal = openTarget(`${address}/write?db=a`)
    await expect(refusal).rejects.toThrow(/anna:\*\*\*@.*MEETKIT_TARGET_AUTHORIZATION/)
    await expect(refusal).rejects.not.toThrow(/geheim/)
  })

  test.each([
    ['/write/?db=a', 'influxdb', '/write?db=a'],
    ['/influx/write?db=a', 'influxdb', '/influx/write?db=a'],
    ['/write?db=a&precision=ms', 'influxdb', '/write?db=a'],
    ['/?school=7', 'hub', '/api/v1/batches?school=7'],
  ])('%s is %s', async (path, kind, seen) => {
    const { config } = await openTarget(`${double!.url}${path}`)
    expect(config).toEqual({ kind, url: `${double!.url}${seen}` })
  })

  test.each(['mqtt://127.0.0.1:1/+/air', 'mqtt://127.0.0.1:1/air/%23'])(
    'a topic with a pattern: %s',
    async (address) => {
      await expect(openTarget(address)).rejects.toThrow('a topic has no + and no #')
    },
  )
})
