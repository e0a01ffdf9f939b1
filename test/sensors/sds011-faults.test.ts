/** What a damaged line may do to the SDS011's driver: fail, countably; never invent a value. */
import fc from 'fast-check'
import { Sds011 } from '../../device/sensors/sds011.ts'
import { collect } from '../support/driving.ts'
import { commandFrame, dataFrame, replyFrame, Sds011Model } from '../support/sds011-frames.ts'
import { SerialLine } from '../support/serial-line.ts'

/** Frame k reports k and k + 5000, so that each value names its frame. */
const frameOf = (k: number) => dataFrame(k, k + 5000)
const readingOf = (k: number) => [k * 10, (k + 5000) * 10]
const FRAMES = 6
const stream = () => Array.from({ length: FRAMES }, (_, k) => [...frameOf(k)])

class WarmDriver {
  readonly line = new SerialLine()
  readonly chip = new Sds011Model(1, 0, 0)
  readonly driver = new Sds011(this.line)
  seconds = 0

  constructor() {
    this.line.onWrite = (bytes) => this.line.feed(...this.chip.hear(bytes))
    while (this.seconds < 31) this.second(frameOf(0))
  }

  second(...frames: Iterable<number>[]) {
    this.driver.start(this.seconds * 1000)
    this.line.feed(...frames)
    this.seconds++
    return collect(this.driver, this.seconds * 1000)
  }

  /** Plays one piece a second; all faults and all values that came of it. */
  play(pieces: Iterable<number>[]) {
    const turns = pieces.map((piece) => this.second(piece))
    return {
      faults: turns.flatMap((turn) => turn.outcomes).filter((outcome) => outcome !== 'reading'),
      values: turns.flatMap((turn) => turn.values),
    }
  }
}

const allBut = (...lost: number[]) =>
  stream()
    .map((_, k) => readingOf(k))
    .filter((_, k) => !lost.includes(k))

describe('each of the 80 bits of a data frame, flipped', () => {
  // A flip changes the sum by a power of two below 256, or head, kind or tail by one bit; 0xc0 and
  // 0xc5 differ in two. So the frame tells every single flip, and no exception is allowed here.
  test.each(Array.from({ length: 80 }, (_, bit) => bit))('bit %i: one counted failure', (bit) => {
    const frames = stream()
    frames[2]![bit >> 3]! ^= 1 << (bit & 7)
    expect(new WarmDriver().play(frames)).toEqual({ faults: ['checksum'], values: allBut(2) })
  })
})

test('bits of a frame that looks like a frame inside are told as well', () => {
  // PM2.5 of 0xc0aa / 10 is above the range, so the inner head stands in PM10 and device id.
  const inner = dataFrame(1, 0x0daa, 0xc0aa)
  for (let bit = 0; bit < 80; bit++) {
    const damaged = [...inner]
    damaged[bit >> 3]! ^= 1 << (bit & 7)
    const frames = stream()
    frames[2] = damaged
    const { faults, values } = new WarmDriver().play(frames)
    expect(values).toEqual(allBut(2))
    expect(faults).toEqual(['checksum'])
  }
})

test('each of the 80 bits of a reply, flipped: not taken for the reply, asked again', () => {
  for (let bit = 0; bit < 80; bit++) {
    const line = new SerialLine()
    const driver = new Sds011(line)
    const damaged = replyFrame(6, 1, 1)
    damaged[bit >> 3]! ^= 1 << (bit & 7)
    line.onWrite = () => line.feed(damaged)
    driver.start(0)
    expect(collect(driver, 1000).outcomes).toEqual(['checksum'])
    driver.start(1000)
    expect(line.written).toEqual([commandFrame(6, 1, 1), commandFrame(6, 1, 1)])
  }
})

