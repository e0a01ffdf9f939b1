import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Hub, startHub } from '../../host-tools/hub/hub.ts'
import { Sql } from '../../host-tools/hub/store/database.ts'
import { type Ask, batchBody, bootRecord, EVENING_S, post, smokeRecord } from './fake-kit.ts'

const MISSING_PROCESS = 2 ** 22 - 3

let folder: string
let database: string
const open: Hub[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meetkit-hub-'))
  database = join(folder, 'hub.sqlite')
})
afterEach(async () => {
  for (const hub of open.splice(0)) await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<{ hub: Hub; ask: Ask }> {
  const hub = await startHub({ port: 0, database })
  open.push(hub)
  return { hub, ask: (path, init) => fetch(new URL(path, hub.url), init) }
}

const recordCount = async (ask: Ask) => (await (await ask('/api/v1/kits')).json()).kits[0]?.records

test('what was acknowledged is there after a restart, and is not stored again', async () => {
  const body = batchBody(0, [bootRecord(1), smokeRecord(EVENING_S, 5)])
  const first = await start()
  expect(await (await post(first.ask, body)).json()).toEqual({ stored: 1 })
  await first.hub.close()
  await first.hub.close()
  expect(existsSync(`${database}.pid`)).toBe(false)
  expect(existsSync(`${database}.lock`)).toBe(false)
  const second = await start()
  expect(await (await post(second.ask, body)).json()).toEqual({ stored: 1 })
  expect(await recordCount(second.ask)).toBe(2)
})

test('a hub that was killed leaves nothing that stops the next', async () => {
  const script =
    `const { startHub } = await import('./host-tools/hub/hub.ts');` +
    `const hub = await startHub({ port: 0, database: ${JSON.stringify(database)} });` +
    'console.log(hub.url)'
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data).trim()))
    child.stderr.once('data', (data) => reject(new Error(String(data))))
  })
  const body = batchBody(0, [smokeRecord(EVENING_S, 5)])
  await post((path, init) => fetch(new URL(path, url), init), body)
  await expect(startHub({ port: 0, database })).rejects.toThrow(`in use by process ${child.pid}`)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  expect(existsSync(`${database}.lock`)).toBe(true)
  const { ask } = await start()
  expect(await recordCount(ask)).toBe(1)
})

test('leftovers of a dead process, and of an earlier life with our own id, are taken over', () => {
  for (const pid of [MISSING_PROCESS, process.pid]) {
    writeFileSync(`${database}.pid`, String(pid))
    mkdirSync(`${database}.lock`)
    new Sql(database, true).close()
  }
})

test('two hubs do not share a file', async () => {
  await start()
  await expect(start()).rejects.toThrow('is in use by process')
})

test('a file that is no database of a hub is refused and left as it is', async () => {
  writeFileSync(database, 'minutes of the school board, which are not ours'.repeat(30))
  await expect(start()).rejects.toThrow('not a database')
  expect(existsSync(`${database}.pid`)).toBe(false)
})

test('a taken port is refused, and the file is free again', async () => {
  const { hub } = await start()
  const other = join(folder, 'other.sqlite')
  const attempt = startHub({ port: hub.port, database: other })
  await expect(attempt).rejects.toMatchObject({ code: 'EADDRINUSE' })
  new Sql(other, true).close()
})

test('closes under a live listener and a body that never ends', async () => {
  const { hub, ask } = await start()
  const live = await ask('/api/v1/live')
  const slow = request(new URL('/api/v1/batches', hub.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/cbor', 'Content-Length': 1000 },
  })
  const broken = new Promise((resolve) => slow.once('error', resolve))
  slow.write('half')
  const ended = live.text().catch(() => 'cut off')
  await hub.close()
  await Promise.all([broken, ended])
})

test('the page comes whole, and may load nothing from elsewhere', async () => {
  const { ask } = await start()
  const page = await ask('/')
  expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'self'")
  const html = await page.text()
  for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const asset = await ask(path!)
    expect(asset.status).toBe(200)
    expect((await asset.text()).length).toBeGreaterThan(100)
  }
})
