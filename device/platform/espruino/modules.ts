/** What the adapter uses of Espruino's modules and ports. Texts are of 8-bit characters. */

export interface EspruinoPort {
  setup(baud: number, options: { rx: number; tx: number }): void
  unsetup(): void
  available(): number
  read(chars: number): string
  write(bytes: Uint8Array): void
}

export interface EspruinoBus {
  setup(options: { sda: number; scl: number; bitrate: number }): void
  writeTo(address: number | { address: number; stop: boolean }, bytes: Uint8Array): void
  readFrom(address: number, length: number): Uint8Array
}

export interface EspruinoOneWireBus {
  reset(): boolean
  write(bytes: Uint8Array): void
  read(count: number): Uint8Array
}

export interface FlashModule {
  read(length: number, address: number): Uint8Array
  write(data: Uint8Array, address: number): void
  erasePage(address: number): void
}

export interface StorageModule {
  read(name: string): string | undefined
  write(name: string, data: string, offset: number, length: number): boolean
}

export interface WifiModule {
  connect(ssid: string, options: { password: string }, onDone: (error: unknown) => void): void
  getStatus(): { station: string }
  on(event: string, heard: () => void): void
}

export interface HttpResponse {
  /** The digits of the status, as text. */
  statusCode: string
  headers: Record<string, string>
  on(event: 'data', heard: (text: string) => void): void
  on(event: 'close', heard: (hadError: boolean) => void): void
}

export interface HttpRequest {
  on(event: 'error', heard: () => void): void
  end(body: string): void
}

export interface HttpModule {
  request(
    options: {
      protocol: string
      host: string
      port: number
      path: string
      method: string
      headers: Record<string, string | number>
    },
    onResponse: (response: HttpResponse) => void,
  ): HttpRequest
}

export interface DatagramSocket {
  on(event: 'message', heard: (text: string) => void): void
  send(text: string, offset: number, length: number, port: number, host: string): void
  close(): void
}

export interface DatagramModule {
  createSocket(type: 'udp4'): DatagramSocket
}

/** Espruino's own global object; ports and buses are looked up by name. */
export interface EspruinoGlobal {
  [name: string]: unknown
  setTime: (seconds: number) => void
}
