import { esp32 } from '../../device/boards/esp32.ts'
import { espruinoPlatform } from '../../device/platform/espruino/platform.ts'
import { NO_REPLY, type Platform } from '../../device/platform/io.ts'
import { platformContract } from './contract/contract.ts'
import { CHIP_ADDRESS, EspruinoEngine } from './espruino-engine.ts'

let mockEngine: EspruinoEngine
/** Espruino's modules are looked up when they are needed, so each test has its own engine. */
jest.mock('Flash', () => mockForward(() => mockEngine.flashModule), { virtual: true })
jest.mock('Wifi', () => mockForward(() => mockEngine.wifiModule), { virtual: true })
jest.mock('http', () => mockForward(() => mockEngine.httpModule))
jest.mock('dgram', () => mockForward(() => mockEngine.datagramModule))

function mockForward(target: () => object): object {
  return new Proxy({}, { get: (_, name) => Reflect.get(target(), name) })
}

function boot(): Platform {
  jest.useFakeTimers({ now: 1000 })
  mockEngine = new EspruinoEngine()
  mockEngine.install()
  return espruinoPlatform(esp32(), { ssid: 'school', password: 'secret' })
}

afterEach(() => jest.useRealTimers())

platformContract('Espruino', () => {
  const platform = boot()
  const engine = mockEngine
  return {
    platform,
    serialPort: 'uart1',
    i2cBus: 'i2c1',
    chipAddress: CHIP_ADDRESS,
    pass: (ms) => jest.advanceTimersByTime(ms),
    arrive: (bytes) => engine.receive(bytes),
    sent: () => engine.sent,
    chipGives: (bytes) => {
      engine.chipGives = bytes
    },
    chipHeard: () => engine.chipHeard,
    oneWire: engine.pins.wire,
    pulses: engine.pins.pulses,
    stepWallClock: (ms) => setTime(getTime() + ms / 1000),
    joinWifi: () => engine.wifiEvent('connected'),
    loseWifi: () => engine.wifiEvent('disconnected'),
    servers: engine.servers,
  }
})

describe('the Espruino adapter', () => {
  test('joins again and again after a loss, later and later', () => {
    const platform = boot()
    platform.network.connect(() => {})
    expect(mockEngine.joins).toBe(1)
    mockEngine.wifiEvent('disconnected')
    jest.advanceTimersByTime(2_000)
    expect(mockEngine.joins).toBe(2)
    for (let i = 0; i < 3; i++) {
      mockEngine.wifiEvent('disconnected')
      jest.advanceTimersByTime(120_000)
    }
    expect(mockEngine.joins).toBeGreaterThanOrEqual(5)
    jest.advanceTimersByTime(3_600_000)
    expect(mockEngine.joins).toBeGreaterThan(30)
  })

  test('takes the time from an answer that quotes its question, to the millisecond', () => {
    const platform = boot()
    mockEngine.sntp = (question) => {
      const reply = new Uint8Array(48)
      reply.set([0x24, 2])
      reply.set(question.subarray(40, 48), 24)
      // 2025-12-31T23:59:59.500Z
      reply.set([0xed, 0x00, 0x37, 0x7f, 0x80, 0, 0, 0], 40)
      return reply
    }
    const heard: string[] = []
    platform.network.requestTime((utcMs) => heard.push(new Date(utcMs).toISOString()))
    jest.advanceTimersByTime(10_000)
    expect(heard).toEqual(['2025-12-31T23:59:59.540Z'])
  })

  test('takes the time from a reply where SNTP is not let through', () => {
    const platform = boot()
    const heard: number[] = []
    platform.network.requestTime((utcMs) => heard.push(utcMs))
    jest.advanceTimersByTime(10_000)
    expect(heard).toEqual([])
    mockEngine.headers = { Date: 'Wed, 31 Dec 2025 23:59:59 GMT' }
    mockEngine.servers.serve({ status: 500, text: '', afterMs: 10 })
    for (let i = 0; i < 2; i++) {
      platform.network.request(0, 'GET', 'http://hub/', [], new Uint8Array(0), 0, () => {})
      jest.advanceTimersByTime(1_000)
    }
    expect(heard).toEqual([Date.parse('2025-12-31T23:59:59.500Z')])
  })

  test('restarts when a server holds the connection for ever', () => {
    const platform = boot()
    const heard: number[] = []
    const post = () =>
      platform.network.request(0, 'POST', 'http://hub/', [], new Uint8Array(1), 1, (status) =>
        heard.push(status),
      )
    post()
    jest.advanceTimersByTime(500_000)
    post()
    expect([mockEngine.reboots, mockEngine.servers.heard.length]).toEqual([0, 1])
    jest.advanceTimersByTime(200_000)
    post()
    expect(mockEngine.reboots).toBe(1)
    expect(heard).toEqual([NO_REPLY, NO_REPLY])
  })

  test('a port is opened once', () => {
    const platform = boot()
    platform.openSerial('uart1', 9600)
    expect(() => platform.openSerial('uart1', 9600)).toThrow('open already')
  })
})
