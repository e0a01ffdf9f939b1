import { esp32 } from '../../device/boards/esp32.ts'
import { ModdableClock } from '../../device/platform/moddable/clock.ts'
import { PartitionFlash } from '../../device/platform/moddable/esp32/flash.ts'
import { ModdableOneWire } from '../../device/platform/moddable/esp32/one-wire.ts'
import { ModdableNetwork } from '../../device/platform/moddable/network.ts'
import { ModdablePlatform } from '../../device/platform/moddable/platform.ts'
import { platformContract } from './contract/contract.ts'
import { CHIP_ADDRESS, freshWorld, type ModdableWorld } from './moddable-modules.ts'

/** A module with one default export. */
function mockModule(name: string): object {
  const modules = jest.requireActual<Record<string, unknown>>('./moddable-modules.ts')
  return { __esModule: true, default: modules[name] }
}

jest.mock('timer', () => mockModule('Timer'), { virtual: true })
jest.mock('time', () => mockModule('Time'), { virtual: true })
jest.mock('system', () => ({}), { virtual: true })
jest.mock('embedded:io/serial', () => mockModule('Serial'), { virtual: true })
jest.mock('embedded:io/i2c', () => mockModule('I2C'), { virtual: true })
jest.mock('onewire', () => mockModule('OneWire'), { virtual: true })
jest.mock('embedded:io/analog', () => mockModule('Analog'), { virtual: true })
jest.mock('embedded:io/socket/tcp', () => ({}), { virtual: true })
jest.mock('embedded:io/socket/udp', () => ({}), { virtual: true })
jest.mock('embedded:storage/flash', () => mockModule('storage'), { virtual: true })
jest.mock('embedded:network/interface/wifi', () => mockModule('WiFi'), { virtual: true })
jest.mock('embedded:network/http/client', () => mockModule('HTTPClient'), { virtual: true })

interface Booted {
  platform: ModdablePlatform
  world: ModdableWorld
  kicks: number
  restarts: number
}

function boot(): Booted {
  jest.useFakeTimers({ now: 1000 })
  const world = freshWorld()
  const clock = new ModdableClock()
  let draws = 0
  const entropy = () => ++draws
  const network = new ModdableNetwork(
    { ssid: 'school', password: 'secret' },
    () => clock.ticks(),
    entropy,
  )
  const booted = { world, kicks: 0, restarts: 0 }
  const platform = new ModdablePlatform({
    board: esp32(),
    id: network.mac(),
    resetCause: 4,
    clock,
    flash: new PartitionFlash(),
    network,
    openOneWire: (pin) => new ModdableOneWire(pin),
    entropy,
    kickWatchdog: () => booted.kicks++,
    restart: () => booted.restarts++,
  })
  return Object.assign(booted, { platform })
}

afterEach(() => jest.useRealTimers())

platformContract('Moddable', () => {
  const { platform, world } = boot()
  return {
    platform,
    serialPort: 'uart1',
    i2cBus: 'i2c1',
    chipAddress: CHIP_ADDRESS,
    pass: (ms) => jest.advanceTimersByTime(ms),
    arrive: (bytes) => world.receive(bytes),
    sent: () => world.sent,
    chipGives: (bytes) => {
      world.chipGives = bytes
    },
    chipHeard: () => world.chipHeard,
    oneWire: world.wire,
    pulses: /^wire1: Moddable cannot time/,
    stepWallClock: (ms) => jest.setSystemTime(Date.now() + ms),
    joinWifi: () => world.wifi(500),
    loseWifi: () => world.wifi(200),
    servers: world.servers,
  }
})

describe('the Moddable adapter', () => {
  test('counts on when the millisecond counter goes round', () => {
    const { platform } = boot()
    for (let i = 0; i < 10; i++) jest.advanceTimersByTime(20_000)
    expect(platform.clock.ticks()).toBe(200_000)
  })

  test('joins again when the link was lost', () => {
    const { platform, world } = boot()
    const heard: boolean[] = []
    platform.network.connect((up) => heard.push(up))
    expect(world.connection).toBe(300)
    world.wifi(500)
    world.wifi(200)
    jest.advanceTimersByTime(10_000)
    expect(world.connection).toBe(300)
    expect(heard).toEqual([true, false])
  })

  test('the watchdog is kicked while the kit feeds, and bites a minute after it stopped', () => {
    const booted = boot()
    jest.advanceTimersByTime(600_000)
    expect(booted.restarts).toBe(0)
    booted.platform.feedWatchdog()
    jest.advanceTimersByTime(59_000)
    expect([booted.kicks > 25, booted.restarts]).toEqual([true, 0])
    jest.advanceTimersByTime(4_000)
    expect(booted.restarts).toBeGreaterThan(0)
  })
})
