/** What one request may cost. */
import { ENTITIES_MAX, ROWS_MAX } from '../../../host-tools/hub/sensorthings/budget.ts'
import { EVENING_S } from '../fake-kit.ts'
import { type TestHub, testHub } from '../test-hub.ts'
import { read, refusal } from './school.ts'

describe('a request that costs too much', () => {
  const OLD = 40

  /** Two series that ended long before the one that fills the table. */
  function withOldSeries(full: TestHub): void {
    for (const number of [2, 3]) {
      full.sql.run('INSERT INTO streams VALUES (?, 1, ?, 1, 0)', [number, number])
      full.sql.run(
        `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO averages SELECT 1, 1, 1000000 + i, ?, 1, NULL, ? + i / 2 * 300, 300, ?, 1, 0,
           300, 300, 0, i, i, i, 0, ? FROM n`,
        [OLD - 1, number, EVENING_S - 1e7, number, number],
      )
    }
  }

  test.each(['', '&$orderby=phenomenonTime', '&$orderby=phenomenonTime desc'])(
    'is one that looks for old series by name, and is not: pages %s',
    async (order) => {
      const full = crowded()
      withOldSeries(full)
      const filter = "startswith(Datastream/name,'k-') and not (Datastream/id eq 1)"
      const seen: { id: number; time: string }[] = []
      for (
        let path: string | undefined = `/Observations?$filter=${filter}&$top=7${order}`;
        path;
      ) {
        const page: { value: Record<string, never>[]; '@iot.nextLink'?: string } = await read(
          full,
          path,
        )
        for (const one of page.value)
          seen.push({ id: one['@iot.id']!, time: one['phenomenonTime']! })
        path = page['@iot.nextLink']?.replace('http://localhost/v1.1', '')
      }
      expect(seen).toHaveLength(2 * OLD)
      expect(new Set(seen.map(({ id }) => id)).size).toBe(2 * OLD)
      const times = seen.map(({ time }) => time)
      const sorted = [...times].sort()
      expect(times).toEqual(order === '&$orderby=phenomenonTime' ? sorted : sorted.reverse())
      const { value, ...rest } = await read(
        full,
        `/Observations?$filter=${filter} and result lt 0.05&$count=true&$skip=3&$top=3`,
      )
      expect([value.length, rest['@iot.count']]).toEqual([3, 10])
      const nobody = "Datastream/Thing/name eq 'nobody'"
      expect((await read(full, `/Observations?$filter=${nobody}`)).value).toEqual([])
      full.close()
    },
  )

  /** More rows than may be looked at, put in without a kit. */
  function crowded(): TestHub {
    const full = testHub()
    full.sql.run(
      "INSERT INTO kits (id, seen_ms, log, boot, uptime_s, dropped) VALUES ('k',0,1,1,1,0)",
      [],
    )
    full.sql.run('INSERT INTO logs VALUES (1, 1, ?, ?, 1)', [ROWS_MAX, ROWS_MAX])
    full.sql.run('INSERT INTO streams VALUES (1, 1, 1, 1, 0)', [])
    full.sql.run(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO averages SELECT 1, 1, i, 0, 1, NULL, ? + i * 300, 300, 1, 1, 0, 300, 300, 0,
         i, i, i, 0, 1 FROM n`,
      [ROWS_MAX + 10, EVENING_S],
    )
    return full
  }

  test('is refused with advice, and the next one is answered', async () => {
    const full = crowded()
    for (const path of [
      '/Observations?$filter=result eq -1',
      '/Observations?$count=true',
      '/Things?$filter=Datastreams/Observations/result eq -1',
      '/Datastreams(1)/Observations?$orderby=result',
    ]) {
      const { status, reason } = await refusal(full, path)
      expect([status, reason]).toEqual([400, expect.stringContaining('phenomenonTime')])
    }
    const { value } = await read(full, '/Observations?$top=3&$select=result')
    expect(value[0]).toEqual({ result: (ROWS_MAX + 10) / 100 })
    const week = 'phenomenonTime lt 2019-01-07 and result eq -1'
    expect((await read(full, `/Observations?$filter=${week}`)).value).toEqual([])
    full.close()
  })

  test('takes pages of at most a thousand, and expansions together at most a sum', async () => {
    const full = crowded()
    expect((await read(full, '/Observations?$top=5000&$select=id')).value).toHaveLength(1_000)
    const compact = await read(full, '/Observations?$top=99999&$select=id&$resultFormat=dataArray')
    expect(compact.value[0].dataArray).toHaveLength(10_000)
    const heavy = '/Observations?$top=100&$expand=Datastream($expand=Observations($top=1000))'
    expect((await refusal(full, heavy)).reason).toContain(`more than ${ENTITIES_MAX} entities`)
    full.close()
  })
})

test('identifiers stay exact, however many logs there are', async () => {
  const old = testHub()
  const log = 100_000
  const at = 4_294_967_295
  old.sql.run(
    "INSERT INTO kits (id, seen_ms, log, boot, uptime_s, dropped) VALUES ('k', 0, 1, 1, 1, 0)",
    [],
  )
  old.sql.run('INSERT INTO logs VALUES (1, 1, 9, 9, ?)', [log])
  old.sql.run('INSERT INTO streams VALUES (1, 1, 1, 1, 0)', [])
  for (const channel of [0, 1])
    old.sql.run(
      `INSERT INTO averages VALUES (1, 1, ?, ?, 1, NULL, ?, 300, 1, 1, 0, 300, 300, 0,
         ?, 1, 1, 0, 1)`,
      [at, channel, EVENING_S, channel],
    )
  const { value, ...rest } = await read(old, '/Observations?$top=1')
  const id = String((BigInt(log) * 4_294_967_296n + BigInt(at)) * 64n + 1n)
  expect(value[0]).toMatchObject({ '@iot.id': id, result: 0.01 })
  expect((await read(old, `/Observations('${id}')`)).result).toBe(0.01)
  const next = rest['@iot.nextLink'].replace('http://localhost/v1.1', '')
  expect((await read(old, next)).value).toMatchObject([{ result: 0 }])
  expect(await read(old, `/Observations(${id})/Datastream`)).toMatchObject({ '@iot.id': 1 })
  old.close()
})
