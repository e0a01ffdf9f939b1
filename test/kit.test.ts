/** The kit as a whole, on a board in memory: what it measures, keeps and sends, come what may. */
import type { KitConfig } from '../device/config/config.ts'
import { Kit } from '../device/kit.ts'
import { type RecordContent, readRecord } from '../device/payload/record-reader.ts'
import { MISSING, STUCK } from '../device/sampling/flags.ts'
import { FlashModel } from './journal/flash-model.ts'
import { Bme280Model } from './support/bme280-model.ts'
import { type Batch, decodeBatch, lastOf } from './support/delivery-bench.ts'
import { I2CBus } from './support/i2c-bus.ts'
import { PlatformDouble, type Wiring } from './support/platform-double.ts'
import { dataFrame, Sds011Model } from './support/sds011-frames.ts'
import { SerialLine } from './support/serial-line.ts'
import { EXAMPLE, EXAMPLE_RAW } from './vectors/bme280.ts'

const EVE_MS = Date.UTC(2026, 11, 31, 23, 55)
const S = 1000
const CONFIG: KitConfig = {
  periodS: 300,
  targets: [{ kind: 'hub', url: 'http://hub/api/v1/batches' }],
  sensors: [
    { part: 'SDS011', port: 'uart1' },
    { part: 'BME280', port: 'i2c1' },
  ],
}

/** An SDS011 that reports 10 and 20 µg/m³ each time it is looked at, and a BME280. */
function wiring(): Wiring {
  const serial = new SerialLine()
  const sds011 = new Sds011Model(1, 0, 0)
  serial.onWrite = (bytes) => serial.feed(...sds011.hear(bytes))
  const read = serial.read.bind(serial)
  let reported = false
  serial.read = (into) => {
    if (!reported) serial.feed(dataFrame(100, 200))
    reported = !reported
    return read(into)
  }
  const bme280 = new Bme280Model(EXAMPLE)
  Object.assign(bme280, { rawT: EXAMPLE_RAW.rawT, rawP: EXAMPLE_RAW.rawP, rawH: 30_000 })
  return { serial, i2c: new I2CBus(bme280) }
}

const blankFlash = () => new FlashModel({ blocks: 8, blockLength: 4096, writeAlign: 4 })

function boot(flash = blankFlash(), wired: Wiring = {}, targets = CONFIG.targets) {
  const platform = new PlatformDouble(flash, wired)
  const kit = new Kit(platform, { ...CONFIG, targets })
  kit.start()
  return { platform, kit }
}

/** All that the kit's log holds. */
function log(kit: Kit): RecordContent[] {
  const contents: RecordContent[] = []
  for (let sequence = kit.journal.oldestSequence; kit.journal.find(0, sequence); sequence++) {
    const { type, payload, length } = kit.journal.found
    const content = readRecord(type, payload.slice(0, length))
    if (typeof content === 'string') throw new Error(content)
    contents.push(content)
  }
  return contents
}

const kinds = (kit: Kit) => log(kit).map(({ kind }) => kind)

function averages(kit: Kit) {
  return log(kit).flatMap((content) => (content.kind === 'average' ? [content] : []))
}

test('with nothing on its buses and no Wi-Fi it keeps records that say so', () => {
  const { platform, kit } = boot()
  platform.clock.runTo(901 * S)
  expect(kinds(kit)).toEqual(['boot', 'average', 'average', 'average'])
  for (const { clockKnown, channels } of averages(kit)) {
    expect(clockKnown).toBe(false)
    expect(channels.map(({ quantity }) => quantity)).toEqual([1, 2, 3, 4, 5])
    for (const { count, failures, flags, statistics } of channels) {
      expect([count, statistics]).toEqual([0, undefined])
      expect(failures).toBeGreaterThan(0)
      expect(flags & MISSING).toBe(MISSING)
    }
  }
  expect(platform.network.posts).toEqual([])
})

test('with sensors and no Wi-Fi for a day every period is measured in full', () => {
  const { platform, kit } = boot(blankFlash(), wiring())
  platform.clock.runTo(86_400 * S + 1)
  const all = averages(kit)
  expect(all.length).toBe(288)
  for (const { channels } of all.slice(1)) {
    expect(channels.map(({ count }) => count)).toEqual([300, 300, 30, 30, 30])
    // The doubles' values never change, which is the one thing to be said against them.
    expect(channels.map(({ flags }) => flags & ~STUCK)).toEqual([0, 0, 0, 0, 0])
    expect(channels.map(({ statistics }) => statistics!.mean).slice(0, 3)).toEqual([
      1000, 2000, 2508,
    ])
  }
  expect(platform.hungerMs).toBeLessThanOrEqual(20 * S)
})

