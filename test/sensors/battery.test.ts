import type { Analog } from '../../device/platform/io.ts'
import { Battery, openBattery } from '../../device/sensors/battery.ts'
import { PENDING } from '../../device/sensors/driver.ts'
import { FlashModel } from '../journal/flash-model.ts'
import { countTypedArrays } from '../support/allocations.ts'
import { collect, turn } from '../support/driving.ts'
import { PlatformDouble } from '../support/platform-double.ts'

const reading = (millivolts: () => number) => turn(new Battery({ readMillivolts: millivolts }), 0)
const failure = (outcome: string) => ({ outcomes: [outcome], values: [] })

test.each([1_500, 3_712, 4_987, 9_897, 30_000])('%i mV', (millivolts) => {
  expect(reading(() => millivolts)).toEqual({ outcomes: ['reading'], values: [[millivolts]] })
})

test('parts of a millivolt are cut off', () => {
  expect(reading(() => 3_712.9).values).toEqual([[3_712]])
})

// A pin with nothing on it, a divider that broke: the board would not run on that.
test.each([0, 1, 1_499, -1, 30_001, 1e12, Number.NaN, Infinity, -Infinity])(
  '%d mV is no supply',
  (millivolts) => {
    expect(reading(() => millivolts)).toEqual(failure('out-of-range'))
  },
)

test('a pin that cannot be read is a failure, and the next turn reads', () => {
  let isBusy = true
  const analog: Analog = {
    readMillivolts: () => {
      if (isBusy) throw new Error('in use')
      return 4_000
    },
  }
  const driver = new Battery(analog)
  expect(turn(driver, 0)).toEqual(failure('no-answer'))
  isBusy = false
  expect(turn(driver, 10_000).values).toEqual([[4_000]])
})

test('read once a turn, and not before it', () => {
  let reads = 0
  const driver = new Battery({
    readMillivolts: () => {
      reads++
      return 4_000
    },
  })
  expect(driver.finish(0, new Int32Array(1))).toBe(PENDING)
  for (let i = 0; i < 10; i++) {
    turn(driver, i * 10_000)
    expect(collect(driver, i * 10_000)).toEqual({ outcomes: [], values: [] })
  }
  expect(reads).toBe(10)
  driver.close()
})

test('1,000 readings make no buffer', () => {
  const driver = new Battery({ readMillivolts: () => 4_000 })
  const into = new Int32Array(1)
  const made = countTypedArrays(() => {
    for (let i = 0; i < 1000; i++) {
      driver.start(i)
      driver.finish(i, into)
    }
  })
  expect([made, into[0]]).toEqual([0, 4_000])
})

test('a board without a divider says so', () => {
  const platform = new PlatformDouble(
    new FlashModel({ blocks: 2, blockLength: 256, writeAlign: 4 }),
  )
  expect(() => openBattery(platform, { part: 'battery', port: 'adc1' })).toThrow(
    'battery: this board has no divider from its supply to an analog pin',
  )
})
