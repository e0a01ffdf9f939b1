/** The contract of the network. */
import { NO_REPLY } from '../../../device/platform/io.ts'
import { pattern, type Rig } from './rig.ts'

const REPLY_LENGTH_MAX = 256
const TYPE = 'application/cbor'
const URL = 'http://hub.test:8080/api/v1/batches'

/** `rig` is the rig of the running test. */
export function networkContract(rig: () => Rig): void {
  describe('network', () => {
    function online(): void {
      rig().platform.network.connect(() => {})
      rig().joinWifi()
    }

    test('tells every change of the link, once', () => {
      const heard: boolean[] = []
      rig().platform.network.connect((up) => heard.push(up))
      rig().joinWifi()
      rig().loseWifi()
      rig().joinWifi()
      expect(heard).toEqual([true, false, true])
    })

    test('sends the first bytes of the body, copied before post returns', () => {
      online()
      rig().serve({ status: 200, text: '{"stored": 7}', afterMs: 100 })
      const body = pattern(300)
      const heard: [number, string][] = []
      rig().platform.network.post(URL, TYPE, body, 280, (status, text) =>
        heard.push([status, text]),
      )
      body.fill(9)
      rig().pass(60_000)
      expect(heard).toEqual([[200, '{"stored": 7}']])
      expect(rig().bodies()).toEqual([pattern(300).slice(0, 280)])
    })

    test('cuts the reply', () => {
      online()
      rig().serve({ status: 422, text: 'x'.repeat(1000), afterMs: 10 })
      const heard: string[] = []
      rig().platform.network.post(URL, TYPE, pattern(4), 4, (_, text) => heard.push(text))
      rig().pass(60_000)
      expect(heard).toEqual(['x'.repeat(REPLY_LENGTH_MAX)])
    })

    test('a refused connection is no reply, once, and the next exchange works', () => {
      online()
      rig().serve('refuse')
      const heard: number[] = []
      rig().platform.network.post(URL, TYPE, pattern(4), 4, (status) => heard.push(status))
      rig().pass(60_000)
      expect(heard).toEqual([NO_REPLY])
      rig().serve({ status: 200, text: '', afterMs: 10 })
      rig().platform.network.post(URL, TYPE, pattern(4), 4, (status) => heard.push(status))
      rig().pass(60_000)
      expect(heard).toEqual([NO_REPLY, 200])
    })

    test('a server that keeps silent is not asked twice at once', () => {
      online()
      rig().serve('later')
      const heard: string[] = []
      rig().platform.network.post(URL, TYPE, pattern(4), 4, (status) => heard.push(`a${status}`))
      rig().pass(40_000)
      rig().platform.network.post(URL, TYPE, pattern(5), 5, (status) => heard.push(`b${status}`))
      rig().pass(1_000)
      expect(heard.filter((one) => one.startsWith('a')).length).toBeLessThanOrEqual(1)
      expect(heard.filter((one) => one !== 'a0' && one !== 'b0')).toEqual([])
    })
  })
}