describe('lost and added bytes', () => {
  test('one byte lost at any place of the stream costs its own frame and no other', () => {
    for (let at = 0; at < (FRAMES - 1) * 10; at++) {
      const frames = stream()
      frames[Math.floor(at / 10)]!.splice(at % 10, 1)
      const played = new WarmDriver().play(frames)
      expect(played).toEqual({ faults: ['checksum'], values: allBut(Math.floor(at / 10)) })
    }
  })

  test('bytes lost from any place to any later one cost no frame that is whole', () => {
    for (let from = 0; from < 30; from++) {
      for (let to = from + 1; to <= 30; to++) {
        const bytes = stream().flat()
        bytes.splice(from, to - from)
        const damaged = [0, 1, 2].filter((k) => from < k * 10 + 10 && to > k * 10)
        // Two halves may join to one whole frame; but what was sent is all that may be read.
        const { values } = new WarmDriver().play([bytes])
        expect(values).toEqual(expect.arrayContaining(allBut(...damaged)))
        expect(allBut()).toEqual(expect.arrayContaining(values))
      }
    }
  })

  test('a frame may be cut anywhere between two turns', () => {
    for (let cut = 0; cut <= 10; cut++) {
      const bytes = [...frameOf(3)]
      const played = new WarmDriver().play([bytes.slice(0, cut), bytes.slice(cut)])
      expect(played).toEqual({ faults: [], values: [readingOf(3)] })
    }
  })
})

test('after any garbage the next good frames are read, and garbage gives no value', () => {
  const garbage = fc.uint8Array({ maxLength: 200 })
  fc.assert(
    fc.property(garbage, (bytes) => {
      const warm = new WarmDriver()
      const { faults, values } = warm.play([bytes])
      expect(values).toEqual([])
      expect(faults.length).toBeGreaterThanOrEqual(Math.floor(bytes.length / 20))
      expect(warm.play(stream()).values.slice(-FRAMES)).toEqual(allBut())
    }),
    { numRuns: 1000 },
  )
})

test('garbage that is full of heads and tails gives nothing outside the range', () => {
  const byte = fc.constantFrom(0xaa, 0xab, 0xc0, 0xc5, 0x00, 0xff)
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 200 }), (bytes) => {
      const warm = new WarmDriver()
      for (const value of warm.play([bytes]).values.flat()) {
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(99_990)
      }
      expect(warm.play(stream()).values.slice(-FRAMES)).toEqual(allBut())
    }),
    { numRuns: 1000 },
  )
})

test('a flood of bytes holds up no turn, and is worked off in bounded bites', () => {
  const warm = new WarmDriver()
  warm.line.feed(new Array(5000).fill(0x55))
  const reads: number[] = []
  const read = warm.line.read.bind(warm.line)
  let count = 0
  warm.line.read = (into) => {
    count++
    return read(into)
  }
  for (let s = 0; s < 33; s++) {
    count = 0
    warm.second()
    reads.push(count)
  }
  expect(Math.max(...reads)).toBeLessThanOrEqual(16 * 4)
  expect(warm.play([frameOf(1)]).values).toEqual([readingOf(1)])
})

describe('a chip that goes and comes back', () => {
  test('is silent for 3.5 s, then no answer each turn, then set up and warmed up anew', () => {
    const warm = new WarmDriver()
    warm.line.written.splice(0)
    warm.chip.answers = false
    const silence = warm.play(new Array(10).fill([]))
    expect(silence.faults).toEqual(new Array(7).fill('no-answer'))
    // Another sensor is plugged in: fresh from its owner, in query mode.
    warm.chip.answers = true
    warm.chip.mode = 1
    const heard: string[] = []
    for (let s = 0; s < 110; s++) {
      heard.push(...warm.second(warm.chip.reports() ? frameOf(s) : []).outcomes)
    }
    expect(warm.chip.mode).toBe(0)
    expect(heard.filter((outcome) => outcome === 'warming-up').length).toBeGreaterThanOrEqual(25)
    expect(heard.indexOf('reading')).toBeGreaterThan(heard.lastIndexOf('warming-up'))
    expect(warm.line.written.length).toBeLessThanOrEqual(12)
  })

  test('noise on the line is no silence: no warm-up, and readings go on at once', () => {
    const warm = new WarmDriver()
    const noise = warm.play(new Array(10).fill([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
    expect(noise).toEqual({ faults: new Array(10).fill('checksum'), values: [] })
    expect(warm.play([frameOf(4)])).toEqual({ faults: [], values: [readingOf(4)] })
  })
})
