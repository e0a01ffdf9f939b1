/** Entry of the script that runs in XS: the host begins a kit and then sends commands. */
import { Kit } from '../../../device/index.ts'
import { boardOf } from '../faults/board.ts'
import { MemoryStore } from '../flash.ts'
import type { Firmware, KitSetup } from '../sim-kit.ts'
import type { Series } from '../world.ts'
import { Guest } from './guest.ts'
import { idleFirmware } from './idle-kit.ts'
import { noNotes, watched } from './journal-notes.ts'

/** The worker's way to the host. */
declare function issueCommand(message: ArrayBuffer): ArrayBuffer
declare function gc(): void

/**
 * What runs: the firmware with its journal watched; the same bare, to measure what it costs; or one
 * that does nothing, to measure what the simulator costs.
 */
export type XsRuns = 'watched' | 'bare' | 'idle'

/** The names by which the host calls. */
const names = globalThis as unknown as Record<string, unknown>
const UPLOAD = 1
const REPORT = 2
const ARRIVAL = 3
const notes = noNotes()
let guest: Guest | undefined

function send(kind: number, bytes: Uint8Array): void {
  const message = new Uint8Array(1 + bytes.length)
  message[0] = kind
  message.set(bytes, 1)
  issueCommand(message.buffer)
}

names['guestBegin'] = (setup: KitSetup, series: Series[], runs: XsRuns) => {
  const store = new MemoryStore(setup.flash.blocks, setup.flash.blockLength)
  store.reserve()
  const plain: Firmware = (platform, config) => new Kit(platform, config)
  const firmwares = { watched: watched(plain, notes), bare: plain, idle: idleFirmware }
  guest = new Guest(
    setup.config.targets.length,
    (hub) => boardOf(setup, series, store, hub, firmwares[runs], sendUpload),
    sendArrival,
  )
}

function sendUpload(body: Uint8Array, timeUs: number, target: number): void {
  const bytes = new Uint8Array(9 + body.length)
  bytes[0] = target
  new DataView(bytes.buffer).setFloat64(1, timeUs / 1000, true)
  bytes.set(body, 9)
  send(UPLOAD, bytes)
}

function sendArrival(number: number, timeUs: number): void {
  const bytes = new Uint8Array(13)
  const view = new DataView(bytes.buffer)
  view.setUint32(1, number, true)
  view.setFloat64(5, timeUs / 1000, true)
  send(ARRIVAL, bytes)
}

/** `run <ms>` lets time go on, `report` sends the report, `collect` frees what nobody needs. */
names['handleCommand'] = (message: ArrayBuffer) => {
  const [command, argument] = String.fromCharCode(...new Uint8Array(message)).split(' ')
  if (command === 'run') guest?.run(Number(argument))
  else if (command === 'collect') gc()
  else sendReport()
}

function sendReport(): void {
  const text = JSON.stringify({ ...guest?.report(), notes })
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  send(REPORT, bytes)
}
