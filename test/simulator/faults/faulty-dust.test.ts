/** Particle sensors that tell of their own defects, on wires that are loose: whole kits. */
import { findingAt, inBoth, kitsOf, resultOf } from '../verdict/tiny.ts'

const UNITS = [
  ['SPS30', { part: 'SPS30', gain: '0 %' }],
  ['SPS30 on I2C', { part: 'SPS30', port: 'i2c1', gain: '0 %' }],
  ['SEN54', { part: 'SEN54', gain: '0 %', temperature: 0 }],
  ['SEN55', { part: 'SEN55', gain: '0 %', temperature: 0 }],
] as const

/** 40 minutes with the fault from the 10th to the 30th, at the first kit of two. */
async function findings(unit: { part: string }, fault: object, expect: object[]) {
  const result = await resultOf({
    duration: '40 min',
    kits: [kitsOf({ parts: [unit], config: { periodS: 300 } })],
    faults: [
      { name: 'fault', kits: 'a-01', part: unit.part, from: '10 min', until: '30 min', ...fault },
    ],
    expect,
  })
  return ['a-01', 'a-02'].map((id) =>
    expect.map((_, i) => findingAt(result, id, i)).map((finding) => inBoth(finding)),
  )
}

describe.each(UNITS)('%s', (_name, unit) => {
  test('a stuck fan is told by the kit that has it, and its values are not', async () => {
    const found = await findings(unit, { fault: 'stuck-fan' }, [
      { expect: 'flag', flag: 'defective', kits: 'hit by fault' },
      { expect: 'mean', quantity: 'pm25', within: '5 %', orBy: 0.3 },
      { expect: 'coverage', atLeast: '95 %', kits: 'a-02' },
    ])
    expect(found).toEqual([
      ['met', 'met', 'not asked'],
      ['met', 'met', 'met'],
    ])
  })

  test('a blinded laser is suspected after a quarter of an hour of zeros', async () => {
    const found = await findings(unit, { fault: 'blinded-laser' }, [
      { expect: 'flag', flag: 'stuck', kits: 'hit by fault' },
    ])
    expect(found).toEqual([['met'], ['met']])
  })
})

test.each(UNITS.filter(([name]) => name !== 'SPS30'))(
  '%s with single NACKs reads again, and is not set up anew',
  async (_name, unit) => {
    const found = await findings(unit, { fault: 'i2c-nack', share: '5 %' }, [
      { expect: 'flag', flag: 'bus-errors', kits: 'hit by fault' },
      { expect: 'coverage', atLeast: '94 %' },
      { expect: 'mean', quantity: 'pm25', within: '5 %', orBy: 0.3 },
    ])
    expect(found).toEqual([
      ['met', 'met', 'met'],
      ['met', 'met', 'met'],
    ])
  },
)

test.each(UNITS)('%s whose first starts are lost is started until it measures', async (...one) => {
  const lossy = { ...one[1], lostStarts: 3 }
  const found = await findings(lossy, { fault: 'stuck-fan' }, [
    { expect: 'flag', flag: 'bus-errors' },
    { expect: 'coverage', atLeast: '97 %', kits: 'a-02' },
  ])
  expect(found[1]).toEqual(['met', 'met'])
})

test('an SPS30 on a loose wire: what arrives garbled is refused by its checksum', async () => {
  const [, unit] = UNITS[0]
  const found = await findings(unit, { fault: 'loose-wire', open: '20 %', burst: '20 ms' }, [
    { expect: 'flag', flag: 'checksum-errors', kits: 'hit by fault' },
    { expect: 'mean', quantity: 'pm25', within: '5 %', orBy: 0.3 },
  ])
  expect(found).toEqual([
    ['met', 'met'],
    ['met', 'met'],
  ])
})

test('swapped wires: missing, and warm again after them', async () => {
  for (const [, unit] of UNITS) {
    const found = await findings(unit, { fault: 'swapped-wires' }, [
      { expect: 'flag', flag: 'sensor-missing', kits: 'hit by fault' },
      { expect: 'mean', quantity: 'pm25', within: '5 %', orBy: 0.3 },
    ])
    expect(found).toEqual([
      ['met', 'met'],
      ['met', 'met'],
    ])
  }
})
