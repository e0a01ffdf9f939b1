/** A real hub, killed again and again while kits send: what it acknowledged is on the disk. */
import { watch } from 'node:fs'
import { join } from 'node:path'
import { testSignal } from '../support/meetkit.ts'
import { scratchFolder } from '../support/scratch.ts'
import { readDatabase, rebuilt } from './database-reader.ts'
import { type HubProcess, startHubProcess } from './hub-process.ts'
import { type Random, seeded } from './seeded.ts'
import { recordOf, SendingKit } from './sending-kit.ts'

const SEED = Number(process.env['MEETKIT_KILL_SEED'] ?? 2019)
const KILLS = Number(process.env['MEETKIT_KILLS'] ?? 8)
const KITS = 5
const REPLIES_MAX = 20
/** So many replies fill the write-ahead log, whose pages SQLite then copies into the file. */
const CHECKPOINT_REPLIES = 400

const folder = scratchFolder()

/** Kits that go on sending while the hub comes and goes. */
class Station {
  readonly kits: readonly SendingKit[]
  readonly ends = { reply: 0, half: 0, unheard: 0, checkpoint: 0 }
  private readonly file: string
  private readonly random: Random
  private hub: HubProcess | undefined
  private replies = 0
  private onReply = () => {}

  constructor(file: string, seed: number) {
    this.file = file
    this.random = seeded(seed)
    this.kits = Array.from({ length: KITS }, (_, i) => new SendingKit(i, seeded(seed + i + 1)))
  }

  /** One life of the hub, from its start to its violent end. */
  async life(way: keyof Station['ends']): Promise<void> {
    const hub = await startHubProcess(this.file)
    this.hub = hub
    this.replies = 0
    const sending = this.kits.map((kit) => this.keepSending(kit, hub))
    if (way === 'checkpoint') await this.checkpoint()
    else await this.repliesUpTo(1 + this.random(REPLIES_MAX))
    const kit = this.kits[this.random(KITS)]!
    if (way === 'half' || way === 'unheard') await kit.leave(hub.batches, way === 'unheard')
    this.hub = undefined
    this.ends[way]++
    await hub.kill()
    await Promise.all(sending)
  }

  close(): void {
    for (const kit of this.kits) kit.close()
  }

  private async keepSending(kit: SendingKit, hub: HubProcess): Promise<void> {
    while (this.hub === hub) {
      this.replies += await kit.turn(hub.batches)
      this.onReply()
    }
  }

  private repliesUpTo(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.onReply = () => {
        if (this.replies >= count) resolve()
      }
    })
  }

  /** Until the file itself changes, which with a write-ahead log only a checkpoint does. */
  private async checkpoint(): Promise<void> {
    const watcher = watch(this.file)
    const begun = new Promise<void>((resolve) => watcher.once('change', () => resolve()))
    const late = this.repliesUpTo(CHECKPOINT_REPLIES).then(() => {
      throw new Error('no checkpoint came')
    })
    await Promise.race([begun, late])
    watcher.close()
  }
}

const WAYS = ['reply', 'half', 'unheard', 'checkpoint'] as const

/** Starting a hub takes longest, so two files are served side by side. */
const FILES = ['one.sqlite', 'two.sqlite']

/** What the file of a station that was killed last holds, against what its kits remember. */
function expectAllKept(file: string, { kits }: Station): void {
  const found = readDatabase(file)
  expect(found.integrity).toBe('ok')
  for (const [i, kit] of kits.entries()) {
    const mine = found.records.filter((record) => record.kit === kit.id)
    const numbers = new Set(mine.map(({ sequence }) => sequence))
    expect([numbers.size, found.counted[kit.id]]).toEqual([mine.length, mine.length])
    expect(kit.acknowledged).toBeGreaterThan(0)
    for (let n = 0; n < kit.acknowledged; n++)
      if (!numbers.has(n)) throw new Error(`${kit.id}: ${n} was acknowledged and is not there`)
    const foreign = mine.filter(
      ({ log, sequence, bytes }) =>
        log !== kit.log || sequence >= kit.sent || !bytes.equals(recordOf(i, sequence)),
    )
    expect(foreign).toEqual([])
  }
  expect(found.records.every(({ kit }) => kits.some(({ id }) => id === kit))).toBe(true)
  expect(found.derived).toEqual(rebuilt(found.records))
}

testSignal(
  `killed ${KILLS} times, it has all it acknowledged, once and bit for bit (seed ${SEED})`,
  async () => {
    const ends = await Promise.all(
      FILES.map(async (name, i) => {
        const file = join(folder, name)
        const station = new Station(file, SEED + 100 * i)
        for (let n = i; n < KILLS; n += FILES.length)
          await station.life(WAYS[(n >> 1) % WAYS.length]!)
        station.close()
        expectAllKept(file, station)
        return station.ends
      }),
    )
    for (const { checkpoint, half, unheard, reply } of ends)
      expect(Math.min(checkpoint, half, unheard, reply)).toBeGreaterThan(0)
  },
  30_000 + KILLS * 3_000,
)
