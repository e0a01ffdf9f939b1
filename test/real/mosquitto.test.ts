/** Simulated kits against a real broker of another make. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'cborg'
import { connectAsync } from 'mqtt'
import { outcomesOf, play } from '../simulator/live/live-play.ts'
import { scratchFolder } from '../support/scratch.ts'
import { describeWith, freePort, RealServer } from './servers.ts'

const folder = scratchFolder()

describeWith('mosquitto', 'mosquitto', (path) => {
  let server: RealServer
  let address = ''

  beforeAll(async () => {
    const port = await freePort()
    const config = join(folder, 'mosquitto.conf')
    writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`)
    server = await RealServer.start(path, ['-v', '-c', config], /mosquitto version .* running/)
    address = `mqtt://127.0.0.1:${port}`
  })
  afterAll(() => server?.stop())

  test('every batch arrives under its kit’s name, and no record is missing', async () => {
    const numbers = new Map<string, Set<number>>()
    const listener = await connectAsync(address, { reconnectPeriod: 0 })
    await listener.subscribeAsync('town/air/+/batches', { qos: 1 })
    listener.on('message', (topic, payload) => {
      if (topic === 'last') return
      const { kit, first, records } = decode(payload) as {
        kit: string
        first: number
        records: unknown[]
      }
      expect(topic).toBe(`town/air/${kit}/batches`)
      const known = numbers.get(kit) ?? new Set()
      numbers.set(kit, known)
      records.forEach((_, i) => void known.add(first + i))
    })
    const result = await play(`${address}/town/air`)
    // What the broker took before this it hands on before this.
    await listener.subscribeAsync('last', { qos: 1 })
    const told = new Promise<void>((resolve) => {
      listener.on('message', (topic) => topic === 'last' && resolve())
    })
    await listener.publishAsync('last', 'one', { qos: 1 })
    await told
    await listener.endAsync()
    expect(outcomesOf(result)).toEqual(['met', 'met'])
    for (const { id, delivered } of result.kits) {
      const seen = [...(numbers.get(id) ?? [])].sort((a, b) => a - b)
      expect(seen).toEqual(seen.map((_, i) => i))
      expect(seen.length).toBe(delivered)
    }
  })
})
