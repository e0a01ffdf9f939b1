/** Files of earlier hubs are brought up to date where they are, whole or not at all. */
import fs from 'node:fs'
import { join } from 'node:path'
import sqlite from 'node-sqlite3-wasm'
import { readBatch } from '../../host-tools/hub/batch.ts'
import { Sql } from '../../host-tools/hub/store/database.ts'
import { storeBatches } from '../../host-tools/hub/store/ingest.ts'
import { scratchFolder } from '../support/scratch.ts'
import { readDatabase, rebuilt } from './database-reader.ts'
import { batchBody } from './fake-kit.ts'
import { SCHEMA_1 } from './schema-1.ts'
import { recordOf } from './sending-kit.ts'
import { testHub } from './test-hub.ts'

const TABLES_1 = ['kits', 'records', 'averages', 'clocks']
/** Enough pages that an upgrade writes more than once. */
const RECORDS = 300
/** Numbers that the kit burnt. */
const GAPS = [17, 40, 41]

const folder = scratchFolder()
afterEach(() => jest.restoreAllMocks())

/** A file as the first hub left it: today's rows in yesterday's tables. */
function fileOfFirstHub(name: string): string {
  const file = join(folder, name)
  const today = join(folder, `${name}.today`)
  const sql = new Sql(today, true)
  const numbers = Array.from({ length: RECORDS }, (_, n) => n).filter((n) => !GAPS.includes(n))
  const batches = numbers.map((n) => readBatch(batchBody(n, [recordOf(1, n)], { kit: 'old' })))
  storeBatches(
    sql,
    batches.map((batch) => ({ batch, receivedMs: 5 })),
  )
  sql.close()
  const database = new sqlite.Database(file)
  database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; ${SCHEMA_1}`)
  database.exec(`PRAGMA user_version = 1; ATTACH '${today}' AS today; BEGIN`)
  for (const table of TABLES_1) {
    const columns = database.all(`SELECT name FROM pragma_table_info('${table}', 'main')`)
    const names = columns.map(({ name }) => name).join()
    database.exec(`INSERT INTO main.${table} (${names}) SELECT ${names} FROM today.${table}`)
  }
  database.exec('COMMIT; DETACH today')
  database.close()
  return file
}

const versionOf = (file: string) => {
  const database = new sqlite.Database(file, { fileMustExist: true })
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  const version = database.get('PRAGMA user_version')?.['user_version']
  database.close()
  return version
}

test('a file of the first hub keeps its records, and knows what is missing', async () => {
  const file = fileOfFirstHub('first.sqlite')
  expect(versionOf(file)).toBe(1)
  const hub = testHub(file)
  const { kits } = await (await hub.ask('/api/v1/kits')).json()
  expect(kits).toMatchObject([
    { id: 'old', records: RECORDS - GAPS.length, missing: GAPS.length, droppedElsewhere: [] },
  ])
  storeBatches(hub.sql, [
    { batch: readBatch(batchBody(17, [recordOf(1, 17)], { kit: 'old' })), receivedMs: 6 },
  ])
  expect((await (await hub.ask('/api/v1/kits')).json()).kits[0].missing).toBe(GAPS.length - 1)
  hub.close()
  const found = readDatabase(file)
  expect([found.integrity, found.records.length]).toEqual(['ok', RECORDS - GAPS.length + 1])
  expect(found.derived).toEqual(rebuilt(found.records))
})

test('an upgrade that the disk breaks off leaves the old file, for the next start', () => {
  const real = fs.writeSync as (...given: unknown[]) => number
  let broken = 0
  for (let after = 0; ; after++) {
    const file = fileOfFirstHub(`broken-${after}.sqlite`)
    let calls = 0
    const write = jest.spyOn(fs, 'writeSync').mockImplementation((...given: unknown[]) => {
      if (calls++ >= after) throw new Error('no space')
      return real(...given)
    })
    let failed = false
    try {
      new Sql(file, true).close()
    } catch (error) {
      expect(String(error)).toMatch(/disk I\/O error|unable to open|no space/)
      failed = true
    }
    write.mockRestore()
    if (failed) broken++
    const sql = new Sql(file, true)
    expect(sql.all('SELECT highest, records FROM logs', [])).toEqual([
      { highest: RECORDS - 1, records: RECORDS - GAPS.length },
    ])
    sql.close()
    if (!failed) break
  }
  expect(broken).toBeGreaterThan(4)
})

test('a file of a later hub, and one of somebody else, are refused with a remedy and kept', () => {
  const cases: [number, RegExp][] = [
    [4, /later version of meetkit\. Update meetkit/],
    [0, /not one of a hub\. Choose another file/],
    [-5, /not one of a hub/],
    [123_456, /not one of a hub/],
  ]
  for (const [version, message] of cases) {
    const file = join(folder, `foreign${version}.sqlite`)
    const database = new sqlite.Database(file)
    database.exec(`CREATE TABLE school (name TEXT); PRAGMA user_version = ${version}`)
    database.close()
    expect(() => new Sql(file, true)).toThrow(message)
    const again = new sqlite.Database(file, { fileMustExist: true })
    expect(again.all('SELECT name FROM sqlite_master')).toEqual([{ name: 'school' }])
    again.close()
  }
})
