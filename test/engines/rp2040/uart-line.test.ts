/** A simulated SDS011 at the emulated chip's UART, which is driven by its registers. */
import { pico } from '../../../device/boards/pico.ts'
import { sds011Model } from '../../../host-tools/simulator/chips/sds011-chip.ts'
import { ChipTime } from '../../../host-tools/simulator/engines/rp2040/time.ts'
import { UartLine } from '../../../host-tools/simulator/engines/rp2040/uart-line.ts'
import { Random } from '../../../host-tools/simulator/random.ts'
import { World } from '../../../host-tools/simulator/world.ts'
import { bareChip, route } from '../../support/rp2040.ts'
import { assemble, thumb } from '../../support/thumb.ts'

const UART = 2
const [DATA, FLAGS, DIVISOR, FRACTION, LINE, CONTROL] = [0x00, 0x18, 0x24, 0x28, 0x2c, 0x30]
const EMPTY = 0x10
const QUEUE_LENGTH = 32
/** 125 MHz / (16 * 813.80) is 9600 baud. */
const [DIVISOR_9600, FRACTION_9600] = [813, 51]
const EIGHT_BITS_WITH_FIFO = 0x70
const ON = 0x301
const BYTE_US = 1041
const SLEEP = assemble(['loop', thumb.wfi, thumb.b('loop')])
const [PINS] = pico().serial

function rig() {
  const { chip, clock } = bareChip(SLEEP)
  const time = new ChipTime(0)
  time.follow(clock)
  const line = new UartLine(time, 9600)
  line.connect(chip, PINS!)
  const uart = chip.uart[PINS!.uart]!
  const set = (offset: number, value: number) => uart.writeUint32(offset, value)
  const open = () => {
    route(chip, [PINS!.rxPin, PINS!.txPin], UART)
    set(DIVISOR, DIVISOR_9600)
    set(FRACTION, FRACTION_9600)
    set(LINE, EIGHT_BITS_WITH_FIFO)
    set(CONTROL, ON)
  }
  const received = () => {
    const bytes: number[] = []
    while ((uart.readUint32(FLAGS) & EMPTY) === 0) bytes.push(uart.readUint32(DATA) & 0xff)
    return bytes
  }
  const run = (us: number) => clock.run(clock.nanos + us * 1000, () => true)
  return { chip, time, line, set, open, received, run }
}

test('each byte is there when its stop bit is over, and not a microsecond before', () => {
  const { line, open, received, run } = rig()
  open()
  run(500)
  line.transmit(Uint8Array.of(1, 2, 3), 3)
  run(BYTE_US - 1)
  expect(received()).toEqual([])
  run(1)
  expect(received()).toEqual([1])
  run(BYTE_US)
  line.transmit(Uint8Array.of(4), 1)
  run(2 * BYTE_US - 1)
  expect(received()).toEqual([2, 3])
  run(1)
  expect(received()).toEqual([4])
  expect(line.lost).toBe(0)
})

test.each([
  ['before the port is open', () => {}],
  [
    'while the pin is not the port’s',
    ({ open, chip }: ReturnType<typeof rig>) => {
      open()
      route(chip, [PINS!.rxPin], 5)
    },
  ],
  [
    'at another speed',
    ({ open, set }: ReturnType<typeof rig>) => {
      open()
      set(DIVISOR, 67)
    },
  ],
  [
    'while the port is off',
    ({ open, set }: ReturnType<typeof rig>) => {
      open()
      set(CONTROL, 0)
    },
  ],
])('what comes %s is lost, and counted', (_when, prepare) => {
  const one = rig()
  prepare(one)
  one.line.transmit(Uint8Array.of(1, 2), 2)
  one.run(3 * BYTE_US)
  expect(one.line.lost).toBe(2)
  one.open()
  expect(one.received()).toEqual([])
})

test('what finds the port’s queue full is lost, and what stands there is not', () => {
  const { line, open, received, run } = rig()
  open()
  line.transmit(
    Uint8Array.from({ length: 40 }, (_, i) => i),
    40,
  )
  run(41 * BYTE_US)
  expect(received()).toEqual(Array.from({ length: QUEUE_LENGTH }, (_, i) => i))
  expect(line.lost).toBe(40 - QUEUE_LENGTH)
})

test('a port that is a little off in speed is heard, as a real one is', () => {
  const { line, open, received, run, set } = rig()
  open()
  set(DIVISOR, 830)
  line.transmit(Uint8Array.of(7), 1)
  run(2 * BYTE_US)
  expect(received()).toEqual([7])
})

test('an SDS011 hears a question, and answers it; only where the pin is the port’s', () => {
  const { chip, time, line, open, received, run, set } = rig()
  const unit = { id: 0xa160, gain: 0, noise: 0, noiseFloor: 0, workingPeriodMinutes: 0 }
  const bench = {
    time,
    world: new World([]),
    random: new Random(1, 1, 1),
    openLine: () => line,
    addToBus: () => {},
  }
  sds011Model(bench, { ...unit, queryMode: true })
  open()
  // Query data command to any device.
  const command = [0xaa, 0xb4, 4, ...new Array(12).fill(0), 0xff, 0xff, 0x02, 0xab]
  const ask = () => {
    for (const byte of command) set(DATA, byte)
    run((command.length + 11) * BYTE_US)
    return received()
  }
  const answer = ask()
  expect(answer).toHaveLength(10)
  expect([answer[0], answer[1], answer[6], answer[7], answer[9]]).toEqual([
    0xaa, 0xc0, 0xa1, 0x60, 0xab,
  ])
  route(chip, [PINS!.txPin], 5)
  expect(ask()).toEqual([])
})