test('a clock that arrives late dates the records before it, which say that they need it', () => {
  const { platform, kit } = boot(blankFlash(), wiring())
  platform.clock.runTo(100 * S)
  platform.network.link(true)
  platform.clock.runTo(400 * S)
  platform.network.timeRequests.at(-1)!(EVE_MS + 10 * S)
  platform.clock.runTo(1000 * S)
  expect(kinds(kit)).toEqual(['boot', 'average', 'average', 'clock', 'average', 'average'])
  expect(log(kit)[3]).toEqual({
    kind: 'clock',
    bootId: 1,
    ticksMs: 400 * S,
    utcMs: EVE_MS + 10 * S,
  })
  expect(
    averages(kit).map(({ clockKnown, startS, lengthS }) => [clockKnown, startS, lengthS]),
  ).toEqual([
    [false, 0, 300],
    [false, 300, 100],
    [true, EVE_MS / S, 300],
    [true, EVE_MS / S + 300, 300],
  ])
})

test('a reboot continues the numbers, counts the boot, and delivers what was left', () => {
  const flash = blankFlash()
  const logIds = new Set<number>()
  for (let bootId = 1; bootId <= 5; bootId++) {
    const { platform, kit } = boot(flash, wiring())
    expect(kit.journal.bootId).toBe(bootId)
    expect(kit.journal.nextSequence).toBe((bootId - 1) * 3 + 1)
    logIds.add(kit.journal.logId)
    platform.clock.runTo(601 * S)
  }
  expect(logIds.size).toBe(1)

  const { platform, kit } = boot(flash, wiring())
  const delivered: number[] = []
  platform.network.onPost = (post) => {
    const batch = decodeBatch(post)
    delivered.push(...batch.records.map((_, i) => batch.first + i))
    post.reply(200, JSON.stringify({ stored: lastOf(batch) }))
  }
  platform.network.link(true)
  platform.clock.runTo(60 * S)
  expect(delivered).toEqual(Array.from({ length: 16 }, (_, i) => i))
  expect(kit.journal.cursor(0)).toBe(16)
})

test('a network that never answers, or answers at once, holds up no reading', () => {
  for (const answersAtOnce of [false, true]) {
    const { platform, kit } = boot(blankFlash(), wiring())
    platform.network.onPost = (post) => {
      if (answersAtOnce) post.reply(500, 'no')
    }
    platform.network.link(true)
    platform.clock.runTo(901 * S)
    for (const { channels } of averages(kit).slice(1)) {
      expect(channels.map(({ count }) => count)).toEqual([300, 300, 30, 30, 30])
    }
    expect(platform.network.posts.length).toBeGreaterThan(3)
  }
})

test('a dead target holds up neither another nor a reading; the hub hears of its loss', () => {
  const { platform, kit } = boot(blankFlash(), wiring(), [
    { kind: 'madavi', url: 'http://madavi/', node: 'esp32-1' },
    ...CONFIG.targets,
  ])
  const batches: Batch[] = []
  platform.network.onPost = (post) => {
    if (post.channel === 0) return
    const batch = decodeBatch(post)
    batches.push(batch)
    post.reply(200, JSON.stringify({ stored: lastOf(batch) }))
  }
  platform.network.link(true)
  platform.clock.runTo(3_700 * S)
  expect(averages(kit).length).toBe(12)
  for (const { channels } of averages(kit).slice(1))
    expect(channels.map(({ count }) => count)).toEqual([300, 300, 30, 30, 30])
  expect(kit.journal.cursor(1)).toBe(kit.journal.nextSequence)
  expect(batches[0]?.others).toEqual([0])
  expect(batches.at(-1)?.others).toEqual([kit.journal.dropped(0)])
  expect(kit.journal.dropped(0)).toBeGreaterThanOrEqual(9)
  expect(batches.every(({ dropped }) => dropped === 0)).toBe(true)
})

test('news that comes while a turn runs is taken in at once', () => {
  const { platform, kit } = boot()
  platform.network.requestTime = (onTime) => onTime(EVE_MS)
  platform.network.link(true)
  platform.clock.runTo(0)
  expect(kit.clock.known).toBe(true)
})

describe('a config that cannot be used is refused by name', () => {
  const { sensors } = CONFIG
  test.each<[string, Partial<KitConfig>]>([
    ['periodS', { periodS: 7 }],
    ['periodS', { periodS: 1800 }],
    ['periodS', { periodS: Number.NaN }],
    ['targets[0].url', { targets: [{ kind: 'hub', url: 'ftp://hub' }] }],
    ['sensors', { sensors: [] }],
    ['sensors', { sensors: [...sensors, ...sensors, ...sensors, ...sensors] }],
    ['SDS999', { sensors: [{ part: 'SDS999', port: 'uart1' }] }],
  ])('%s', (name, wrong) => {
    expect(() => new Kit(new PlatformDouble(blankFlash()), { ...CONFIG, ...wrong })).toThrow(name)
  })
})
