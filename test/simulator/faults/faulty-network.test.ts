/** A network that can fail, as one boot meets it; and what targets in trouble do to a kit. */
import { FaultyNetwork } from '../../../host-tools/simulator/faults/faulty-network.ts'
import type { KitFaults } from '../../../host-tools/simulator/faults/kit-faults.ts'
import { Life } from '../../../host-tools/simulator/faults/life.ts'
import { Wire } from '../../../host-tools/simulator/faults/wire.ts'
import { Kernel } from '../../../host-tools/simulator/kernel.ts'
import { type Exchange, SimNetwork } from '../../../host-tools/simulator/network.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { findingAt, inBoth, kitsOf, resultOf } from '../verdict/tiny.ts'

const START_MS = 1_700_000_000_000
const SECOND_US = 1_000_000

function rig(faults: KitFaults, text = 'fine') {
  const kernel = new Kernel()
  const life = new Life(kernel)
  const served: Exchange[] = []
  const posted: { body: number[]; target: number }[] = []
  const server = {
    serve(exchange: Exchange) {
      served.push(exchange)
      exchange.reply(200, text)
    },
  }
  const onUpload = (body: Uint8Array, _timeUs: number, target: number) =>
    void posted.push({ body: [...body], target })
  const sound = new SimNetwork(life, new Random(1, 1, 1), server, [], START_MS, onUpload)
  const wire = new Wire(kernel, new Random(1, 1, 2), server, faults.network ?? [], [])
  const network = new FaultyNetwork(life, sound, wire, faults, onUpload)
  /** By how many seconds the service that is asked at this moment is off; undefined: silent. */
  const offsetAt = (atS: number): number | undefined => {
    let offsetS: number | undefined
    kernel.run(atS * SECOND_US)
    network.requestTime((utcMs) => {
      offsetS = Math.round((utcMs - START_MS - kernel.nowUs / 1000) / 1000) + 0
    })
    kernel.run((atS + 5) * SECOND_US)
    return offsetS
  }
  return { kernel, life, network, served, posted, offsetAt }
}

test('the time service steps, is silent for a while, and is right again', () => {
  const { network, offsetAt } = rig({
    clock: [
      { atS: 100, offsetS: 3_600 },
      { atS: 300, offsetS: -60 },
      { atS: 400, offsetS: 0 },
    ],
    timeSilences: [{ fromS: 200, toS: 250 }],
  })
  network.connect(() => {})
  const moments = [50, 100, 190, 220, 260, 310, 500]
  expect(moments.map(offsetAt)).toEqual([0, 3_600, 3_600, undefined, 3_600, -60, 0])
})

test('a body is what it was when it was sent, whatever the board writes over it', () => {
  const { kernel, network, served, posted } = rig({})
  const buffer = Uint8Array.of(1, 2, 3, 4)
  let isUp = false
  network.connect((up) => {
    isUp = up
  })
  kernel.run(10 * SECOND_US)
  expect(isUp).toBe(true)
  const heard: unknown[] = []
  network.request(1, 'POST', 'http://x/', [], buffer, 3, (...reply) => heard.push(reply))
  buffer.fill(9)
  kernel.run(20 * SECOND_US)
  expect(posted).toEqual([{ body: [1, 2, 3], target: 1 }])
  expect(served.map(({ body, number, target }) => [[...body], number, target])).toEqual([
    [[1, 2, 3], 0, 1],
  ])
  expect(heard).toEqual([[200, 'fine', 0]])
})

test('a reply is cut to what a board reads, a GET is no upload, and the dead send nothing', () => {
  const { kernel, life, network, served, posted } = rig({}, 'x'.repeat(1_000))
  network.connect(() => {})
  kernel.run(10 * SECOND_US)
  const lengths: number[] = []
  const ask = (method: 'GET' | 'POST') =>
    network.request(0, method, 'http://x/', [], new Uint8Array(1), 1, (_status, text) =>
      lengths.push(text.length),
    )
  ask('GET')
  kernel.run(20 * SECOND_US)
  expect([lengths, posted.length]).toEqual([[256], 0])
  life.end()
  ask('POST')
  kernel.run(40 * SECOND_US)
  expect([served.length, posted.length]).toEqual([1, 0])
})

test.each([
  [{ fault: 'failing-target' }, 'late'],
  [{ fault: 'slow-target', by: '3 min' }, 'late'],
  [{ fault: 'bad-network', lostRequests: '100 %' }, 'late'],
  [{ fault: 'slow-target', by: '2 s' }, 'met'],
  [{ fault: 'bad-network', doubledReplies: '100 %' }, 'met'],
  [{ fault: 'bad-network', garbledReplies: '50 %', lateBy: '5 s' }, 'either'],
])(
  '%j from 3 to 9 min: nothing is lost or made up, and the other kit is in time',
  async (fault, wanted) => {
    const result = await resultOf({
      duration: '10 min',
      settle: '10 min',
      kits: [kitsOf({ config: { periodS: 60 } })],
      faults: [{ kits: 'a-01', from: '3 min', until: '9 min', ...fault }],
      expect: [
        { expect: 'delivered-within', time: '1 min' },
        { expect: 'nothing-lost' },
        { expect: 'nothing-invented' },
        { expect: 'backlog-below', records: 2 },
      ],
    })
    const of = (id: string) => [0, 1, 2, 3].map((i) => inBoth(findingAt(result, id, i)))
    const [within, ...rest] = of('a-01')
    if (wanted === 'late') expect(within).toMatch(/ came within 1 min, the latest after .* min, /)
    if (wanted === 'met') expect(within).toBe('met')
    expect(rest).toEqual(['met', 'met', 'met'])
    expect(of('a-02')).toEqual(['met', 'met', 'met', 'met'])
  },
)
