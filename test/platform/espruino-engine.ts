/**
 * A stand-in for Espruino on an ESP32, from its reference and source (2v29): the globals and
 * modules that the adapter uses, with the habits that matter. Time is jest's.
 */
import { crc32 } from 'node:zlib'
import type {
  DatagramSocket,
  EspruinoBus,
  EspruinoPort,
  HttpResponse,
} from '../../device/platform/espruino/modules.ts'
import { Servers } from './contract/rig.ts'
import { EspruinoPins } from './espruino-pins.ts'
import { bytes, text } from './latin1.ts'

/** STREAM_MAX_BUFFER_SIZE in src/jswrap_stream.h. */
const STREAM_LENGTH_MAX = 512
const FLASH_LENGTH = 0x400000
const PAGE_LENGTH = 4096
/** Where Storage begins in a Pico's flash. */
export const STORAGE_AT = 0x1c0000
export const CHIP_ADDRESS = 0x76

export class EspruinoEngine {
  readonly flash = new Uint8Array(FLASH_LENGTH).fill(0xff)
  readonly sent: number[] = []
  readonly chipHeard: number[][] = []
  chipGives: readonly number[] = []
  readonly servers = new Servers()
  /** Headers of every reply. */
  headers: Record<string, string> = {}
  /** The time server's reply to a question; undefined: UDP is not let through. */
  sntp: ((question: Uint8Array) => Uint8Array) | undefined = undefined
  files: Record<string, string> = {}
  readonly printed: string[] = []
  reboots = 0
  joins = 0
  wallOffsetMs = 0
  station = 'off'
  private received = ''
  private readonly wifiListeners: Record<string, () => void> = {}

  /** Bytes come in at Serial3. */
  receive(values: readonly number[]): void {
    this.received = (this.received + text(Uint8Array.from(values))).slice(0, STREAM_LENGTH_MAX)
  }

  wifiEvent(name: string): void {
    this.station = name === 'connected' ? 'connected' : 'disconnected'
    this.wifiListeners[name]?.()
  }

  readonly port: EspruinoPort = {
    setup: () => {},
    unsetup: () => {},
    available: () => this.received.length,
    read: (chars) => {
      const taken = this.received.slice(0, chars)
      this.received = this.received.slice(chars)
      return taken
    },
    write: (values) => this.sent.push(...values),
  }

  readonly bus: EspruinoBus = {
    setup: () => {},
    writeTo: (to, values) => {
      const address = typeof to === 'number' ? to : to.address
      if (address !== CHIP_ADDRESS) throw new Error("jshI2CWrite: slave doesn't ACK the transfer")
      this.chipHeard.push([...values])
    },
    readFrom: (address, length) => {
      if (address !== CHIP_ADDRESS) throw new Error("jshI2CRead: slave doesn't ACK the transfer")
      return Uint8Array.from(this.chipGives).slice(0, length)
    },
  }

  readonly pins = new EspruinoPins()

  readonly flashModule = {
    read: (length: number, address: number) => {
      const at = address % FLASH_LENGTH
      return this.flash.slice(at, at + length)
    },
    write: (data: Uint8Array, address: number) => {
      const at = address % FLASH_LENGTH
      for (let i = 0; i < data.length; i++) this.flash[at + i]! &= data[i]!
    },
    erasePage: (address: number) => {
      const at = address % FLASH_LENGTH
      const start = at - (at % PAGE_LENGTH)
      this.flash.fill(0xff, start, start + PAGE_LENGTH)
    },
  }

  /** Storage as on a Pico: a file's header is its length and, four bytes on, its name. */
  readonly storageModule = {
    read: (name: string) => this.files[name],
    write: (name: string, _data: string, _offset: number, length: number) => {
      const header = [length & 255, (length >> 8) & 255, length >> 16, 0, ...bytes(name)]
      this.flash.set([...header, ...new Uint8Array(32 - header.length)], STORAGE_AT)
    },
  }

  readonly wifiModule = {
    connect: () => {
      this.joins++
    },
    getStatus: () => ({ station: this.station }),
    on: (name: string, heard: () => void) => {
      this.wifiListeners[name] = heard
    },
  }

  readonly httpModule = {
    request: (
      options: {
        method: string
        host: string
        path: string
        headers: Record<string, string | number>
      },
      onResponse: (response: HttpResponse) => void,
    ) => {
      const answer = this.servers.answerOf(options.host)
      let failed = (): void => {}
      return {
        on: (_event: string, heard: () => void) => {
          failed = heard
        },
        end: (body: string) => {
          if (typeof body !== 'string') throw new Error('a byte array would be sent as numbers')
          if (answer === 'refuse') {
            // The dead request is still closed on idle, with an error of its own.
            setTimeout(() => failed(), 10)
            throw new Error('Unable to create socket')
          }
          this.hear(options, body)
          if (answer !== 'later') setTimeout(() => this.respond(answer, onResponse), answer.afterMs)
        },
      }
    },
  }

  readonly datagramModule = {
    createSocket: (): DatagramSocket => {
      let heard = (_text: string): void => {}
      let closed = false
      return {
        on: (_event, listener) => {
          heard = listener
        },
        send: (question) => {
          const reply = this.sntp?.(bytes(question))
          if (reply !== undefined) setTimeout(() => closed || heard(text(reply)), 80)
        },
        close: () => {
          if (closed) throw new Error('This socket is closed')
          closed = true
        },
      }
    },
  }

  /** Puts the globals in place. */
  install(): void {
    const wallMs = () => Date.now() + this.wallOffsetMs
    let draws = 0
    Object.assign(globalThis, {
      E: {
        CRC32: (value: string) => crc32(Buffer.from(value, 'latin1')),
        enableWatchdog: () => {},
        hwRand: () => ++draws,
        kickWatchdog: () => {},
        reboot: () => this.reboots++,
        toString: text,
        toUint8Array: bytes,
      },
      analogRead: () => 0.5,
      getTime: () => wallMs() / 1000,
      setTime: (seconds: number) => {
        this.wallOffsetMs += seconds * 1000 - wallMs()
      },
      getSerial: () => 'a0b1c2d3-E4F5',
      print: (line: string) => this.printed.push(line),
      Serial3: this.port,
      I2C1: this.bus,
      ...this.pins.globals,
    })
  }

  private hear(
    options: { method: string; path: string; headers: Record<string, string | number> },
    body: string,
  ): void {
    const { method, path } = options
    if ((options.headers['Content-Length'] ?? 0) !== body.length) throw new Error('wrong length')
    const named = Object.entries(options.headers).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ])
    const headers: Record<string, string> = Object.fromEntries(named)
    this.servers.heard.push({ method, path, headers, body: bytes(body) })
  }

  private respond(
    answer: { status: number; text: string; retryAfter?: string },
    onResponse: (response: HttpResponse) => void,
  ): void {
    const listeners: Record<string, (value: never) => void> = {}
    onResponse({
      statusCode: String(answer.status),
      headers:
        answer.retryAfter === undefined
          ? this.headers
          : { ...this.headers, 'Retry-After': answer.retryAfter },
      on: (event: string, listener: (value: never) => void) => {
        listeners[event] = listener
      },
    })
    for (let at = 0; at < answer.text.length; at += 100)
      listeners['data']?.(answer.text.slice(at, at + 100) as never)
    listeners['close']?.(false as never)
  }
}
