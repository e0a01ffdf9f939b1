import { createServer } from 'node:net'
import { meetkit, testSignal } from '../support/meetkit.ts'
import { leftIn, scratchFolder, temporaryIn } from '../support/scratch.ts'

const folder = scratchFolder()
const env = temporaryIn(folder)
const FAST = ['demo', '--kits', '3', '--hours', '1', '--seconds', '0']
const SLOW = ['demo', '--kits', '2', '--hours', '8', '--seconds', '600']

/** How long each kit has said nothing, by the hub's clock. */
async function silentMs(url: string): Promise<number[]> {
  const { now, kits } = await (await fetch(`${url}api/v1/kits`)).json()
  return kits.map((kit: { lastSeen: string }) => Date.parse(now) - Date.parse(kit.lastSeen))
}

test('the night is played into a real hub, and everything is acknowledged', async () => {
  const { code, out } = await meetkit([...FAST, '--exit'], env)
  expect(out).toMatch(/Open http:\/\/127\.0\.0\.1:\d+\/ and watch/)
  expect(out).toMatch(/(\d+) records measured, \1 acknowledged by the hub/)
  expect(out).toContain('Nothing was lost.')
  expect(code).toBe(0)
  expect(leftIn(folder)).toEqual([])
})

test('a Dutch terminal is spoken to in Dutch', async () => {
  const { code, out } = await meetkit([...FAST, '--exit'], { ...env, LC_ALL: 'nl_NL.UTF-8' })
  expect(out).toContain('en zie de rook komen')
  expect(out).toContain('Niets ging verloren.')
  expect(code).toBe(0)
})

testSignal('the page stays open until Ctrl-C, which leaves nothing behind', async () => {
  let during: string[] = []
  let asked: Promise<number[]> | undefined
  const { code } = await meetkit(FAST, env, (out, kill) => {
    if (asked !== undefined || !out.includes('Ctrl-C ends it')) return
    during = leftIn(folder)
    const url = /Open (\S+) and/.exec(out)![1]!
    asked = silentMs(url)
    void asked.finally(() => kill('SIGINT'))
  })
  expect(code).toBe(0)
  // Kits report every few minutes, up to the end.
  const silences = await asked!
  expect(silences).toHaveLength(3)
  expect(Math.max(...silences)).toBeLessThan(900_000)
  expect(during).toHaveLength(1)
  expect(leftIn(folder)).toEqual([])
})

// npm hands Ctrl-C on to a command that has got it already.
testSignal.each([[['SIGINT', 'SIGINT']], [['SIGTERM']], [['SIGHUP']]] as NodeJS.Signals[][][])(
  '%j in the middle of the night ends with 130 and leaves nothing',
  async (signals) => {
    const { code } = await meetkit(SLOW, env, (out, kill) => {
      if (!out.includes('watch')) return
      for (const signal of signals.splice(0)) kill(signal)
    })
    expect(code).toBe(130)
    expect(leftIn(folder)).toEqual([])
  },
)

test('a port that is taken is said, with what to do, and leaves nothing', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address!.port : 0
  const { code, error } = await meetkit([...FAST, '--port', String(port)], env)
  server.close()
  expect(code).toBe(2)
  expect(error).toContain(`meetkit demo: port ${port} is taken`)
  expect(leftIn(folder)).toEqual([])
})

test('a reader that goes away early does not break the night off', async () => {
  const { code, error } = await meetkit([...FAST, '--exit'], env, (_out, _kill, closeOutput) =>
    closeOutput(),
  )
  expect([code, error]).toEqual([0, ''])
  expect(leftIn(folder)).toEqual([])
})
