import { readFileSync } from 'node:fs'
import { QUANTITIES } from '../../device/quantities.ts'
import { partName } from '../../device/sensors/codes.ts'
import { PAGE_FILE, partsPage } from '../../host-tools/parts/page.ts'
import { PARTS } from '../../host-tools/parts/parts.ts'
import { partLines, partRows } from '../../host-tools/parts/table.ts'
import { MODELS } from '../../host-tools/simulator/chips/models.ts'
import { quantityWords } from '../../host-tools/words/quantities.ts'
import { meetkit } from '../support/meetkit.ts'

test('the published page is current: npm run schema writes it', () => {
  expect(readFileSync(PAGE_FILE, 'utf8')).toBe(partsPage())
})

test('no two have the same code or name; each has a model and a name for databases', () => {
  expect(new Set(PARTS.map(({ code }) => code)).size).toBe(PARTS.length)
  expect(new Set(PARTS.map(({ name }) => name)).size).toBe(PARTS.length)
  for (const { code, name } of PARTS) {
    expect([name, typeof MODELS[name]]).toEqual([name, 'function'])
    expect([name, partName(code) === '']).toEqual([name, false])
    // A record has seven bits for one.
    expect(code).toBeLessThan(128)
  }
})

test.each(PARTS.map((part) => [part.name, part] as const))('%s: facts that fit', (_name, part) => {
  if (part.bus === 'i2c') expect(part.addresses).toBeDefined()
  for (const address of part.addresses ?? []) expect(address).toBeLessThan(0x78)
  expect(part.intervalMs % 1000).toBe(0)
  expect(part.currentMilliamps).toBeGreaterThan(0)
  for (const { quantity, minimum, maximum, resolution, accuracy } of part.channels) {
    expect(minimum).toBeGreaterThanOrEqual(quantity.minimum)
    expect(maximum).toBeLessThanOrEqual(quantity.maximum)
    expect(maximum).toBeGreaterThan(minimum)
    expect(resolution).toBeGreaterThan(0)
    expect(accuracy).not.toBe('')
  }
})

test('every quantity has its words in both languages', () => {
  for (const { name } of QUANTITIES)
    for (const language of ['en', 'nl'] as const)
      expect([name, quantityWords(language)[name] ?? '']).not.toEqual([name, ''])
})

test('a line for each channel, in units', () => {
  const lines = partLines(
    partRows().filter(({ part }) => part === 'BME280'),
    'nl',
  )
  expect(lines[0]![0]).toBe('onderdeel')
  expect(lines.slice(1).map((cells) => cells.slice(0, 3))).toEqual([
    ['BME280', 'Temperatuur', '-40 tot 85 °C'],
    ['', 'Luchtvochtigheid', '0 tot 100 %'],
    ['', 'Luchtdruk', '30.000 tot 110.000 Pa'],
  ])
  expect(lines[1]!.slice(3)).toEqual(['±1,0 °C', '1 mA', '0 s', '€', 'I2C 0x76 0x77'])
})

describe('meetkit parts', () => {
  test('--json gives all of them, in units', async () => {
    const { code, out, error } = await meetkit(['parts', '--json'])
    expect([code, error]).toEqual([0, ''])
    expect(JSON.parse(out)).toEqual(partRows())
  })

  test('a name that is not there: the near one, and 2', async () => {
    const { code, out, error } = await meetkit(['parts', 'bme28'])
    expect([code, out]).toEqual([2, ''])
    expect(error).toContain('did you mean BME280?')
  })
})
