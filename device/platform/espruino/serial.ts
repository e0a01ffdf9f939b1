/**
 * A serial port, polled. With no 'data' listener Espruino itself keeps what arrives, up to 512
 * bytes, and drops the rest: half a minute of an SDS011 fits ten times over.
 */
import type { Serial } from '../io.ts'
import type { EspruinoPort } from './modules.ts'

export class EspruinoSerial implements Serial {
  private readonly port: EspruinoPort

  /** `port` has been set up. */
  constructor(port: EspruinoPort) {
    this.port = port
  }

  read(into: Uint8Array): number {
    const waiting = this.port.available()
    if (waiting === 0 || into.length === 0) return 0
    const text = this.port.read(waiting < into.length ? waiting : into.length)
    into.set(E.toUint8Array(text))
    return text.length
  }

  write(bytes: Uint8Array): void {
    this.port.write(bytes)
  }

  close(): void {
    this.port.unsetup()
  }
}
