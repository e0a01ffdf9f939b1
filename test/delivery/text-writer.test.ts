import fc from 'fast-check'
import { TextWriter } from '../../device/delivery/targets/text-writer.ts'

const text = (writer: TextWriter) =>
  Buffer.from(writer.bytes.subarray(0, writer.length)).toString('latin1')

test.each([
  [0, 2, '0.00'],
  [5, 2, '0.05'],
  [-5, 2, '-0.05'],
  [1_230, 2, '12.30'],
  [-1_050, 2, '-10.50'],
  [100_000, 2, '1000.00'],
  [101_325, 0, '101325'],
  [0, 0, '0'],
  [7, 1, '0.7'],
])('%d steps with %d decimals are %s', (steps, decimals, expected) => {
  const writer = new TextWriter(new Uint8Array(20))
  writer.decimal(steps, decimals)
  expect(text(writer)).toBe(expected)
})

test('decimals are exact', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (steps) => {
      const writer = new TextWriter(new Uint8Array(20))
      writer.decimal(steps, 2)
      expect(text(writer)).toMatch(/^-?\d+\.\d\d$/)
      expect(Math.round(Number(text(writer)) * 100)).toBe(steps)
    }),
  )
})

test('dates are those of the calendar, from 1970 to 2100', () => {
  const writer = new TextWriter(new Uint8Array(0))
  const iso = (utcS: number) => new Date(utcS * 1000).toISOString().replace('.000', '')
  const days = Math.floor(Date.UTC(2101, 0, 1) / 86_400_000)
  const wrong: string[] = []
  for (let day = 0; day < days; day++) {
    const utcS = day * 86_400 + ((day * 7_919) % 86_400)
    if (writer.utcText(utcS) !== iso(utcS)) wrong.push(iso(utcS))
  }
  expect(wrong).toEqual([])
  expect(writer.utcText(951_868_799)).toBe('2000-02-29T23:59:59Z')
})

test('what does not fit is left out whole, and said', () => {
  const writer = new TextWriter(new Uint8Array(4))
  writer.text('abc')
  writer.text('de')
  expect([text(writer), writer.full]).toEqual(['abc', true])
  writer.full = false
  writer.text('d')
  expect([text(writer), writer.full]).toEqual(['abcd', false])
})
