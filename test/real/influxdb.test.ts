/** What kits send to InfluxDB, by a real one: every average is a point, whatever comes twice. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { liveScenario, outcomesOf, PERIOD_S, play } from '../simulator/live/live-play.ts'
import { scratchFolder } from '../support/scratch.ts'
import { describeWith, freePort, RealServer } from './servers.ts'

const folder = scratchFolder()

function configOf(http: number, rpc: number): string {
  const path = (name: string) => JSON.stringify(join(folder, name))
  return `
reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = ${path('meta')}
[data]
  dir = ${path('data')}
  wal-dir = ${path('wal')}
[http]
  bind-address = "127.0.0.1:${http}"
  auth-enabled = true
`
}

describeWith('influxd', 'influxdb', (path) => {
  let server: RealServer
  let base = ''
  const login = 'u=school&p=se%20cret'

  async function query(text: string): Promise<{ series?: { values: unknown[][] }[] }[]> {
    const reply = await fetch(`${base}/query?${login}&db=air&q=${encodeURIComponent(text)}`, {
      method: /^(SELECT|SHOW)/.test(text) ? 'GET' : 'POST',
    })
    const { results, error } = (await reply.json()) as { results: never; error?: string }
    if (error !== undefined) throw new Error(error)
    return results
  }

  beforeAll(async () => {
    const [http, rpc] = [await freePort(), await freePort()]
    const config = join(folder, 'influxdb.conf')
    writeFileSync(config, configOf(http, rpc))
    server = await RealServer.start(path, ['-config', config], /Listening on HTTP/)
    base = `http://127.0.0.1:${http}`
    await query("CREATE USER school WITH PASSWORD 'se cret' WITH ALL PRIVILEGES")
    await query('CREATE DATABASE air')
  })
  afterAll(() => server?.stop())

  const rows = async (text: string) => (await query(text))[0]?.series?.[0]?.values ?? []

  test('every average is there once, under its start, with its statistics', async () => {
    const result = await play(`${base}/write?db=air&${login}`)
    // What was invented only a hub could show.
    expect(outcomesOf(result)).toEqual(['met', 'untried'])
    const points = await rows('SELECT * FROM meetkit ORDER BY time')
    const perKit = (30 * 60) / PERIOD_S
    expect(points.length).toBeGreaterThanOrEqual(2 * (perKit - 2))
    expect(points.length).toBeLessThanOrEqual(2 * perKit)
    const fields = 'temperature_n, temperature, temperature_min, temperature_max'
    const whole = "kit = 'kit-01' AND temperature_n > 5"
    const [first] = await rows(`SELECT ${fields} FROM meetkit WHERE ${whole} LIMIT 1`)
    const [time, count, mean, minimum, maximum] = first as [string, number, number, number, number]
    expect((Date.parse(time) / 1000) % PERIOD_S).toBe(0)
    expect(count).toBe(6)
    expect(mean).toBeGreaterThanOrEqual(minimum)
    expect(mean).toBeLessThanOrEqual(maximum)
    // The same night sent again overwrites itself.
    await play(`${base}/write?db=air&${login}`)
    expect(await rows('SELECT * FROM meetkit ORDER BY time')).toEqual(points)
  })

  test('Basic authorization is as good as a login in the address', async () => {
    const authorization = `Basic ${Buffer.from('school:se cret').toString('base64')}`
    const file = liveScenario({ start: '2026-01-01T18:00:00+01:00' })
    await play(`${base}/write?db=air`, { file, authorization })
    const [row] = await rows("SELECT COUNT(temperature) FROM meetkit WHERE time > '2026-01-01'")
    expect(Number(row![1])).toBeGreaterThan(50)
  })

  test('a wrong password loses nothing: the records stay in the kits', async () => {
    const file = liveScenario({ start: '2026-01-02T18:00:00+01:00' })
    const { totals } = await play(`${base}/write?db=air&u=school&p=wrong`, { file })
    expect(totals).toMatchObject({ delivered: 0, lost: 0 })
    expect(totals.backlog).toBe(totals.records)
    expect(await rows("SELECT * FROM meetkit WHERE time > '2026-01-02'")).toEqual([])
  })
})
