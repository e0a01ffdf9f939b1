import { pico } from '../../device/boards/pico.ts'
import { EspruinoFlash } from '../../device/platform/espruino/flash.ts'
import { EspruinoEngine, STORAGE_AT } from './espruino-engine.ts'

let mockEngine: EspruinoEngine
jest.mock('Flash', () => mockForward(() => mockEngine.flashModule), { virtual: true })
jest.mock('Storage', () => mockForward(() => mockEngine.storageModule), { virtual: true })

function mockForward(target: () => object): object {
  return new Proxy({}, { get: (_, name) => Reflect.get(target(), name) })
}

beforeEach(() => {
  jest.useFakeTimers({ now: 1000 })
  mockEngine = new EspruinoEngine()
  mockEngine.install()
})

afterEach(() => jest.useRealTimers())

describe('the boot entry', () => {
  const kit = {
    periodS: 300,
    targets: [{ kind: 'hub', url: 'http://hub' }],
    sensors: [{ part: 'SDS011', port: 'uart1' }],
  }

  function bootWith(json: string | undefined, board: string): readonly string[] {
    if (json !== undefined) mockEngine.files['kit.json'] = json
    process.env['BOARD'] = board
    jest.isolateModules(() => require('../../device/platform/espruino/main.ts'))
    delete process.env['BOARD']
    return mockEngine.printed
  }

  test('starts the kit that kit.json describes', () => {
    expect(bootWith(JSON.stringify({ kit }), 'ESP32_IDF4')).toEqual([
      'meetkit a0b1c2d3e4f5 measures',
    ])
    jest.advanceTimersByTime(60_000)
    expect(mockEngine.sent.slice(0, 2)).toEqual([0xaa, 0xb4])
  })

  test.each([
    [undefined, 'ESP32', 'no such file'],
    ['{', 'ESP32', 'not JSON'],
    [JSON.stringify({ kit: { ...kit, periodS: 7 } }), 'ESP32', 'periodS'],
    [JSON.stringify({ kit: { ...kit, sensors: [{ part: 'X', port: 'uart1' }] } }), 'ESP32', 'X'],
    [JSON.stringify({ kit }), 'PUCKJS', 'PUCKJS'],
  ])('tells what is wrong and starts nothing: %s on %s', (json, board, reason) => {
    const printed = bootWith(json, board)
    expect(printed).toHaveLength(1)
    expect(printed[0]).toContain(reason)
    jest.advanceTimersByTime(600_000)
    expect([printed.length, mockEngine.reboots, mockEngine.sent.length]).toEqual([1, 0, 0])
  })
})

describe('the log as first file of Storage', () => {
  const region = pico().espruinoJournal

  test('is made in an empty Storage, and found again', () => {
    new EspruinoFlash(region).write(Uint8Array.of(1, 2, 3, 4), 4, 0)
    const page = STORAGE_AT + region.blockLength
    expect([...mockEngine.flash.slice(page, page + 5)]).toEqual([1, 2, 3, 4, 0xff])
    expect(() => new EspruinoFlash(region)).not.toThrow()
  })

  test('is not made where another file is first, or one of another length', () => {
    mockEngine.storageModule.write('app', '', 0, 1000)
    expect(() => new EspruinoFlash(region)).toThrow('first file')
    mockEngine.flash.fill(0xff)
    mockEngine.storageModule.write('log', '', 0, 1000)
    expect(() => new EspruinoFlash(region)).toThrow('first file')
  })
})
