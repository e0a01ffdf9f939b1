/** `meetkit simulate --explore`: what it finds is printed as a command that shows it again. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { meetkit } from '../../support/meetkit.ts'
import { scratchFolder } from '../../support/scratch.ts'

const folder = scratchFolder()

/** A chip that breaks when its power comes back, so that a power cut is needed to see it. */
const CHIP = `export default (bench) => {
  bench.openLine(9600)
  if (bench.time.nowUs > 600e6) throw new Error('the fan is ground to dust')
  return {}
}
`
const BASE = `version: 1
title: A chip that breaks
place: { latitude: 52, longitude: 5 }
start: 2025-12-31T18:00:00+01:00
duration: 2 h
world:
  layers: [{ layer: weather, temperature: 5, dewPoint: 3 }]
kits:
  - count: 40
    parts: [{ part: BME280 }, { part: use, name: SDS011, file: chip.ts }]
`

test('a planted fault is found, made short, and shown again by the printed line', async () => {
  const base = join(folder, 'base.yaml')
  writeFileSync(base, BASE)
  writeFileSync(join(folder, 'chip.ts'), CHIP)
  const limits = ['--explore', '20s', '--seed', '3', '--workers', '1']
  const explored = await meetkit(['simulate', base, ...limits])
  expect(explored.code).toBe(1)
  expect(explored.out).toMatch(
    /^seed \d+, kit-0[12]: the firmware goes on: .*chip\.ts: the fan is ground to d/m,
  )
  expect(explored.out).toMatch(/^shortest: 1 faults in \d+ s, after \d+ runs$/m)
  const [, path, kit] = /^meetkit simulate (\S+) --only (kit-0[12])$/m.exec(explored.out)!
  const file = parse(readFileSync(path!, 'utf8'))
  expect(file.faults).toHaveLength(1)
  expect(file.faults[0]).toMatchObject({ kits: kit })
  expect(['power-cut', 'brown-out']).toContain(file.faults[0].fault)
  const again = await meetkit(['simulate', path!, '--only', kit!])
  expect(again.code).toBe(1)
  expect(again.error).toContain('the fan is ground to dust')
})
