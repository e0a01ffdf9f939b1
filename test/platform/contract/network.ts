/** The contract of the network. */
import { CHANNELS_MAX, NO_REPLY } from '../../../device/platform/io.ts'
import { pattern, type Rig } from './rig.ts'

const REPLY_LENGTH_MAX = 256
const HEADERS = ['Content-Type', 'application/cbor', 'X-Sensor', 'esp32-1']
const URL = 'http://hub.test:8080/api/v1/batches'
const OTHER_URL = 'http://other.test/write?precision=s'

/** `rig` is the rig of the running test. */
export function networkContract(rig: () => Rig): void {
  describe('network', () => {
    function online(): void {
      rig().platform.network.connect(() => {})
      rig().joinWifi()
    }

    /** Posts `length` bytes; what comes back is added to `heard` as one text. */
    function post(heard: string[], url = URL, channel = 0, length = 4): void {
      const hear = (status: number, text: string, retryAfterS: number) =>
        heard.push(`${status} ${text} ${retryAfterS}`)
      rig().platform.network.request(channel, 'POST', url, HEADERS, pattern(length), length, hear)
    }

    test('tells every change of the link, once', () => {
      const heard: boolean[] = []
      rig().platform.network.connect((up) => heard.push(up))
      rig().joinWifi()
      rig().loseWifi()
      rig().joinWifi()
      expect(heard).toEqual([true, false, true])
    })

    test('sends the headers and the first bytes of the body, copied before it returns', () => {
      online()
      rig().servers.serve({ status: 200, text: '{"stored": 7}', afterMs: 100 })
      const body = pattern(300)
      const heard: [number, string][] = []
      rig().platform.network.request(0, 'POST', URL, HEADERS, body, 280, (status, text) =>
        heard.push([status, text]),
      )
      body.fill(9)
      rig().pass(60_000)
      expect(heard).toEqual([[200, '{"stored": 7}']])
      const [request] = rig().servers.heard
      expect(rig().servers.heard.length).toBe(1)
      expect([request!.method, request!.path]).toEqual(['POST', '/api/v1/batches'])
      expect(request!.body).toEqual(pattern(300).slice(0, 280))
      const headers = { 'content-type': 'application/cbor', 'x-sensor': 'esp32-1' }
      expect(request!.headers).toMatchObject(headers)
    })

    test('a GET has headers, a query and no body', () => {
      online()
      rig().servers.serve({ status: 200, text: '[]', afterMs: 10 })
      const heard: string[] = []
      rig().platform.network.request(
        1,
        'GET',
        'http://hub.test/data?a=1&b=2',
        ['Authorization', 'token'],
        pattern(8),
        0,
        (status, text) => heard.push(`${status} ${text}`),
      )
      rig().pass(60_000)
      expect(heard).toEqual(['200 []'])
      const [request] = rig().servers.heard
      expect([request!.method, request!.path]).toEqual(['GET', '/data?a=1&b=2'])
      expect(request!.body.length).toBe(0)
      expect(request!.headers['authorization']).toBe('token')
      expect(request!.headers['content-length']).toBeUndefined()
    })

    test('cuts the reply', () => {
      online()
      rig().servers.serve({ status: 422, text: 'x'.repeat(1000), afterMs: 10 })
      const heard: string[] = []
      post(heard)
      rig().pass(60_000)
      expect(heard).toEqual([`422 ${'x'.repeat(REPLY_LENGTH_MAX)} 0`])
    })

    test.each([
      ['120', 120],
      ['0', 0],
      ['', 0],
      ['Wed, 31 Dec 2025 23:59:59 GMT', 0],
      ['-5', 0],
      ['1.5', 0],
      ['1e3', 0],
      ['99999999999', 0],
    ])('hears a Retry-After of "%s" as %d s', (retryAfter, seconds) => {
      online()
      rig().servers.serve({ status: 429, text: 'slow', afterMs: 10, retryAfter })
      const heard: string[] = []
      post(heard)
      rig().pass(60_000)
      expect(heard).toEqual([`429 slow ${seconds}`])
    })

    test('a refused connection is no reply, once, and the next exchange works', () => {
      online()
      rig().servers.serve('refuse')
      const heard: string[] = []
      post(heard)
      rig().pass(60_000)
      expect(heard).toEqual([`${NO_REPLY}  0`])
      rig().servers.serve({ status: 200, text: '', afterMs: 10 })
      post(heard)
      rig().pass(60_000)
      expect(heard).toEqual([`${NO_REPLY}  0`, '200  0'])
    })

    test('a server that keeps silent is not asked twice at once on one channel', () => {
      online()
      rig().servers.serve('later')
      const first: string[] = []
      const second: string[] = []
      post(first)
      rig().pass(40_000)
      post(second, URL, 0, 5)
      rig().pass(1_000)
      expect(first.length).toBeLessThanOrEqual(1)
      expect([...first, ...second].filter((one) => one !== `${NO_REPLY}  0`)).toEqual([])
    })

    test('requests on all channels at once are answered, each with its own reply', () => {
      online()
      const heard: string[][] = [[], [], [], []]
      for (let channel = 0; channel < CHANNELS_MAX; channel++) {
        rig().servers.serve({ status: 200 + channel, text: '', afterMs: 10 }, `h${channel}.test`)
        post(heard[channel]!, `http://h${channel}.test/`, channel, 1 + channel)
      }
      rig().pass(5_000)
      expect(heard).toEqual([['200  0'], ['201  0'], ['202  0'], ['203  0']])
      const lengths = rig().servers.heard.map(({ body }) => body.length)
      expect(lengths.sort()).toEqual([1, 2, 3, 4])
    })

    test('a server that refuses or answers nothing holds up no other channel', () => {
      online()
      rig().servers.serve({ status: 200, text: 'ok', afterMs: 10 })
      rig().servers.serve('refuse', 'other.test')
      const dead: string[] = []
      const alive: string[] = []
      post(dead, OTHER_URL, 1)
      for (let i = 0; i < 3; i++) {
        post(alive, URL, 0)
        rig().pass(5_000)
      }
      rig().pass(60_000)
      expect(dead).toEqual([`${NO_REPLY}  0`])
      expect(alive).toEqual(['200 ok 0', '200 ok 0', '200 ok 0'])
    })
  })
}
