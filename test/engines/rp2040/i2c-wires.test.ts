/** Simulated I2C chips at the emulated chip's controller, which is driven by its registers. */
import { pico } from '../../../device/boards/pico.ts'
import { bme280Model } from '../../../host-tools/simulator/chips/bme280-chip.ts'
import { sht3xModel } from '../../../host-tools/simulator/chips/sht3x-chip.ts'
import { I2CWires } from '../../../host-tools/simulator/engines/rp2040/i2c-wires.ts'
import { ChipTime } from '../../../host-tools/simulator/engines/rp2040/time.ts'
import { I2CBus, type I2CChip } from '../../../host-tools/simulator/i2c-bus.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { World } from '../../../host-tools/simulator/world.ts'
import { bareChip, route } from '../../support/rp2040.ts'
import { assemble, thumb } from '../../support/thumb.ts'

const I2C = 3
const [READ, STOP, RESTART] = [0x100, 0x200, 0x400]
const [CON, TAR, DATA, ENABLE] = [0x00, 0x04, 0x10, 0x6c]
const [INTERRUPTS, CLEAR_ABORT, ABORT_SOURCE] = [0x34, 0x54, 0x80]
const [NO_ADDRESS, NO_DATA] = [1, 8]
const TX_EMPTY = 0x10
/** Master, 100 kbit/s, restarts allowed: as the Pico SDK sets it, with the slave disabled. */
const STANDARD = 0x63
const LOOP = assemble(['loop', thumb.b('loop')])

function rig() {
  const { chip, clock } = bareChip(LOOP)
  const time = new ChipTime(0)
  const bus = new I2CBus()
  const [pins] = pico().i2c
  const controller = chip.i2c[pins!.bus]!
  time.follow(clock)
  new I2CWires(chip, pins!, bus, (nanos) => clock.stall(nanos))
  route(chip, [pins!.sdaPin, pins!.sclPin], I2C)
  const set = (offset: number, value: number) => controller.writeUint32(offset, value)
  set(CON, STANDARD)
  set(ENABLE, 1)
  /** Gives the controller its commands; returns why it gave up, 0 where it did not. */
  const send = (address: number, commands: readonly number[]) => {
    controller.readUint32(CLEAR_ABORT)
    set(TAR, address)
    for (const command of commands) set(DATA, command)
    return controller.readUint32(ABORT_SOURCE) & 0xffff
  }
  const received = (count: number) =>
    Array.from({ length: count }, () => controller.readUint32(DATA) & 0xff)
  const wait = (ms: number) => clock.run(clock.nanos + ms * 1e6, () => true)
  const bench = {
    time,
    world: new World([]),
    random: new Random(1, 1, 1),
    openLine: () => {
      throw new Error('no serial port')
    },
    addToBus: (one: I2CChip) => bus.add(one),
  }
  return { chip, clock, bus, controller, send, received, wait, bench, pins: pins! }
}

/** A chip that only remembers. */
function recorder(address: number, acknowledges = true) {
  const heard: number[][] = []
  const chip: I2CChip = {
    address,
    onWrite: (bytes) => {
      heard.push([...bytes])
      return acknowledges
    },
    onRead: (into) => {
      heard.push([])
      into.set([11, 22, 33])
      return acknowledges
    },
  }
  return { chip, heard }
}

test('a BME280 tells who it is, by a register and a repeated start', () => {
  const { bench, send, received, wait } = rig()
  const unit = { temperatureOffset: 0, humidityOffset: 0, pressureOffset: 0, noise: 0 }
  bme280Model(bench, { address: 0x76, ...unit })
  wait(3)
  expect(send(0x76, [0xd0, RESTART | READ | STOP])).toBe(0)
  expect(received(1)).toEqual([0x60])
  // Calibration T1 to T3 of the datasheet's example, in one read.
  const read = [0x88, RESTART | READ, READ, READ, READ, READ, READ | STOP]
  expect(send(0x76, read)).toBe(0)
  expect(received(6)).toEqual([0x70, 0x6b, 0x43, 0x67, 0x18, 0xfc])
})

test('a chip that is not ready yet does not acknowledge, and can be asked again', () => {
  const { bench, send, wait } = rig()
  const unit = { temperatureOffset: 0, humidityOffset: 0, pressureOffset: 0, noise: 0 }
  bme280Model(bench, { address: 0x76, ...unit })
  expect(send(0x76, [0xd0 | STOP])).toBe(NO_DATA)
  wait(3)
  expect(send(0x76, [0xd0 | STOP])).toBe(0)
})

test('an SHT3x measures, and does not acknowledge a read before it has', () => {
  const { bench, send, received, wait } = rig()
  sht3xModel(bench, { address: 0x44, temperatureOffset: 0, humidityOffset: 0, noise: 0 })
  const read = [READ, READ, READ, READ, READ, READ | STOP]
  expect(send(0x44, [0x24, 0x00 | STOP])).toBe(0)
  expect(send(0x44, read)).toBe(NO_ADDRESS)
  wait(13)
  expect(send(0x44, read)).toBe(0)
  const [t1, t2, , h1, h2] = received(6)
  expect(-45 + (175 * (t1! * 256 + t2!)) / 65_535).toBeCloseTo(20, 2)
  expect((100 * (h1! * 256 + h2!)) / 65_535).toBeCloseTo(50, 2)
})

test('where no chip is, or its wires belong to others, nothing acknowledges', () => {
  const { chip, bus, controller, send, pins } = rig()
  bus.add(recorder(0x50).chip)
  expect(send(0x51, [1 | STOP])).toBe(NO_ADDRESS)
  expect(send(0x51, [READ | STOP])).toBe(NO_ADDRESS)
  // The SDK waits for this as well, which the emulator forgets.
  expect(controller.readUint32(INTERRUPTS) & TX_EMPTY).toBe(TX_EMPTY)
  expect(send(0x50, [1 | STOP])).toBe(0)
  route(chip, [pins.sclPin], 5)
  expect(send(0x50, [1 | STOP])).toBe(NO_ADDRESS)
})

test('a chip hears whole messages, each once', () => {
  const { bus, send, received } = rig()
  const { chip, heard } = recorder(0x50)
  bus.add(chip)
  send(0x50, [1, 2, 3 | STOP])
  send(0x50, [4, RESTART | READ, READ | STOP])
  send(0x50, [5, RESTART | 6, 7 | STOP])
  expect(heard).toEqual([[1, 2, 3], [4], [], [5], [6, 7]])
  expect(received(2)).toEqual([11, 22])
})

test('what a chip refuses is told with the last byte, or with what follows', () => {
  const { bus, send } = rig()
  bus.add(recorder(0x50, false).chip)
  expect(send(0x50, [1, 2 | STOP])).toBe(NO_DATA)
  expect(send(0x50, [1, RESTART | READ | STOP])).toBe(NO_ADDRESS)
})

test('every byte takes the time of its nine bits, and the core stands still meanwhile', () => {
  const { bus, chip, clock, controller, send } = rig()
  bus.add(recorder(0x50).chip)
  // 125 MHz / (625 + 625) is 100 kbit/s.
  controller.ssClockHighPeriod = controller.ssClockLowPeriod = 625
  const before = clock.nanos
  send(0x50, [1, 2, 3 | STOP])
  expect(clock.nanos - before).toBe(4 * 9 * 10_000)
  expect(chip.core.cycles).toBe(0)
})
