/** What a failing wire or chip may do to the DS18B20's driver: cost a turn, countably. */
import { PENDING } from '../../device/sensors/driver.ts'
import { GOOD, thermometer } from '../support/ds18b20-kit.ts'
import { Ds18b20Model } from '../support/ds18b20-model.ts'

const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })
const OPERATIONS = 7

/** With a turn behind it, at another temperature than it will have. */
function used(chip?: Ds18b20Model) {
  const kit = thermometer(chip)
  kit.chip.word = 0x0100
  kit.run(0)
  kit.chip.word = 0x0191
  kit.bus.mark()
  return kit
}

function expectRecovery({ bus, run }: ReturnType<typeof thermometer>): void {
  bus.mark()
  expect(run(100_000)).toEqual(GOOD)
  expect(bus.operations).toBe(OPERATIONS)
}

// Nothing acknowledges a byte on this bus: what is lost shows in what is missing afterwards.
test.each([
  ['the reset', 0, 'no-answer'],
  ['the command to convert', 1, 'no-answer'],
  ['the status before the conversion', 2, 'no-answer'],
  ['the second reset', 4, 'no-answer'],
  ['the command to read', 5, 'checksum'],
  ['the scratchpad', 6, 'checksum'],
])('the wire is open for %s: one failure, never the former result', (_what, openAt, outcome) => {
  const broken = used()
  broken.bus.openAt = openAt
  expect(broken.run(10_000)).toEqual(failure(outcome))
  expectRecovery(broken)
})

test('a wire that is open while it converts does no harm', () => {
  const broken = used()
  broken.bus.openAt = 3
  expect(broken.run(10_000)).toEqual(GOOD)
})

test('each bit that is read, flipped: counted, or without meaning, never a wrong value', () => {
  for (let bit = 0; bit < 8 + 8 + 72; bit++) {
    const broken = used()
    broken.bus.flipBit = bit
    const expected = bit < 8 ? GOOD : failure(bit < 16 ? 'not-ready' : 'checksum')
    expect([bit, broken.run(10_000)]).toEqual([bit, expected])
    expectRecovery(broken)
  }
})

test('a wire at ground: the CRC of zeros is right, and they are no reading', () => {
  const broken = used()
  broken.bus.level = 0x00
  for (let i = 1; i <= 5; i++) expect(broken.run(i * 10_000)).toEqual(failure('not-ready'))
  broken.bus.level = undefined
  expectRecovery(broken)
})

test('nothing but zeros from a chip that otherwise answers: not this chip', () => {
  const broken = used()
  broken.chip.finish = () => {
    broken.chip.converting = false
    broken.chip.scratchpad.fill(0)
  }
  expect(broken.run(10_000)).toEqual(failure('protocol'))
})

// PaulStoffregen/OneWire 76, piersfinlayson/otb-iot 11: -127 °C, -0.06 °C.
test('no chip: no answer, one operation a turn, and it is found again', () => {
  const broken = used()
  broken.chip.isPresent = false
  for (let i = 1; i <= 10; i++) expect(broken.run(i * 10_000)).toEqual(failure('no-answer'))
  expect(broken.bus.operations).toBe(10)
  broken.chip.isPresent = true
  expectRecovery(broken)
})

test('a wire stuck high: no answer', () => {
  const broken = used()
  broken.bus.level = 0xff
  for (let i = 1; i <= 5; i++) expect(broken.run(i * 10_000)).toEqual(failure('no-answer'))
  broken.bus.level = undefined
  expectRecovery(broken)
})

test('it did not hear that it has to convert: its former result is not read', () => {
  const broken = used()
  broken.chip.deafFor = 1
  expect(broken.run(10_000)).toEqual(failure('no-answer'))
  expect(broken.bus.log).toEqual(['reset', 'w cc 44', 'r ff'])
  expectRecovery(broken)
})

test('a conversion that takes longer than it may: not ready', () => {
  const broken = used()
  broken.chip.isSlow = true
  expect(broken.run(10_000)).toEqual(failure('not-ready'))
  broken.chip.isSlow = false
  broken.chip.finish()
  expectRecovery(broken)
})

// cpetrich/counterfeit_DS18B20 26: a bad supply gives 0x0550, or 0x07ff, with a right CRC.
describe('a chip with a bad supply', () => {
  test('it lost it while it converted: 85 °C are no reading', () => {
    const broken = used()
    broken.chip.finish = () => broken.chip.lose()
    for (let i = 1; i <= 3; i++) expect(broken.run(i * 10_000)).toEqual(failure('not-ready'))
  })

  test('it lost it between turns: the next one reads', () => {
    const broken = used()
    broken.chip.lose()
    expectRecovery(broken)
  })

  test('127.9 °C are out of range', () => {
    const broken = used()
    broken.chip.word = 0x07ff
    expect(broken.run(10_000)).toEqual(failure('out-of-range'))
  })
})

describe('fewer bits than twelve', () => {
  test.each([0x1f, 0x3f, 0x5f])('configuration %i: set, in the same turn', (configuration) => {
    const broken = used()
    broken.chip.keep(configuration)
    expect(broken.run(10_000)).toEqual(GOOD)
    expectRecovery(broken)
  })

  test('a chip that does not take them: protocol, once a turn', () => {
    class Stubborn extends Ds18b20Model {
      protected override settle(): void {}
    }
    const broken = thermometer(new Stubborn())
    broken.chip.keep(0x1f)
    for (let i = 0; i < 3; i++) expect(broken.run(i * 10_000)).toEqual(failure('protocol'))
  })

  test('it is gone when it should be told: no answer', () => {
    const broken = used()
    broken.chip.keep(0x1f)
    broken.bus.openAt = 7
    expect(broken.run(10_000)).toEqual(failure('no-answer'))
    expect(broken.run(20_000)).toEqual(GOOD)
  })
})

test('a DS18S20 in its place, whose steps are larger: protocol', () => {
  // 25 °C as its datasheet has it: halves of a degree, and no configuration.
  const chip = new Ds18b20Model()
  chip.scratchpad.splice(0, 8, 0x32, 0x00, 0x4b, 0x46, 0xff, 0xff, 0x0c, 0x10)
  chip.finish = () => {
    chip.converting = false
  }
  const broken = thermometer(chip)
  for (let i = 0; i < 3; i++) expect(broken.run(i * 10_000)).toEqual(failure('protocol'))
})

test('two chips at once say what neither measured: checksum', () => {
  const broken = used()
  const read = broken.chip.read.bind(broken.chip)
  const other = new Ds18b20Model()
  const { reset, write } = broken.chip
  broken.chip.reset = () => reset.call(broken.chip) && other.reset()
  broken.chip.write = (byte) => {
    write.call(broken.chip, byte)
    other.write(byte)
  }
  broken.chip.read = () => read() & other.read()
  const finish = broken.chip.finish.bind(broken.chip)
  broken.chip.finish = () => {
    finish()
    other.word = 0x01a8
    other.finish()
  }
  expect(broken.run(10_000)).toEqual(failure('checksum'))
})

test('after a fault nothing is left to collect', () => {
  const broken = used()
  broken.bus.openAt = 0
  broken.run(10_000)
  expect(broken.driver.finish(11_000, new Int32Array(1))).toBe(PENDING)
})
