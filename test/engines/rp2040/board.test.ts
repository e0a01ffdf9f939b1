/** The board around the chip, with small programs in the place of a firmware. */
import { pico } from '../../../device/boards/pico.ts'
import { PicoBoard } from '../../../host-tools/simulator/engines/rp2040/board.ts'
import { LogRegion } from '../../../host-tools/simulator/engines/rp2040/log-region.ts'
import {
  connectBattery,
  connectOscillator,
} from '../../../host-tools/simulator/engines/rp2040/pins.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { nightFleet } from '../../../host-tools/simulator/scenario/night.ts'
import { findRomFunction } from '../../support/pico-firmware.ts'
import { bareChip, romCode } from '../../support/rp2040.ts'
import { assemble, EQUAL, type Line, thumb } from '../../support/thumb.ts'

const LOG_AT = 0xe0000
const [kit] = nightFleet({ kits: 1, hours: 1, seed: 1, periodS: 60, hubUrl: 'http://hub/b' })
const { setup, series } = kit!

function boardWith(lines: readonly Line[]): PicoBoard {
  const flash = new Uint8Array(2 * 1024 * 1024).fill(0xff)
  flash.set(new Uint8Array(Uint16Array.from(assemble(lines)).buffer))
  const log = new LogRegion(LOG_AT, 256, 4096)
  return new PicoBoard(setup, series, { rom: undefined, flash, log })
}

test('a watchdog’s reset leaves flash, scratch registers and time as they are', () => {
  const board = boardWith([
    // A scratch register counts the boots. Each of the first two writes a page to the log.
    thumb.ldrAt(6, 'watchdog'),
    thumb.ldr(7, 6, 3),
    thumb.cmp(7, 2),
    thumb.bIf(EQUAL, 'sleep'),
    ...findRomFunction('program'),
    thumb.mov(5, 0),
    thumb.ldrAt(0, 'log'),
    thumb.ldrAt(1, 'image'),
    thumb.movs(2, 1),
    thumb.lsls(2, 2, 8),
    thumb.blx(5),
    thumb.adds(7, 1),
    thumb.str(7, 6, 3),
    thumb.ldrAt(0, 'trigger'),
    thumb.str(0, 6),
    'sleep',
    thumb.wfi,
    thumb.b('sleep'),
    thumb.wfi,
    'program',
    thumb.word(romCode('RP')),
    'log',
    thumb.word(LOG_AT),
    'image',
    thumb.word(0x10000000),
    'watchdog',
    thumb.word(0x40058000),
    'trigger',
    thumb.word(0x80000000),
  ])
  board.run(setup.powerOnMs + 50)
  expect(board.resets).toBe(2)
  expect(board.log).toMatchObject({ writes: 2, erases: 0 })
  const [first, second, ...others] = board.log.boots.map((ms) => ms - setup.powerOnMs)
  expect(others).toEqual([])
  expect(first).toBeGreaterThanOrEqual(0)
  // One page takes 0.4 ms.
  expect(second! - first!).toBeGreaterThan(0.4)
  expect(board.time.nowUs).toBe((setup.powerOnMs + 50) * 1000)
  const page = (at: number) => [...board.content.subarray(at, at + 256)]
  expect(page(LOG_AT)).toEqual(page(0))
  expect(board.idleNanos).toBeGreaterThan(45e6)
  expect(board.cycles).toBeGreaterThan(50)
})

test('a watchdog that nobody feeds bites, again and again', () => {
  const board = boardWith([
    thumb.ldrAt(6, 'watchdog'),
    thumb.ldrAt(0, 'tick'),
    thumb.str(0, 6, 0x2c / 4),
    // 20,000 counts of half a microsecond.
    thumb.ldrAt(0, 'load'),
    thumb.str(0, 6, 1),
    thumb.ldrAt(0, 'enable'),
    thumb.str(0, 6),
    'sleep',
    thumb.wfi,
    thumb.b('sleep'),
    thumb.wfi,
    'watchdog',
    thumb.word(0x40058000),
    'tick',
    thumb.word(0x20c),
    'load',
    thumb.word(20_000),
    'enable',
    thumb.word(0x40000000),
  ])
  board.run(setup.powerOnMs + 35)
  expect(board.resets).toBe(3)
  expect(board.time.nowUs).toBe((setup.powerOnMs + 35) * 1000)
})

test('a break that nobody expects ends the run, and says where it was', () => {
  const board = boardWith([thumb.movs(0, 1), 0xbe00, thumb.wfi])
  expect(() => board.run(setup.powerOnMs + 1)).toThrow('the firmware broke down at 0x10000002')
})

test('the supply is measured behind its divider, and falls slowly', () => {
  const { chip, clock } = bareChip(assemble(['sleep', thumb.wfi, thumb.b('sleep')]))
  const [CONTROL, RESULT] = [0x4004c000, 0x4004c004]
  let sinceUs = 0
  connectBattery(chip, pico().battery!, 4_100, () => sinceUs)
  const millivolts = (channel: number) => {
    chip.writeUint32(CONTROL, (channel << 12) | 5)
    clock.run(clock.nanos + 10_000, () => true)
    return (chip.readUint32(RESULT) * 3 * 3_300) / 4096
  }
  expect(Math.abs(millivolts(3) - 4_100)).toBeLessThan(3)
  sinceUs = 10 * 3_600_000_000
  expect(Math.abs(millivolts(3) - 4_000)).toBeLessThan(3)
  expect(millivolts(0)).toBe(0)
})

test('the ring oscillator is stable, and its noise depends on the seed alone', () => {
  const noise = (seed: number) => {
    const { chip } = bareChip()
    connectOscillator(chip, new Random(seed, 1, 1))
    chip.writeUint32(0x40060000, 0xd1e000)
    expect(chip.readUint32(0x40060018)).toBe(0x80001000)
    return Array.from({ length: 40 }, () => chip.readUint32(0x4006001c)).join('')
  }
  expect(noise(1)).toMatch(/^[01]*10[01]*$/)
  expect(noise(1)).toBe(noise(1))
  expect(noise(2)).not.toBe(noise(1))
})
