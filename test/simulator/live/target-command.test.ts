/** `meetkit simulate --target` as its user sees it, and what it takes for an address. */

import { buildProgram } from '../../../host-tools/cli/program.ts'
import { runLive } from '../../../host-tools/cli/simulate/live.ts'
import { openTarget } from '../../../host-tools/simulator/live/live-target.ts'
import { HttpDouble } from '../../support/http-double.ts'
import { meetkit, testSignal } from '../../support/meetkit.ts'
import { liveScenario } from './live-play.ts'

let double: HttpDouble | undefined
afterEach(async () => {
  jest.restoreAllMocks()
  await double?.close()
  double = undefined
})

/** Runs a command in this process. */
async function told(args: readonly string[]): Promise<{ code: unknown; error: string }> {
  let error = ''
  jest.spyOn(console, 'error').mockImplementation((line: string) => {
    error += `${line}\n`
  })
  const before = process.exitCode
  process.exitCode = undefined
  try {
    await buildProgram().parseAsync([...args], { from: 'user' })
    return { code: process.exitCode, error }
  } finally {
    process.exitCode = before
  }
}

test('a target that is not there ends with 2 and says what to do', async () => {
  const gone = await HttpDouble.start(() => {})
  const { url } = gone
  await gone.close()
  const { code, error } = await told(['simulate', '--target', url, '--json'])
  expect(code).toBe(2)
  expect(error).toBe(
    `meetkit: --target ${url}/: nobody answers there; start the server first (ECONNREFUSED)\n`,
  )
})

test('another engine than Node is refused with 2', async () => {
  const { code, error } = await told(['simulate', '--target', 'http://a/', '--engine', 'xs'])
  expect(code).toBe(2)
  expect(error).toContain('--target takes no --engine')
})

test('the secret comes from the environment', async () => {
  double = await HttpDouble.start((response) => void response.writeHead(204).end())
  const source = { file: liveScenario(), folder: '.' }
  const settings = { target: `${double.url}/write?db=a`, speed: 100_000, rate: 100_000, json: true }
  process.env['MEETKIT_TARGET_AUTHORIZATION'] = 'Basic YTpi'
  try {
    const result = await runLive(source, settings, new AbortController().signal)
    expect(result).toMatchObject({ passed: true, heading: { engine: 'node', kits: 2 } })
  } finally {
    delete process.env['MEETKIT_TARGET_AUTHORIZATION']
  }
  const values = new Set(double.posts.map(({ headers }) => headers.authorization))
  expect(values).toEqual(new Set(['Basic YTpi']))
})

testSignal('Ctrl-C while it sends ends with 130 and prints no result', async () => {
  let stop: () => void = () => {}
  double = await HttpDouble.start((response) => {
    response.writeHead(204).end()
    stop()
  })
  const args = ['simulate', '--hours', '20', '--kits', '2', '--target', `${double.url}/write?db=a`]
  const speed = ['--speed', '5000', '--period', '60']
  const { code, signal, out } = await meetkit([...args, ...speed], {}, (_printed, kill) => {
    stop = () => kill('SIGINT')
  })
  expect([code, signal, out]).toEqual([130, null, ''])
  expect(double.posts.length).toBeGreaterThan(0)
})

let there: HttpDouble
beforeAll(async () => {
  there = await HttpDouble.start((response) => void response.end())
})
afterAll(() => there.close())

const configOf = async (path: string, authorization?: string) =>
  (await openTarget(`${there.url}${path}`, authorization)).config

test.each(['', '/', '/api/v1/batches'])('a hub: %j', async (path) => {
  expect(await configOf(path)).toEqual({ kind: 'hub', url: `${there.url}/api/v1/batches` })
})

test('a hub behind a path of its own', async () => {
  expect(await configOf('/air/batches')).toEqual({
    kind: 'hub',
    url: `${there.url}/air/batches`,
  })
})

test.each(['/write?db=air', '/api/v2/write?org=a&bucket=b'])('a database: %s', async (path) => {
  const url = `${there.url}${path}`
  expect(await configOf(path)).toEqual({ kind: 'influxdb', url })
  expect(await configOf(path, 'Token t')).toEqual({
    kind: 'influxdb',
    url,
    authorization: 'Token t',
  })
})

test('a hub is not shown the secret of a database', async () => {
  expect(await configOf('/', 'Token t')).not.toHaveProperty('authorization')
})

test.each([
  ['', 'not an address such as http://127.0.0.1:8080/'],
  ['hub', 'not an address such as http://127.0.0.1:8080/'],
  ['127.0.0.1:8080', 'not an address such as http://127.0.0.1:8080/'],
  ['http://127.0.0.1:99999/', 'not an address such as http://127.0.0.1:8080/'],
  ['localhost:8080', 'must begin with http://, https:// or mqtt://'],
  ['ftp://127.0.0.1/', 'must begin with http://, https:// or mqtt://'],
  ['ws://127.0.0.1/', 'must begin with http://, https:// or mqtt://'],
  ['file:///etc/passwd', 'must begin with http://, https:// or mqtt://'],
])('%j is refused', async (address, message) => {
  await expect(openTarget(address)).rejects.toThrow(`--target ${address}: ${message}`)
})

test('where nobody listens, that is told with what to do', async () => {
  const gone = await HttpDouble.start(() => {})
  const { url } = gone
  await gone.close()
  const message = `--target ${url}/: nobody answers there; start the server first`
  await expect(openTarget(url)).rejects.toThrow(message)
})

test('one that takes the connection and says nothing is waited for, but not for ever', async () => {
  const limits: number[] = []
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    limits.push(ms)
    return AbortSignal.abort()
  })
  await expect(openTarget(there.url)).rejects.toThrow(/: nobody answers there/)
  expect(limits).toEqual([5_000])
  jest.restoreAllMocks()
})
