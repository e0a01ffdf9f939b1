/** Asks a time server over UDP, to the millisecond. One question at a time. */
import UDP from 'embedded:io/socket/udp'
import { askSntp, SNTP_LENGTH, SNTP_PORT, sntpUtcMs } from '../sntp.ts'
import { DhcpResolver } from './resolver.ts'

/** Moddable's typings forget `close`. */
type Socket = UDP & { close(): void }

export class ModdableSntp {
  private readonly server: string
  private readonly ticks: () => number
  private readonly resolver = new DhcpResolver()
  private socket: Socket | undefined = undefined

  constructor(server: string, ticks: () => number) {
    this.server = server
    this.ticks = ticks
  }

  /** Drops a question that is still open. */
  ask(nonce: number, onTime: (utcMs: number) => void): void {
    this.socket?.close()
    let askedMs = 0
    const socket: Socket = new UDP({
      onReadable: (packets) => {
        for (let i = 0; i < packets && socket === this.socket; i++) {
          const packet = new Uint8Array(socket.read())
          const utcMs = sntpUtcMs(packet, nonce, this.ticks() - askedMs)
          if (utcMs < 0) continue
          this.socket = undefined
          socket.close()
          onTime(utcMs)
        }
      },
    }) as Socket
    this.socket = socket
    this.resolver.resolve({
      host: this.server,
      onResolved: (_host, address) => {
        if (socket !== this.socket) return
        const packet = new Uint8Array(SNTP_LENGTH)
        askSntp(packet, nonce)
        askedMs = this.ticks()
        socket.write(packet, address, SNTP_PORT)
      },
      // The timekeeper asks again.
      onError: () => {},
    })
  }
}
