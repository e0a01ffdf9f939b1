/** Our question, and a real server's answer. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askSntp, SNTP_LENGTH, sntpUtcMs } from '../../device/platform/sntp.ts'
import { scratchFolder } from '../support/scratch.ts'
import { describeWith, freePort, RealServer } from './servers.ts'

const folder = scratchFolder()
const NONCE = 0x1234_5678

describeWith('chronyd', 'chrony', (path) => {
  let server: RealServer
  let port = 0

  beforeAll(async () => {
    port = await freePort()
    const config = join(folder, 'chrony.conf')
    const lines = [
      `port ${port}`,
      'bindaddress 127.0.0.1',
      'cmdport 0',
      'bindcmdaddress /',
      'local stratum 5',
      'allow 127.0.0.1',
      `pidfile ${join(folder, 'chronyd.pid')}`,
    ]
    writeFileSync(config, `${lines.join('\n')}\n`)
    // -x: it serves the machine's clock and leaves it alone.
    server = await RealServer.start(path, ['-d', '-x', '-U', '-f', config], /chronyd version/)
    await answering()
  })
  afterAll(() => server?.stop())

  async function ask(
    nonce: number,
  ): Promise<{ packet: Uint8Array; beforeMs: number; tripMs: number }> {
    const socket = createSocket('udp4')
    const question = new Uint8Array(SNTP_LENGTH)
    askSntp(question, nonce)
    const [beforeMs, began] = [Date.now(), performance.now()]
    socket.send(question, port, '127.0.0.1')
    const [packet] = (await once(socket, 'message')) as [Buffer]
    const tripMs = Math.round(performance.now() - began)
    socket.close()
    return { packet, beforeMs, tripMs }
  }

  /** It says its version before it listens: asked until it answers. */
  async function answering(): Promise<void> {
    const socket = createSocket('udp4')
    const question = new Uint8Array(SNTP_LENGTH)
    askSntp(question, NONCE)
    const again = setInterval(() => socket.send(question, port, '127.0.0.1'), 20)
    await once(socket, 'message')
    clearInterval(again)
    socket.close()
  }

  test('its answer is the time of this machine', async () => {
    const { packet, beforeMs, tripMs } = await ask(NONCE)
    const utcMs = sntpUtcMs(packet, NONCE, tripMs)
    expect(utcMs).toBeGreaterThanOrEqual(beforeMs - 1)
    // It is taken to have been told half a trip ago, at the latest at the trip's end.
    expect(utcMs).toBeLessThanOrEqual(beforeMs + 1.5 * tripMs + 2)
  })

  test('the answer to another question is none', async () => {
    const { packet, tripMs } = await ask(NONCE)
    expect(sntpUtcMs(packet, NONCE + 1, tripMs)).toBe(-1)
  })
})
