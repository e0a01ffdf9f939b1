/**
 * Entry of what runs in Espruino beside the board's bundle. Lines that begin with a mark are for
 * the host:
 *   U part of a body in base64 · T its end: target and time · A arrival: number and time
 *   M JsVars: firmware, in use, peak · R the report
 */
import type { KitConfig } from '../../../device/config/config.ts'
import type { Kit } from '../../../device/kit.ts'
import type { Platform } from '../../../device/platform/io.ts'
import { blotsOut, type FlashStore } from '../flash.ts'
import { type KitSetup, SimKit } from '../sim-kit.ts'
import type { Series } from '../world.ts'
import { Guest } from './guest.ts'
import { idleFirmware } from './idle-kit.ts'

interface Bundle {
  /** Not there when the simulator runs alone. */
  Kit?: new (
    platform: Platform,
    config: KitConfig,
  ) => Kit
}
interface EspruinoFlash {
  read(length: number, address: number): Uint8Array
  write(bytes: Uint8Array, address: number): void
  erasePage(address: number): void
}
declare function require(name: 'Flash'): EspruinoFlash
declare function print(line: string): void
declare function btoa(text: string): string
declare const E: { toString(bytes: Uint8Array): string }
declare const process: { memory(): { usage: number } }

/** Bytes of a body in one line, a multiple of three: a whole one takes memory that a kit needs. */
const PART_LENGTH = 96

function printBody(body: Uint8Array): void {
  for (let at = 0; at < body.length; at += PART_LENGTH) {
    const end = Math.min(at + PART_LENGTH, body.length)
    const part = btoa(E.toString(body.subarray(at, end)))
    print(`U ${part}`)
  }
}

/**
 * The journal's blocks in the interpreter's own flash, inside a Storage file that was made first
 * and so begins with Storage itself: `address` is that file's first whole page.
 */
class StorageStore implements FlashStore {
  readonly blocks: number
  readonly blockLength: number
  private readonly address: number
  private readonly pageLength: number

  constructor(blocks: number, blockLength: number, address: number, pageLength: number) {
    this.blocks = blocks
    this.blockLength = blockLength
    this.address = address
    this.pageLength = pageLength
  }

  read(into: Uint8Array, length: number, offset: number): void {
    const bytes = require('Flash').read(length, this.address + offset)
    for (let i = 0; i < length; i++) into[i] = bytes[i]!
  }

  accepts(bytes: Uint8Array, length: number, offset: number): boolean {
    if (blotsOut(this.blocks, bytes, length)) return true
    const there = require('Flash').read(length, this.address + offset)
    for (let i = 0; i < length; i++) if (there[i] !== 0xff) return false
    return true
  }

  program(bytes: Uint8Array, length: number, offset: number): void {
    require('Flash').write(new Uint8Array(bytes.buffer, 0, length), this.address + offset)
  }

  erase(block: number): void {
    const from = this.address + block * this.blockLength
    for (let at = 0; at < this.blockLength; at += this.pageLength)
      require('Flash').erasePage(from + at)
  }
}

/** Runs one kit from start to end and prints what the host wants to know. */
export function runKit(
  bundle: Bundle,
  bundleJsVars: number,
  setup: KitSetup,
  series: Series[],
  blocks: number,
  blockLength: number,
  address: number,
  pageLength: number,
  untilMs: number,
): void {
  const store = new StorageStore(blocks, blockLength, address, pageLength)
  const stepMs = 60_000
  let peak = 0
  let firmware = bundleJsVars
  const note = () => {
    peak = Math.max(peak, process.memory().usage)
  }
  const start = (platform: Platform, config: KitConfig) => {
    const before = process.memory().usage
    const kit = bundle.Kit ? new bundle.Kit(platform, config) : idleFirmware(platform, config)
    firmware += process.memory().usage - before
    return kit
  }
  const onUpload = (body: Uint8Array, timeUs: number, target: number) => {
    note()
    printBody(body)
    print(`T ${target} ${timeUs}`)
  }
  const onArrival = (number: number, timeUs: number) => print(`A ${number} ${timeUs}`)
  const guest = new Guest(
    setup.config.targets.length,
    (hub) => new SimKit(setup, series, store, hub, start, onUpload),
    onArrival,
  )
  for (let timeMs = 0; timeMs < untilMs; ) {
    timeMs = Math.min(timeMs + stepMs, untilMs)
    guest.run(timeMs)
    note()
    if (timeMs % 3_600_000 === 0 || timeMs === untilMs)
      print(`M ${firmware} ${process.memory().usage} ${peak}`)
  }
  print(`R ${JSON.stringify(guest.report())}`)
}
