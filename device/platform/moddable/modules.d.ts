/**
 * Moddable's modules, as narrowly as the adapter uses them. Moddable's own build does not see this
 * file: there its own typings count. Reference: documentation/io/io.md in the Moddable SDK.
 */

/** The C function of this name. The compiler of XS knows this form. */
declare function native(name: string): (...args: never[]) => unknown
declare function trace(text: string): void

declare module 'timer' {
  class Timer {
    private constructor()
    static set(wake: () => void, delayMs?: number, repeatMs?: number): Timer
    static repeat(wake: () => void, intervalMs: number): Timer
    static schedule(timer: Timer, delayMs?: number, repeatMs?: number): void
    static clear(timer: Timer): void
    private brand: boolean
  }
  export default Timer
}

declare module 'time' {
  /** Milliseconds of the chip's counter, as a signed 32-bit integer. */
  const Time: { readonly ticks: number }
  export default Time
}

/** Adds `System` to the globals. */
declare module 'system'

declare module 'preference' {
  const Preference: {
    get(domain: string, key: string): string | boolean | number | ArrayBuffer | undefined
  }
  export default Preference
}

declare module 'mc/config' {
  const config: Record<string, unknown>
  export default config
}

declare module 'embedded:io/serial' {
  class Serial {
    constructor(options: {
      receive: number
      transmit: number
      baud: number
      port: number
      format: 'number'
      onReadable: (bytes: number) => void
    })
    /** One byte. */
    read(): number | ArrayBuffer | undefined
    write(byte: number): void
    close(): void
  }
  export default Serial
}

declare module 'embedded:io/i2c' {
  class I2C {
    constructor(options: {
      data: number
      clock: number
      hz: number
      address: number
      port: number
    })
    read(into: Uint8Array, stop?: boolean): number
    write(bytes: Uint8Array, stop?: boolean): void
  }
  export default I2C
}

declare module 'onewire' {
  class OneWire {
    constructor(options: { pin: number })
    reset(): boolean
    /** One byte. */
    read(): number
    write(byte: number): void
    close(): void
  }
  export default OneWire
}

declare module 'embedded:io/analog' {
  class Analog {
    constructor(options: { pin: number })
    readonly resolution: number
    read(): number
  }
  export default Analog
}

declare module 'embedded:storage/flash' {
  export interface Flash {
    read(into: Uint8Array, byteOffset: number): number
    write(bytes: Uint8Array, byteOffset: number): void
    eraseBlock(block: number): void
    status(): { blocks: number; blockLength: number }
  }
  const storage: { open(options: { path: string; mode: 'r+' }): Flash }
  export default storage
}

declare module 'embedded:network/interface/wifi' {
  class WiFi {
    constructor(options: { onChanged?: (property: 'connection' | 'address') => void })
    connect(options: { SSID: string; password: string }): void
    readonly connection: number
    readonly MAC: string | undefined
  }
  export default WiFi
}

declare module 'embedded:io/socket/tcp' {
  class TCP {
    private brand: boolean
  }
  export default TCP
}

declare module 'embedded:io/socket/udp' {
  class UDP {
    constructor(options: { onReadable: (packets: number) => void })
    read(): ArrayBuffer
    write(bytes: Uint8Array, address: string, port: number): void
    close(): void
  }
  export default UDP
}

declare module 'embedded:network/http/client' {
  interface Request {
    read(bytes?: number): ArrayBuffer | undefined
    write(bytes: Uint8Array): void
  }
  class HTTPClient {
    constructor(options: {
      host: string
      port: number
      dns: { io: unknown }
      socket: { io: unknown }
      onError: () => void
    })
    request(options: {
      method: string
      path: string
      headers: Map<string, string>
      onHeaders(this: Request, status: number, headers: Map<string, string>): void
      onReadable(this: Request, bytes: number): void
      onWritable(this: Request, bytes: number): void
      onDone(this: Request, error: Error | null): void
    }): Request
    close(): void
  }
  export default HTTPClient
}
