import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, CommanderError } from 'commander'
import { buildProgram } from '../../host-tools/cli/program.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { meetkit, testSignal } from '../support/meetkit.ts'
import { imageWriting, logOf, MODDABLE } from '../support/pico-firmware.ts'
import { scratchFolder } from '../support/scratch.ts'

const folder = scratchFolder()

/** What is printed when the options themselves are refused. */
function refusalOf(args: readonly string[]): string {
  const program = buildProgram()
  let error = ''
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)]
  for (const command of all(program))
    command.configureOutput({
      writeErr: (text) => {
        error += text
      },
    })
  expect(() => program.parse(args, { from: 'user' })).toThrow(CommanderError)
  return error
}

test('--json gives one object, the same each time', async () => {
  const args = ['simulate', '--kits', '3', '--hours', '2', '--seed', '9', '--json']
  const [first, again] = await Promise.all([meetkit(args), meetkit(args)])
  expect(first.code).toBe(0)
  expect(first.error).toBe('')
  const result = JSON.parse(first.out)
  expect(result).toMatchObject({ passed: true, heading: { engine: 'node', seed: 9, kits: 3 } })
  expect(result.hash).toMatch(/^[0-9a-f]{64}$/)
  const { totals } = result
  expect(totals).toMatchObject({ kitSeconds: 21_600, lost: 0 })
  expect(totals.records).toBeGreaterThan(3 * 24)
  expect(totals.delivered + totals.backlog).toBe(totals.records)
  expect(again.out).toBe(first.out)
})

test('for people it prints a table', async () => {
  const { code, out } = await meetkit(['simulate', '--kits', '1', '--hours', '0.5'])
  expect(code).toBe(0)
  expect(out).toMatch(/records +\d+ made, \d+ delivered/)
  expect(out).toMatch(/lost +0/)
})

test('a recording is played', async () => {
  const file = join(folder, 'two.csv')
  writeFileSync(file, 'time,kit,pm25\n2018-01-01 00:00:10,a,5\n2018-01-01 00:30:00,b,7\n')
  const args = ['simulate', '--replay', file, '--kits', '2', '--hours', '0.5', '--json']
  const { code, out } = await meetkit(args)
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ heading: { kits: 2 }, totals: { lost: 0 } })
})

test.each([
  [['--kits', '0'], /must be a whole number from 1 to 200000/],
  [['--replay', join(folder, 'not-there.csv')], /no such file/],
  [['--engine', 'rp2040', '--image', join(folder, 'none.uf2')], /none.uf2: .*no such file/],
])('what cannot be used is said and ends with 2: %j', async (args, message) => {
  const { code, out, error } = await meetkit(['simulate', ...args])
  expect(code).toBe(2)
  expect(error).toMatch(message)
  expect(out).toBe('')
})

/** What is said of options that each are right, and the exit code, without a process of its own. */
async function refusedTogether(args: readonly string[]) {
  const said: string[] = []
  const log = jest.spyOn(console, 'log').mockImplementation((text) => void said.push(text))
  const error = jest
    .spyOn(console, 'error')
    .mockImplementation((text) => void said.push(`error: ${text}`))
  const before = process.exitCode
  try {
    await buildProgram().parseAsync(args, { from: 'user' })
    return { said, code: process.exitCode }
  } finally {
    process.exitCode = before
    log.mockRestore()
    error.mockRestore()
  }
}

test.each([
  [['--image', 'a.uf2'], /--image and --bootrom belong to --engine rp2040/],
  [['--explore', '3s', '--junit', 'never.xml'], /--explore takes no --junit; leave it out/],
  [['--explore', '3s', '--report', 'never.html'], /--explore takes no --report; leave it out/],
  [['--explore', '3s', '--shard', '1/2'], /--explore takes no --shard; leave it out/],
  [['--explore', '3s', '--only', 'nope'], /--explore takes no --only; leave it out/],
  [['--explore', '3s', '--kits', '7'], /--explore takes no --kits; leave it out/],
  [['--explore', '3s', '--engine', 'xs'], /--explore takes no --engine; leave it out/],
  [['--explore', '3s', '--target', 'http://127.0.0.1:1/'], /--explore takes no --target/],
  [['--explore', '3s', '--hours', '2'], /--explore takes no --hours; leave it out/],
  [['--target', 'http://127.0.0.1:1/', '--record', 'x'], /--target takes no --record/],
  [['--target', 'http://127.0.0.1:1/', '--engine', 'xs'], /--target takes no --engine/],
  [['--list', '--seed', '3'], /--list takes no --seed; leave it out/],
  [['--speed', '60'], /--speed and --rate belong to --target/],
  [['fog-lesson', '--hours', '3'], /--hours is for a run without a scenario; "fog-lesson" has its/],
  [['fog-lesson', '--replay', 'x.csv'], /--replay is for a run without a scenario/],
])('options that do not go together are refused, with 2: %j', async (args, message) => {
  const { said, code } = await refusedTogether(['simulate', ...args])
  expect(code).toBe(2)
  expect(said).toEqual([expect.stringMatching(/^error: /)])
  expect(said[0]).toMatch(message)
})

