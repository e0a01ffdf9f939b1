import { esp32 } from '../../device/boards/esp32.ts'
import { esp32c3 } from '../../device/boards/esp32c3.ts'
import { pico, picoW } from '../../device/boards/pico.ts'
import { splitUrl } from '../../device/platform/http.ts'
import { parseSetup } from '../../device/platform/setup.ts'
import { askSntp, sntpUtcMs } from '../../device/platform/sntp.ts'
import { MinuteWatchdog } from '../../device/platform/watchdog.ts'

describe('splitUrl', () => {
  test.each([
    ['http://hub', { secure: false, host: 'hub', port: 80, path: '/' }],
    [
      'http://10.0.0.2:8080/a/b?c=1',
      { secure: false, host: '10.0.0.2', port: 8080, path: '/a/b?c=1' },
    ],
    ['https://hub.nl/x:1', { secure: true, host: 'hub.nl', port: 443, path: '/x:1' }],
  ])('%s', (url, parts) => expect(splitUrl(url)).toEqual(parts))
})

describe('parseSetup', () => {
  const kit = { periodS: 300, targets: [{ kind: 'hub', url: 'http://hub' }], sensors: [] }

  test('takes a kit with and without Wi-Fi', () => {
    const wifi = { ssid: 'school', password: '' }
    expect(parseSetup(JSON.stringify({ kit, wifi }))).toEqual({ kit, wifi })
    expect(parseSetup(JSON.stringify({ kit })).wifi).toBeUndefined()
  })

  test.each([
    ['', 'not JSON'],
    ['null', 'not JSON'],
    ['{"kit":', 'not JSON'],
    ['{}', 'kit:'],
    ['{"kit":{"sensors":[]}}', 'kit.targets:'],
    ['{"kit":{"targets":[]}}', 'kit.sensors:'],
    [JSON.stringify({ kit, wifi: { ssid: 1, password: '' } }), 'wifi.ssid:'],
    [JSON.stringify({ kit, wifi: { ssid: 'a', password: 'x'.repeat(65) } }), 'wifi.password:'],
  ])('refuses %s', (json, path) => expect(() => parseSetup(json)).toThrow(path))
})

describe('SNTP', () => {
  const nonce = 0xdeadbeef

  function answer(): Uint8Array {
    const question = new Uint8Array(48)
    askSntp(question, nonce)
    const packet = new Uint8Array(48)
    packet.set([0x24, 1])
    packet.set(question.subarray(40, 48), 24)
    // 2^32 s after 1900: the first second of era 1, 2036-02-07T06:28:16Z.
    packet.set([0, 0, 0, 0, 0x40, 0, 0, 0], 40)
    return packet
  }

  test('knows the era after 2036, fractions and half of the way', () => {
    expect(new Date(sntpUtcMs(answer(), nonce, 100)).toISOString()).toBe('2036-02-07T06:28:16.300Z')
  })

  test('believes no other packet', () => {
    const spoilt: [string, (packet: Uint8Array) => void][] = [
      ['a client packet', (packet) => packet.set([0x23], 0)],
      ['an unsynchronised server', (packet) => packet.set([0], 1)],
      ['another question', (packet) => packet.set([1], 24)],
    ]
    for (const [, spoil] of spoilt) {
      const packet = answer()
      spoil(packet)
      expect(sntpUtcMs(packet, nonce, 0)).toBe(-1)
    }
    expect(sntpUtcMs(answer().subarray(0, 47), nonce, 0)).toBe(-1)
  })
})

test('the watchdog stops kicking a minute after the last feeding', () => {
  let nowMs = 0
  let kicks = 0
  const watchdog = new MinuteWatchdog(
    () => nowMs,
    () => kicks++,
  )
  nowMs = 60_000
  expect(watchdog.watch()).toBe(true)
  nowMs = 60_001
  expect(watchdog.watch()).toBe(false)
  watchdog.feed()
  expect(watchdog.watch()).toBe(true)
  expect(kicks).toBe(2)
})

describe.each([esp32(), esp32c3(), pico(), picoW()])('board $name', (board) => {
  test('uses no pin twice', () => {
    const pins = [
      ...board.serial.flatMap((port) => [port.rxPin, port.txPin]),
      ...board.i2c.flatMap((bus) => [bus.sdaPin, bus.sclPin]),
      ...(board.battery === undefined ? [] : [board.battery.pin]),
      ...(board.noisePin === undefined ? [] : [board.noisePin]),
    ]
    expect(new Set(pins).size).toBe(pins.length)
  })

  test('has a first serial port and a first I2C bus, and a journal of whole blocks', () => {
    expect(board.serial[0]!.name).toBe('uart1')
    expect(board.i2c[0]!.name).toBe('i2c1')
    const region = board.espruinoJournal
    expect(region.byteOffset % region.blockLength).toBe(0)
  })
})
