import type { Kit } from '../../../device/kit.ts'
import type { Platform } from '../../../device/platform/io.ts'
import { FaultyKit } from '../../../host-tools/simulator/faults/faulty-kit.ts'
import type { KitFaults } from '../../../host-tools/simulator/faults/kit-faults.ts'
import { MemoryStore } from '../../../host-tools/simulator/flash.ts'
import { HubDouble } from '../../../host-tools/simulator/hub-double.ts'
import { nightFleet } from '../../../host-tools/simulator/scenario/night.ts'

const NIGHT = { kits: 1, hours: 2, seed: 5, periodS: 300, hubUrl: 'http://hub.invalid/' }
const [KIT] = nightFleet(NIGHT)

interface Boot {
  readonly platform: Platform
  readonly atMs: number
  turns: number
  lastTurnMs: number
}

/** A firmware of its own, so that each test sees one thing; it feeds the watchdog once a second. */
class Probe {
  readonly boots: Boot[] = []
  readonly sim: FaultyKit
  onTurn: (platform: Platform, boot: Boot) => void

  constructor(faults: KitFaults, onTurn: (platform: Platform, boot: Boot) => void = feed) {
    this.onTurn = onTurn
    this.sim = new FaultyKit(
      { ...KIT!.setup, powerOnMs: 0, outages: [], faults },
      KIT!.series,
      new MemoryStore(4, 4096),
      new HubDouble(),
      (platform) => ({ start: () => this.start(platform) }) as unknown as Kit,
      () => {},
    )
  }

  private start(platform: Platform): void {
    const nowMs = () => this.sim.kernel.nowUs / 1000
    const boot = { platform, atMs: nowMs(), turns: 0, lastTurnMs: 0 }
    this.boots.push(boot)
    const turn = () => {
      boot.turns++
      boot.lastTurnMs = nowMs()
      platform.clock.alarm(1_000, turn)
      this.onTurn(platform, boot)
    }
    turn()
  }
}

function feed(platform: Platform): void {
  platform.feedWatchdog()
}

const causes = ({ boots }: Probe) => boots.map(({ platform }) => platform.resetCause)

test('power that is away when all settles is back then', () => {
  const cut = { kind: 'cut', atS: 60, offS: 7_200 } as const
  const inFlash = { ...cut, inFlash: 1 }
  for (const [power, backS] of [
    [cut, 600],
    [inFlash, 600],
    [{ ...cut, offS: 30 }, 90],
  ] as const) {
    const write = (platform: Platform) => {
      platform.feedWatchdog()
      platform.flash.write(Uint8Array.of(0, 0, 0, 0), 4, 0)
    }
    const probe = new Probe({ power: [power], calmFromS: 600 }, write)
    probe.sim.run(1_200_000)
    expect(causes(probe)).toEqual([0, 0])
    expect(Math.floor(probe.boots[1]!.atMs / 1000)).toBe(backS)
  }
})

test('without faults there is one boot', () => {
  const probe = new Probe({})
  probe.sim.run(600_000)
  expect(causes(probe)).toEqual([0])
  expect(probe.boots[0]!.turns).toBe(600)
})

test('a cut ends all timers; power comes back on a new board with its own clock', () => {
  const probe = new Probe({ power: [{ kind: 'cut', atS: 100, offS: 50 }] })
  probe.sim.run(300_000)
  const [first, second] = probe.boots
  expect(first!.lastTurnMs).toBeLessThanOrEqual(100_000)
  expect(second!.atMs).toBe(150_350)
  expect(second!.platform).not.toBe(first!.platform)
  expect(second!.platform.clock.ticks()).toBe(300_000 - 150_350)
  expect(causes(probe)).toEqual([0, 0])
})

test('a reset is software, a brown-out a brown-out, and a hang ends within a minute', () => {
  const probe = new Probe({
    power: [
      { kind: 'reset', atS: 50 },
      { kind: 'brown-out', atS: 100, offS: 0 },
      { kind: 'hang', atS: 200 },
    ],
  })
  probe.sim.run(400_000)
  expect(causes(probe)).toEqual([0, 1, 3, 2])
  const hung = probe.boots[2]!
  expect(hung.lastTurnMs).toBeLessThanOrEqual(200_000)
  expect(probe.boots[3]!.atMs - hung.lastTurnMs).toBe(60_350)
})

test('a firmware that feeds no more is restarted, again and again', () => {
  const probe = new Probe({}, () => {})
  probe.sim.run(300_000)
  expect(causes(probe)).toEqual([0, 2, 2, 2, 2])
})

test('callbacks of an older boot are never heard', () => {
  const heard: number[] = []
  const probe = new Probe({ power: [{ kind: 'reset', atS: 2 }] }, (platform, boot) => {
    platform.feedWatchdog()
    const number = probe.boots.length
    // The link comes up three seconds after it was asked for.
    if (boot.turns === 1) platform.network.connect(() => heard.push(number))
  })
  probe.sim.run(20_000)
  expect(heard).toEqual([2])
})

test('an SDS011 starts again after a cut, and runs on through a reset', () => {
  const bytesAt = (faults: KitFaults) => {
    let length = 0
    const probe = new Probe(faults, (platform, boot) => {
      platform.feedWatchdog()
      if (boot.turns === 1) line = platform.openSerial('uart1', 9600)
      length += line.read(new Uint8Array(64))
    })
    let line: ReturnType<Platform['openSerial']>
    probe.sim.run(100_000)
    return length
  }
  const whole = bytesAt({})
  expect(whole).toBeGreaterThan(950)
  // 0.35 s of booting cost no report, or one; thirty seconds without power cost thirty.
  expect(whole - bytesAt({ power: [{ kind: 'reset', atS: 50 }] })).toBeLessThanOrEqual(20)
  expect(whole - bytesAt({ power: [{ kind: 'cut', atS: 50, offS: 30 }] })).toBeGreaterThan(280)
})

test('an oscillator drifts, and no wake is early by its own clock', () => {
  for (const driftPpm of [-150, -1, 1, 150]) {
    let lastMs = -1_000
    const odd: number[] = []
    const probe = new Probe({ driftPpm }, (platform) => {
      platform.feedWatchdog()
      const nowMs = platform.clock.ticks()
      if (nowMs - lastMs !== 1_000) odd.push(nowMs)
      lastMs = nowMs
    })
    probe.sim.run(3_600_350)
    expect(odd).toEqual([])
    const ticks = probe.boots[0]!.platform.clock.ticks()
    expect(ticks).toBe(3_600_000 + Math.floor(3.6 * driftPpm))
  }
})

test('the time service is wrong from one step to the next, and silent in between', () => {
  const offsets: number[] = []
  const probe = new Probe(
    {
      clock: [
        { atS: 100, offsetS: -3_600 },
        { atS: 200, offsetS: 0.5 },
        { atS: 300, offsetS: 0 },
      ],
      timeSilences: [{ fromS: 150, toS: 250 }],
    },
    (platform, boot) => {
      platform.feedWatchdog()
      if (boot.turns === 1) platform.network.connect(() => {})
      if (boot.turns % 20 === 10)
        platform.network.requestTime((utcMs) =>
          offsets.push(utcMs - KIT!.setup.startUtcMs - probe.sim.kernel.nowUs / 1000),
        )
    },
  )
  probe.sim.run(330_000)
  const seconds = offsets.map((offsetMs) => Math.round(offsetMs / 100) / 10)
  expect([...new Set(seconds)]).toEqual([0, -3_600, 0.5])
  expect(seconds.filter((offset) => offset === -3_600).length).toBe(3)
})