test.each([
  [['--hours', '-1'], /must be a number above 0/],
  [['--hours', ''], /must be a number above 0/],
  [['--seed', '1.5'], /must be a whole number/],
  [['--seed', '4294967296'], /must be a whole number from 0 to 4294967295/],
  [['--period', '7'], /must divide 3600/],
  [['--engine', 'v8'], /Allowed choices are node, xs, espruino, rp2040/],
  [['--shard', '0/3'], /must be k\/n with k from 1 to n/],
  [['--shard', '4/3'], /must be k\/n with k from 1 to n/],
  [['--shard', '1/3/5'], /must be k\/n with k from 1 to n/],
  [['--explore', 'x'], /must be a time such as 90s, 10m or 2h/],
  [['--workers', '257'], /must be a whole number from 0 to 256/],
  [['--speed', '0'], /must be a number above 0/],
  [['--rate', 'many'], /must be a number above 0/],
  [['--colour'], /unknown option '--colour'/],
  [['one.yaml', 'two.yaml'], /too many arguments/],
])('an option that makes no sense is refused: %j', (args, message) => {
  expect(refusalOf(['simulate', ...args])).toMatch(message)
})

test('a broken recording names file, line and column', async () => {
  const file = join(folder, 'broken.csv')
  writeFileSync(file, 'time,kit,pm25\n2018-01-01 00:00:10,a,5\n2018-01-01 00:01:10,a,many\n')
  const { code, error } = await meetkit(['simulate', '--replay', file, '--kits', '1'])
  expect(code).toBe(2)
  expect(error).toContain(`${file}:3:23: "many": not a number for pm25`)
})

test('an engine that is not there ends with 3, says its remedy and leaves no report', async () => {
  const junit = join(folder, 'never.xml')
  const args = ['simulate', '--engine', 'espruino', '--junit', junit]
  const { code, error } = await meetkit(args, { ESPRUINO: '' })
  expect(code).toBe(3)
  expect(error).toContain('set ESPRUINO')
  expect(existsSync(junit)).toBe(false)
})

test('an unknown command ends with 2', async () => {
  const { code, error } = await meetkit(['measure'])
  expect(code).toBe(2)
  expect(error).toContain("unknown command 'measure'")
})

testSignal('Ctrl-C ends a long run with 130 and prints no result', async () => {
  const args = ['simulate', '--kits', '2', '--hours', '10000']
  const { code, out } = await meetkit(args, {}, (printed, kill) => {
    if (printed.includes('Simulating')) kill('SIGINT')
  })
  expect([code, out]).toEqual([130, ''])
})

test('an XS worker that is named and not there ends with 3 and says how to get one', async () => {
  const env = { XSNAP_WORKER: join(folder, 'no-worker') }
  const { code, error } = await meetkit(['simulate', '--engine', 'xs'], env)
  expect(code).toBe(3)
  expect(error).toContain('set XSNAP_WORKER')
})

describe('with the image of a board', () => {
  const image = join(folder, 'pico.uf2')
  const simulate = ['simulate', '--hours', '0.1', '--engine', 'rp2040']

  beforeAll(() => {
    const night = { kits: 1, hours: 0.1, seed: 1, periodS: 300, hubUrl: 'http://hub.invalid' }
    writeFileSync(image, imageWriting(logOf(nightFleet(night)[0]!, 0.1), MODDABLE))
  })

  test('threads give the same as one', async () => {
    const args = [...simulate, '--image', image, '--kits', '2', '--json', '--workers']
    const [here, there] = await Promise.all(
      ['0', '2'].map((workers) => meetkit([...args, workers])),
    )
    expect(here).toMatchObject({ code: 0, error: '' })
    const { heading, totals, kits } = JSON.parse(here!.out)
    expect(heading.engine).toBe('rp2040')
    expect(totals).toMatchObject({ records: 4, delivered: 4, lost: 0, uploads: 2 })
    expect(kits[0].cost).toMatchObject({ idlePerMille: expect.any(Number) })
    expect(there).toEqual(here)
  })

  test('without one it ends with 3 and says where it comes from', async () => {
    const { code, error } = await meetkit(simulate)
    expect(code).toBe(3)
    expect(error).toContain('--image FILE.uf2')
  })

  test('a kit that no Pico can be ends with 2, also in a thread', async () => {
    const args = ['simulate', 'failing-servers', '--engine', 'rp2040', '--image', image]
    const { code, error } = await meetkit([...args, '--kits', '1', '--workers', '1'])
    expect(code).toBe(2)
    expect(error).toMatch(/-01: (A Pico has no network|An emulated board)/)
  })
})
