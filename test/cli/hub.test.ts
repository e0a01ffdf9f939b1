import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { meetkit, testSignal } from '../support/meetkit.ts'
import { scratchFolder } from '../support/scratch.ts'

const folder = scratchFolder()

testSignal(
  '--json says where it is in one line; asked to end, it leaves the database',
  async () => {
    const file = join(folder, 'kept.sqlite')
    const { code, out, error } = await meetkit(
      ['hub', '--port', '0', '--database', file, '--json'],
      {},
      (printed, kill) => {
        if (printed.includes('\n')) kill('SIGTERM')
      },
    )
    expect([code, error]).toEqual([0, ''])
    const { url, port, database } = JSON.parse(out)
    expect([url, database]).toEqual([`http://127.0.0.1:${port}/`, file])
    expect(readdirSync(folder)).toEqual(['kept.sqlite'])
  },
)

testSignal('a second hub on the same file is refused and says who has it', async () => {
  const args = ['hub', '--port', '0', '--database', join(folder, 'shared.sqlite')]
  let second: ReturnType<typeof meetkit> | undefined
  const first = await meetkit(args, {}, (printed, kill) => {
    if (second !== undefined || !printed.includes('Ctrl-C')) return
    second = meetkit(args)
    void second.finally(() => kill('SIGINT'))
  })
  expect(first.code).toBe(0)
  expect(await second).toMatchObject({ code: 2, out: '' })
  expect((await second)!.error).toMatch(/shared\.sqlite is in use by process \d+\. Stop that hub/)
})

test('what cannot be opened is said with a remedy and ends with 2', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address!.port : 0
  writeFileSync(
    join(folder, 'text.sqlite'),
    'not a database, but long enough to be looked at '.repeat(20),
  )
  const tries: [string[], RegExp][] = [
    [['--port', String(port), '--database', ':memory:'], /port \d+ is taken.*--port/],
    [['--database', join(folder, 'none', 'x.sqlite')], /folder of .* does not exist.*--database/],
    [['--database', join(folder, 'text.sqlite')], /text\.sqlite cannot be used as a database/],
    [['--database', folder], /cannot be used as a database/],
    [['--host', '192.0.2.1', '--database', ':memory:'], /no address 192\.0\.2\.1.*--host/],
  ]
  const outcomes = await Promise.all(
    tries.map(([args]) =>
      meetkit(['hub', ...(args.includes('--port') ? [] : ['--port', '0']), ...args]),
    ),
  )
  server.close()
  outcomes.forEach(({ code, out, error }, i) => {
    expect([code, out]).toEqual([2, ''])
    expect(error).toMatch(tries[i]![1])
  })
})
