/** What a hub that died leaves in its folder, whole or torn. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { readBatch } from '../../host-tools/hub/batch.ts'
import { Sql } from '../../host-tools/hub/store/database.ts'
import { storeBatches } from '../../host-tools/hub/store/ingest.ts'
import { scratchFolder } from '../support/scratch.ts'
import { readDatabase, rebuilt } from './database-reader.ts'
import { batchBody } from './fake-kit.ts'
import { seeded } from './seeded.ts'
import { recordOf } from './sending-kit.ts'

const BATCHES = 12
const BATCH_RECORDS = 10
const CUTS = 60

const folder = scratchFolder()
const file = join(folder, 'hub.sqlite')
afterEach(() => {
  for (const ending of ['', '-wal', '.pid', '.lock'])
    rmSync(file + ending, { recursive: true, force: true })
})

const batch = (i: number) =>
  readBatch(
    batchBody(
      i * BATCH_RECORDS,
      Array.from({ length: BATCH_RECORDS }, (_, j) => recordOf(1, i * BATCH_RECORDS + j)),
    ),
  )

let lives = 0

/** Database and log as they are while a hub is in the midst of its work. */
function liveFiles(): { wal: string; main: string } {
  const source = join(folder, `live-${lives++}.sqlite`)
  const [wal, main] = [join(folder, 'kept-wal'), join(folder, 'kept')]
  const sql = new Sql(source, true)
  for (let i = 0; i < BATCHES; i++) storeBatches(sql, [{ batch: batch(i), receivedMs: i }])
  copyFileSync(source, main)
  copyFileSync(`${source}-wal`, wal)
  sql.close()
  return { wal, main }
}

test('a log cut anywhere gives the batches before the cut, whole; the rest comes again', () => {
  const { wal, main } = liveFiles()
  const random = seeded(7)
  const length = statSync(wal).size
  const kept = new Set<number>()
  for (let n = 0; n < CUTS; n++) {
    copyFileSync(main, file)
    copyFileSync(wal, `${file}-wal`)
    mkdirSync(`${file}.lock`)
    const cut = n === 0 ? length : random(length)
    truncateSync(`${file}-wal`, cut)
    const sql = new Sql(file, true)
    const numbers = sql.all('SELECT sequence FROM records ORDER BY sequence', [])
    expect(numbers.length % BATCH_RECORDS).toBe(0)
    expect(numbers.map(({ sequence }) => sequence)).toEqual(numbers.map((_, i) => i))
    kept.add(numbers.length / BATCH_RECORDS)
    storeBatches(
      sql,
      Array.from({ length: BATCHES }, (_, i) => ({ batch: batch(i), receivedMs: 99 })),
    )
    sql.close()
    const found = readDatabase(file)
    expect([found.integrity, found.records.length]).toEqual(['ok', BATCHES * BATCH_RECORDS])
    if (n % 10 === 0) expect(found.derived).toEqual(rebuilt(found.records))
  }
  // Uncut all is there; the cuts fell into many places.
  expect(kept.has(BATCHES)).toBe(true)
  expect(kept.size).toBeGreaterThan(BATCHES / 2)
})

test('a log whose file is gone is not thrown away', () => {
  const { wal, main } = liveFiles()
  copyFileSync(wal, `${file}-wal`)
  for (const empty of [false, true]) {
    if (empty) writeFileSync(file, '')
    expect(() => new Sql(file, true)).toThrow(/-wal holds records, but .* Put that file back/)
    expect(statSync(`${file}-wal`).size).toBe(statSync(wal).size)
    expect(existsSync(`${file}.pid`)).toBe(false)
  }
  copyFileSync(main, file)
  const sql = new Sql(file, true)
  expect(sql.all('SELECT 1 FROM records', [])).toHaveLength(BATCHES * BATCH_RECORDS)
  sql.close()
})

const LINUX_START = '/proc/sys/kernel/random/boot_id'

describe('a file with a process id', () => {
  const torn: [string, string][] = [
    ['that is empty', ''],
    ['that is torn', '12x'],
    ['of a process that is gone', String(2 ** 22 - 3)],
  ]
  // The parent lives for sure. Its id with another start of the machine is a coincidence.
  if (existsSync(LINUX_START)) torn.push(['of an earlier start', `${process.ppid} 0f0f-0f0f`])
  for (const [name, text] of torn)
    test(`${name} is taken over, with the lock beside it`, () => {
      writeFileSync(`${file}.pid`, text)
      mkdirSync(`${file}.lock`)
      const sql = new Sql(file, true)
      expect(readFileSync(`${file}.pid`, 'utf8')).toMatch(new RegExp(`^${process.pid}( |$)`))
      sql.close()
      expect(existsSync(`${file}.pid`) || existsSync(`${file}.lock`)).toBe(false)
    })

  test('of a process that lives is respected', () => {
    const start = existsSync(LINUX_START) ? ` ${readFileSync(LINUX_START, 'utf8').trim()}` : ''
    for (const text of [`${process.ppid}`, `${process.ppid}${start}`]) {
      writeFileSync(`${file}.pid`, text)
      expect(() => new Sql(file, true)).toThrow(`in use by process ${process.ppid}`)
      expect(readFileSync(`${file}.pid`, 'utf8')).toBe(text)
    }
  })
})
