/** What this machine does with nothing in its way: the floor that other figures stand on. */
import { medianSeconds } from './timing.ts'

const LOOP_TURNS = 10_000_000
const FRAME_LENGTH = 10
const FLOOR_KITS = 100
const FLOOR_SECONDS = 36_000

/** Seconds of ten million turns of xorshift. */
export function plainLoopSeconds(): number {
  return medianSeconds(3, () => {
    let x = 1
    for (let i = 0; i < LOOP_TURNS; i++) {
      x ^= x << 13
      x ^= x >>> 17
      x ^= x << 5
    }
    if (x === 0) throw new Error('xorshift never gives 0')
  })
}

class Statistics {
  count = 0
  sum = 0
  squares = 0
  minimum = Infinity
  maximum = -Infinity

  add(value: number): void {
    this.count++
    this.sum += value
    this.squares += value * value
    if (value < this.minimum) this.minimum = value
    if (value > this.maximum) this.maximum = value
  }
}

/** One SDS011 frame is made, parsed byte by byte, and its two values are put into statistics. */
class BareKit {
  private readonly frame = new Uint8Array(FRAME_LENGTH)
  private readonly heard = new Uint8Array(FRAME_LENGTH)
  private length = 0
  readonly pm25 = new Statistics()
  readonly pm10 = new Statistics()

  second(value: number): void {
    const frame = this.frame
    frame[0] = 0xaa
    frame[1] = 0xc0
    frame[2] = value & 0xff
    frame[3] = value >> 8
    frame[4] = (value + 7) & 0xff
    frame[5] = (value + 7) >> 8
    let sum = 0
    for (let i = 2; i < 8; i++) sum += frame[i]!
    frame[8] = sum & 0xff
    frame[9] = 0xab
    for (let i = 0; i < FRAME_LENGTH; i++) this.byte(frame[i]!)
  }

  private byte(byte: number): void {
    const heard = this.heard
    if (this.length === 0 && byte !== 0xaa) return
    heard[this.length++] = byte
    if (this.length < FRAME_LENGTH) return
    this.length = 0
    let sum = 0
    for (let i = 2; i < 8; i++) sum += heard[i]!
    if ((sum & 0xff) !== heard[8] || heard[9] !== 0xab) return
    this.pm25.add(heard[2]! + heard[3]! * 256)
    this.pm10.add(heard[4]! + heard[5]! * 256)
  }
}

/** Kit-seconds a second of bare frame work. */
export function frameWorkRate(): number {
  const kits = Array.from({ length: FLOOR_KITS }, () => new BareKit())
  const seconds = medianSeconds(3, () => {
    for (let s = 0; s < FLOOR_SECONDS; s++)
      for (let k = 0; k < FLOOR_KITS; k++) kits[k]!.second((s * 7 + k) % 9_999)
  })
  if (kits[0]!.pm10.count !== 4 * FLOOR_SECONDS) throw new Error('a frame was lost')
  return (FLOOR_KITS * FLOOR_SECONDS) / seconds
}
