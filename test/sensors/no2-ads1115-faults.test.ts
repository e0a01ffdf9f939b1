/** What a failing bus, chip or cell may do to the NO2 driver: cost a turn, countably. */
import { turn } from '../support/driving.ts'
import { AE, GOOD, no2Kit, WE_AE } from '../support/no2-kit.ts'

const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })
const OPERATIONS = 18

/** With a turn behind it. */
function usedKit() {
  const used = no2Kit()
  turn(used.driver, 0)
  used.bus.mark()
  return used
}

function expectRecovery({ bus, driver }: ReturnType<typeof no2Kit>): void {
  bus.mark()
  expect(turn(driver, 100_000)).toEqual(GOOD)
  expect(bus.operations).toBe(OPERATIONS)
}

/** The rest of a turn that has been started. */
function rest({ driver }: ReturnType<typeof no2Kit>, nowMs: number) {
  const finish = driver.finish.bind(driver)
  return turn({ part: driver.part, start: () => 0, finish, close: () => {} }, nowMs)
}

test.each(['nack', 'short'] as const)('%s at every operation: no answer, once', (fault) => {
  for (let at = 0; at < OPERATIONS; at++) {
    const broken = usedKit()
    Object.assign(broken.bus, { failAt: at, fault })
    expect(turn(broken.driver, 10_000)).toEqual(failure('no-answer'))
    expect(broken.bus.operations).toBe(at + 1)
    expectRecovery(broken)
  }
})

test('each bit of each read, flipped: counted or without meaning, never a wrong value', () => {
  // Idle, config, result, result again; and the same for the other input.
  const expected = (read: number, bit: number) => {
    if (read === 0) return bit === 7 ? failure('not-ready') : GOOD
    if (read > 1) return failure('checksum')
    return failure(bit === 7 ? 'not-ready' : 'protocol')
  }
  for (let flipped = 0; flipped < 8 * 16; flipped++) {
    const broken = usedKit()
    broken.bus.flipBit = flipped
    const result = turn(broken.driver, 10_000)
    // Bits of a read's first byte come first, and bit 7 of it is OS.
    expect([flipped, result]).toEqual([flipped, expected((flipped >> 4) & 3, flipped & 15)])
    expectRecovery(broken)
  }
})

test.each([0x00, 0xff])('a line stuck at %i: a failure in each turn', (level) => {
  const broken = usedKit()
  const read = broken.chip.read.bind(broken.chip)
  broken.chip.read = (into) => into.fill(level)
  const outcomes = [1, 2, 3, 4, 5].flatMap((i) => turn(broken.driver, i * 2_000).outcomes)
  expect(outcomes).toEqual(Array(5).fill(level === 0 ? 'not-ready' : 'protocol'))
  broken.chip.read = read
  expectRecovery(broken)
})

test('a stuck bus costs one operation a turn', () => {
  const broken = usedKit()
  broken.bus.stuck = true
  for (let i = 1; i <= 10; i++) expect(turn(broken.driver, i * 2_000)).toEqual(failure('no-answer'))
  expect(broken.bus.operations).toBe(10)
  broken.bus.stuck = false
  expectRecovery(broken)
})

test('it lost its supply while it converted: protocol, and its zeros are no reading', () => {
  for (const steps of [0, 1]) {
    const broken = usedKit()
    const into = new Int32Array(2)
    let now = 10_000 + broken.driver.start(10_000)
    if (steps === 1) {
      broken.driver.finish(now, into)
      now += broken.driver.start(now)
    }
    broken.chip.reset()
    expect(rest(broken, now)).toEqual(failure('protocol'))
    expectRecovery(broken)
  }
})

test('it lost its supply between turns: the next one sets it up all the same', () => {
  const broken = usedKit()
  broken.chip.reset()
  expectRecovery(broken)
})

// gobot 827, ESPEasy 4467: OS has no effect while a conversion runs, whose result is another's.
test('a conversion is under way: it is waited for, and its result is not taken', () => {
  const broken = usedKit()
  broken.chip.busy = true
  broken.bus.mark()
  expect(turn(broken.driver, 10_000)).toEqual(failure('not-ready'))
  expect(broken.bus.log).toEqual(['w 01', 'r 55 03', 'w 01 05 03 .'])
  broken.chip.busy = false
  expectRecovery(broken)
})

test('a conversion that does not end: not ready', () => {
  const broken = usedKit()
  const delayMs = broken.driver.start(10_000)
  broken.chip.busy = true
  expect(rest(broken, 10_000 + delayMs)).toEqual(failure('not-ready'))
  broken.chip.busy = false
  expectRecovery(broken)
})

test('somebody else asked it for another input meanwhile: protocol', () => {
  const broken = usedKit()
  const delayMs = broken.driver.start(10_000)
  broken.chip.write(Uint8Array.of(1, 0xe5, 0x03))
  expect(rest(broken, 10_000 + delayMs)).toEqual(failure('protocol'))
  expectRecovery(broken)
})

test('an input at an end of the scale is out of range', () => {
  for (const code of [0x7fff, -0x8000]) {
    const broken = usedKit()
    broken.chip.codes[0] = code
    expect(turn(broken.driver, 10_000)).toEqual(failure('out-of-range'))
  }
})

test('a cell’s board without power: its zeros are no reading', () => {
  const broken = usedKit()
  for (const code of [0, -1, 1, 799]) {
    broken.chip.codes[0] = 0
    broken.chip.codes[5] = code
    expect(turn(broken.driver, 10_000)).toEqual(failure('out-of-range'))
  }
  broken.chip.codes[5] = 800
  expect(turn(broken.driver, 10_000)).toEqual({ outcomes: ['reading'], values: [[0, 5_000]] })
})

test('the faulty second half of a turn leaves nothing to the next', () => {
  const broken = usedKit()
  broken.chip.codes[5] = -1
  broken.chip.codes[0] = 1_000
  expect(turn(broken.driver, 10_000)).toEqual(failure('out-of-range'))
  broken.chip.codes[0] = WE_AE
  broken.chip.codes[5] = AE
  expectRecovery(broken)
})
