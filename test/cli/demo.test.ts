import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { meetkit } from '../support/meetkit.ts'

const FAST = ['demo', '--kits', '3', '--hours', '1', '--seconds', '0']

test('the night is played into a real hub, and everything is acknowledged', async () => {
  const { code, out } = await meetkit([...FAST, '--exit'])
  expect(out).toMatch(/Open http:\/\/127\.0\.0\.1:\d+\/ and watch/)
  expect(out).toMatch(/(\d+) records measured, \1 acknowledged by the hub/)
  expect(out).toContain('Nothing was lost.')
  expect(code).toBe(0)
})

test('the page stays open until Ctrl-C, which leaves nothing behind', async () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('meetkit-demo-'))
  const before = new Set(folders())
  let during: string[] = []
  let asked: Promise<number> | undefined
  const { code } = await meetkit(FAST, {}, (out, kill) => {
    if (asked !== undefined || !out.includes('Ctrl-C ends it')) return
    during = folders().filter((name) => !before.has(name))
    const url = /Open (\S+) and/.exec(out)![1]!
    asked = fetch(`${url}api/v1/kits`).then((response) => response.status)
    void asked.finally(() => kill('SIGINT'))
  })
  expect(await asked).toBe(200)
  expect(code).toBe(0)
  for (const name of during) expect(existsSync(`${tmpdir()}/${name}`)).toBe(false)
})

test('Ctrl-C in the middle of the night ends with 130', async () => {
  const args = ['demo', '--kits', '2', '--hours', '8', '--seconds', '600']
  const { code } = await meetkit(args, {}, (out, kill) => {
    if (out.includes('watch')) kill('SIGINT')
  })
  expect(code).toBe(130)
})
