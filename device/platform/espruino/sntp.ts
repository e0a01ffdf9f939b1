/** Asks a time server over UDP. One question at a time; a new one drops the last. */
import { askSntp, SNTP_LENGTH, SNTP_PORT, sntpUtcMs } from '../sntp.ts'
import type { DatagramModule, DatagramSocket } from './modules.ts'

const ANSWER_MS_MAX = 5_000

export class EspruinoSntp {
  private readonly server: string
  private readonly ticks: () => number
  private readonly packet = new Uint8Array(SNTP_LENGTH)
  private socket: DatagramSocket | undefined = undefined
  private nonce = 0
  private askedMs = 0

  constructor(server: string, ticks: () => number) {
    this.server = server
    this.ticks = ticks
  }

  ask(nonce: number, onTime: (utcMs: number) => void): void {
    this.drop(this.socket)
    // biome-ignore lint/style/useNodejsImportProtocol: Espruino's module, not Node's
    const datagrams = require('dgram') as DatagramModule
    const socket = datagrams.createSocket('udp4')
    this.socket = socket
    this.nonce = nonce
    this.askedMs = this.ticks()
    socket.on('message', (text) => this.take(socket, text, onTime))
    askSntp(this.packet, nonce)
    socket.send(E.toString(this.packet), 0, SNTP_LENGTH, SNTP_PORT, this.server)
    setTimeout(() => this.drop(socket), ANSWER_MS_MAX)
  }

  private take(socket: DatagramSocket, text: string, onTime: (utcMs: number) => void): void {
    if (socket !== this.socket) return
    const utcMs = sntpUtcMs(E.toUint8Array(text), this.nonce, this.ticks() - this.askedMs)
    if (utcMs < 0) return
    this.drop(socket)
    onTime(utcMs)
  }

  private drop(socket: DatagramSocket | undefined): void {
    if (socket === undefined || socket !== this.socket) return
    this.socket = undefined
    socket.close()
  }
}
