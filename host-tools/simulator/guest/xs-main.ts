/** Entry of the script that runs in XS: the host begins, runs and reads one kit through globals. */
import { Kit } from '../../../device/index.ts'
import { MemoryStore } from '../flash.ts'
import type { KitSetup } from '../sim-kit.ts'
import type { Series } from '../world.ts'
import { Guest } from './guest.ts'
import { idleFirmware } from './idle-kit.ts'

/** The worker's way to the host. */
declare function issueCommand(message: ArrayBuffer): ArrayBuffer

/** The names by which the host calls. */
const names = globalThis as unknown as Record<string, unknown>
const UPLOAD = 1
const REPORT = 2
let guest: Guest | undefined

function send(kind: number, bytes: Uint8Array): void {
  const message = new Uint8Array(1 + bytes.length)
  message[0] = kind
  message.set(bytes, 1)
  issueCommand(message.buffer)
}

names['guestBegin'] = (
  setup: KitSetup,
  series: Series[],
  blocks: number,
  blockLength: number,
  idle: boolean,
) => {
  guest = new Guest(
    setup,
    series,
    new MemoryStore(blocks, blockLength),
    idle ? idleFirmware : (platform, config) => new Kit(platform, config),
    (body) => send(UPLOAD, body),
  )
}

names['guestRun'] = (untilMs: number) => guest?.run(untilMs)

names['guestReport'] = () => {
  const text = JSON.stringify(guest?.report())
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  send(REPORT, bytes)
}
