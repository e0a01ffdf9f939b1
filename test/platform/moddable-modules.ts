/**
 * Stand-ins for Moddable's modules on an ESP32, from its documentation and source (tools 8.2): what
 * the adapter uses, with the habits that matter. Time is jest's.
 */
import { type Answer, Servers, type WireRig } from './contract/rig.ts'

/** The receive FIFO of the UART. */
const FIFO_LENGTH = 128
const LOG_BLOCKS = 256
const BLOCK_LENGTH = 4096
export const CHIP_ADDRESS = 0x76

export class ModdableWorld {
  readonly flash = new Uint8Array(LOG_BLOCKS * BLOCK_LENGTH).fill(0xff)
  readonly sent: number[] = []
  readonly addresses: number[] = []
  readonly chipHeard: number[][] = []
  chipGives: readonly number[] = []
  readonly wire: WireRig = { port: 'wire1', isPresent: true, gives: [], heard: [] }
  readonly servers = new Servers()
  connection = 200
  fifo: number[] = []
  onReadable = (_bytes: number): void => {}
  onWifi = (): void => {}

  receive(bytes: readonly number[]): void {
    this.fifo = [...this.fifo, ...bytes].slice(0, FIFO_LENGTH)
    this.onReadable(this.fifo.length)
  }

  wifi(connection: number): void {
    this.connection = connection
    this.onWifi()
  }
}

let world = new ModdableWorld()

export function freshWorld(): ModdableWorld {
  world = new ModdableWorld()
  return world
}

interface TimerHandle {
  wake: () => void
  timeout: ReturnType<typeof setTimeout> | undefined
}

function schedule(handle: TimerHandle, delayMs = 0): void {
  clearTimeout(handle.timeout)
  handle.timeout = setTimeout(handle.wake, delayMs)
}

export const Timer = {
  set: (wake: () => void, delayMs = 0): TimerHandle => {
    const handle: TimerHandle = { wake, timeout: undefined }
    schedule(handle, delayMs)
    return handle
  },
  schedule,
  repeat: (wake: () => void, intervalMs: number) => setInterval(wake, intervalMs),
}

/** The counter goes round 60 s after the rig's start. */
export const Time = {
  get ticks(): number {
    return (Math.floor(performance.now()) + 0xffffffff - 60_000) | 0
  },
}

export class Serial {
  constructor(options: { onReadable: (bytes: number) => void }) {
    world.onReadable = options.onReadable
  }
  read(): number | undefined {
    return world.fifo.shift()
  }
  write(byte: number): void {
    if (typeof byte !== 'number') throw new Error('invalid')
    world.sent.push(byte)
  }
}

export class I2C {
  private readonly address: number

  constructor(options: { address: number }) {
    if (world.addresses.includes(options.address)) throw new RangeError('duplicate address')
    world.addresses.push(options.address)
    this.address = options.address
  }
  read(into: Uint8Array): number {
    if (this.address !== CHIP_ADDRESS) throw new Error('read failed')
    into.set(world.chipGives.slice(0, into.length))
    return into.length
  }
  write(bytes: Uint8Array, stop: boolean): void {
    if (this.address !== CHIP_ADDRESS) throw new Error('write failed')
    if (typeof stop !== 'boolean') throw new Error('stop: undefined would mean false')
    world.chipHeard.push([...bytes])
  }
}

export class OneWire {
  private place = 0

  constructor(options: { pin: number }) {
    if (options.pin !== 4) throw new Error("can't init pin")
  }
  reset(): boolean {
    this.place = 0
    return world.wire.isPresent
  }
  /** Without a count it is one byte. */
  read(): number {
    return world.wire.isPresent ? world.wire.gives[this.place++]! : 0xff
  }
  write(byte: number): void {
    if (typeof byte !== 'number') throw new RangeError('bad value')
    world.wire.heard.push(byte)
  }
}

export class Analog {
  readonly resolution = 12
  read(): number {
    return 2048
  }
}

export const storage = {
  open: (options: { path: string }) => {
    if (options.path !== 'log') throw new Error("can't find partition")
    const { flash } = world
    const inside = (length: number, offset: number) => {
      if (offset < 0 || offset + length > flash.length) throw new Error('write failed')
    }
    return {
      status: () => ({ blocks: LOG_BLOCKS, blockLength: BLOCK_LENGTH }),
      read: (into: Uint8Array, offset: number) =>
        into.set(flash.subarray(offset, offset + into.length)),
      write: (bytes: Uint8Array, offset: number) => {
        inside(bytes.length, offset)
        for (let i = 0; i < bytes.length; i++) flash[offset + i]! &= bytes[i]!
      },
      eraseBlock: (block: number) => {
        inside(BLOCK_LENGTH, block * BLOCK_LENGTH)
        flash.fill(0xff, block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH)
      },
    }
  },
}

export class WiFi {
  readonly MAC = 'A0:B1:C2:D3:E4:F5'
  constructor(options: { onChanged: () => void }) {
    world.onWifi = options.onChanged
  }
  get connection(): number {
    return world.connection
  }
  connect(): void {
    if (world.connection >= 300) throw new Error('already connecting')
    world.connection = 300
  }
}

interface RequestOptions {
  readonly method: string
  readonly path: string
  readonly headers: Map<string, string>
  onHeaders(status: number, headers: Map<string, string>): void
  onReadable(this: object, bytes: number): void
  onWritable(this: object, bytes: number): void
  onDone(error: Error | null): void
}

export class HTTPClient {
  private readonly onError: () => void
  private readonly answer: Answer
  private closed = false

  constructor(options: { host: string; onError: () => void }) {
    this.answer = world.servers.answerOf(options.host)
    this.onError = options.onError
  }

  request(options: RequestOptions): void {
    const answer = this.answer
    if (answer === 'refuse') {
      setTimeout(() => this.closed || this.onError(), 50)
      return
    }
    setTimeout(() => this.closed || this.transfer(options, answer), 20)
  }

  close(): void {
    this.closed = true
  }

  /** A body goes in segments of 64 bytes, the reply comes in pieces of 100. */
  private transfer(options: RequestOptions, answer: Exclude<Answer, 'refuse'>): void {
    const body: number[] = []
    const length = Number(options.headers.get('content-length') ?? 0)
    while (body.length < length)
      options.onWritable.call({ write: (bytes: Uint8Array) => body.push(...bytes) }, 64)
    const { method, path } = options
    const headers: Record<string, string> = Object.fromEntries(options.headers)
    world.servers.heard.push({ method, path, headers, body: Uint8Array.from(body) })
    if (answer === 'later') return
    setTimeout(() => {
      if (this.closed) return
      const headers = new Map([['date', 'Wed, 31 Dec 2025 23:59:59 GMT']])
      if (answer.retryAfter !== undefined) headers.set('retry-after', answer.retryAfter)
      options.onHeaders(answer.status, headers)
      for (let at = 0; at < answer.text.length; at += 100) {
        const piece = Buffer.from(answer.text.slice(at, at + 100))
        const bytes = Uint8Array.from(piece).buffer
        options.onReadable.call({ read: () => bytes }, piece.length)
      }
      options.onDone(null)
    }, answer.afterMs)
  }
}
