import fc from 'fast-check'
import { SDS011, Sds011, sds011Checksum } from '../../device/sensors/sds011.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { bytesOf, collect, hex, turn } from '../support/driving.ts'
import { commandFrame, dataFrame, replyFrame, Sds011Model } from '../support/sds011-frames.ts'
import { SerialLine } from '../support/serial-line.ts'
import { CP_FRAMES } from '../vectors/sds011.ts'

/** A driver whose chip is set up and warm, at second 31; `t` counts its seconds. */
function warmDriver() {
  const line = new SerialLine()
  const chip = new Sds011Model(1, 0, 0)
  line.onWrite = (bytes) => line.feed(...chip.hear(bytes))
  const driver = new Sds011(line)
  let t = 0
  const second = (...frames: Iterable<number>[]) => {
    driver.start(t * 1000)
    line.feed(...frames)
    t++
    return collect(driver, t * 1000)
  }
  while (t < 31) second(dataFrame(10, 20))
  return { line, chip, driver, second, seconds: () => t }
}

describe('golden frames', () => {
  test.each(CP_FRAMES)('%s carries the checksum that the driver computes', (_source, frame) => {
    const bytes = bytesOf(frame)
    expect(sds011Checksum(bytes, 2, bytes.length - 2)).toBe(bytes[bytes.length - 2])
  })

  test('frames of the test double are those of the document', () => {
    const built = [
      commandFrame(2, 0, 0),
      replyFrame(2, 1, 1),
      replyFrame(8, 0, 2),
      dataFrame(1236, 2618),
    ]
    const printed = CP_FRAMES.map(([, frame]) => frame)
    for (const frame of built) expect(printed).toContain(hex(frame))
  })

  test('the data frame of CP 2 reads 123.6 and 261.8 µg/m³ from sensor A160', () => {
    const { driver, second } = warmDriver()
    const frame = bytesOf(CP_FRAMES.find(([source]) => source.startsWith('CP 2, data'))![1])
    expect(second(frame)).toEqual({ outcomes: ['reading'], values: [[12_360, 26_180]] })
    expect(driver.deviceId).toBe(0xa160)
  })
})

test('every concentration is read exactly, and above 999.9 refused', () => {
  const { second } = warmDriver()
  const word = fc.integer({ min: 0, max: 65_535 })
  fc.assert(
    fc.property(word, word, (pm25, pm10) => {
      const fits = pm25 <= 9999 && pm10 <= 9999
      expect(second(dataFrame(pm25, pm10))).toEqual(
        fits
          ? { outcomes: ['reading'], values: [[pm25 * 10, pm10 * 10]] }
          : { outcomes: ['out-of-range'], values: [] },
      )
    }),
    { numRuns: 500 },
  )
})

describe('conversation', () => {
  const WORK = commandFrame(6, 1, 1)
  const MODE = commandFrame(2, 0, 0)
  const SET_ACTIVE = commandFrame(2, 1, 0)
  const PERIOD = commandFrame(8, 0, 0)
  const SET_CONTINUOUS = commandFrame(8, 1, 0)
  const cases: [string, Sds011Model, Uint8Array[]][] = [
    ['as it should be', new Sds011Model(1, 0, 0), [WORK, MODE, PERIOD]],
    ['asleep', new Sds011Model(0, 0, 0), [WORK, MODE, PERIOD]],
    ['in query mode', new Sds011Model(1, 1, 0), [WORK, MODE, SET_ACTIVE, PERIOD]],
    ['every 5 minutes', new Sds011Model(1, 0, 5), [WORK, MODE, PERIOD, SET_CONTINUOUS]],
    ['all wrong', new Sds011Model(0, 1, 30), [WORK, MODE, SET_ACTIVE, PERIOD, SET_CONTINUOUS]],
  ]
  test.each(cases)(
    'a chip left %s is asked and set, one command a second',
    (_name, chip, script) => {
      const line = new SerialLine()
      const sentAt: string[] = []
      let nowMs = 0
      line.onWrite = (bytes) => {
        sentAt.push(`${nowMs} ${hex(bytes)}`)
        line.feed(...chip.hear(bytes))
      }
      const driver = new Sds011(line)
      for (; nowMs < 10_000; nowMs += 1000) {
        if (chip.reports()) line.feed(dataFrame(1, 2))
        turn(driver, nowMs)
      }
      expect(sentAt).toEqual(script.map((bytes, i) => `${i * 1000} ${hex(bytes)}`))
      expect([chip.working, chip.mode, chip.period]).toEqual([1, 0, 0])
    },
  )

  test('nothing is sent before the first turn, and close closes the line', () => {
    const line = new SerialLine()
    const driver = new Sds011(line)
    expect(line.written).toEqual([])
    driver.close()
    expect(line.closed).toBe(true)
  })

  test('a deaf chip is asked five times, then rests a minute, for ever', () => {
    const line = new SerialLine()
    const driver = new Sds011(line)
    const sentAtS: number[] = []
    const outcomes = new Set<string>()
    for (let s = 0; s < 200; s++) {
      const before = line.written.length
      const { outcomes: heard } = turn(driver, s * 1000)
      if (line.written.length > before) sentAtS.push(s)
      if (s >= 3) for (const outcome of heard) outcomes.add(outcome)
    }
    expect(sentAtS).toEqual([
      0, 1, 2, 3, 4, 65, 66, 67, 68, 69, 130, 131, 132, 133, 134, 195, 196, 197, 198, 199,
    ])
    expect([...outcomes]).toEqual(['no-answer'])
  })

  test('a reply that another command asked for does not count', () => {
    const line = new SerialLine()
    const driver = new Sds011(line)
    line.onWrite = () => line.feed(replyFrame(8, 0, 0))
    turn(driver, 0)
    turn(driver, 1000)
    expect(line.written.map(hex)).toEqual([WORK, WORK].map(hex))
  })

  test('sleep is one command and silence is then no fault; wake warms up anew', () => {
    const { line, chip, driver, second } = warmDriver()
    line.written.splice(0)
    driver.sleep()
    for (let s = 0; s < 60; s++) expect(second()).toEqual({ outcomes: [], values: [] })
    expect(line.written.map(hex)).toEqual([hex(commandFrame(6, 1, 0))])
    expect(chip.working).toBe(0)
    driver.wake()
    const heard: string[] = []
    for (let s = 0; s < 32; s++) heard.push(...second(dataFrame(1, 2)).outcomes)
    expect(chip.working).toBe(1)
    expect(heard).toEqual([...new Array(29).fill('warming-up'), ...new Array(3).fill('reading')])
  })

  test('readings of the first thirty seconds do not count', () => {
    const line = new SerialLine()
    const driver = new Sds011(line)
    const heard: string[] = []
    for (let s = 0; s < 31; s++) {
      line.feed(dataFrame(1, 2))
      heard.push(...turn(driver, s * 1000).outcomes)
    }
    expect(heard).toEqual([...new Array(29).fill('warming-up'), 'reading', 'reading'])
    expect(SDS011.warmUpMs).toBe(30_000)
  })
})

test('1,000 readings make no buffer and send nothing', () => {
  const { line, driver } = warmDriver()
  const into = new Int32Array(2)
  const frames = Array.from({ length: 1000 }, (_, i) => dataFrame(i, i))
  line.written.splice(0)
  const made = countTypedArrays(() => {
    for (let i = 0; i < frames.length; i++) {
      driver.start(31_000 + i * 1000)
      line.feed(frames[i]!)
      expect(driver.finish(32_000 + i * 1000, into)).toBe(0)
    }
  })
  expect(made).toBe(0)
  expect(line.written).toEqual([])
})
