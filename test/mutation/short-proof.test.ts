/** A moment of the prover, in process: what a mutant breaks mostly shows at once. */
import { runCase } from '../proof/cases.ts'
import { GEOMETRIES } from '../proof/geometries.ts'
import { runHistory } from '../proof/linear.ts'
import { parse } from '../proof/step.ts'

const byName = (name: string) => GEOMETRIES.find((geometry) => geometry.name === name)!

/** Histories that have broken a promise once. */
const HISTORIES: [geometry: string, history: string][] = [
  ['2x256a1', 'b,a20,a46,a12,b,a10,a22,a3,a0,a0@0t0.0,a0@0t176.0'],
  ['2x256a1', 'b,a20,a47,a13,b,a11,a23,a0,a0@0n1.0,a0@12U0.11826,b,d1.0'],
  ['3x256a16', 'b,a0,a11x2,a43@4n3.0,a0,t@1c0.88444,b,a0'],
  ['3x256a16', 'a43@4G0.0,t@0t0.0'],
  ['3x256a4', 'b,a0,a7,a19,a3,a0,b,a7x2,a0,a3@3U0.1,a0@0G0.701513'],
  ['4x192a4', 'a0,a11,a15x2,a19,a15,a11,a0,a15,a7,a3,a17@4u1.2,a11@4U0.662130'],
  ['esp32-nor', 'a0x64,d0.33,d0.31@0C0.2,a0,d0.0,r'],
  ['1x256a1', 'a23,a0,a38,a4,a10,a3,a9,r,a9,r,a0@1U0.0,a0@0P0.1'],
  ['1x512a4', 'b,a23x4,d0.9,d1.9,t,a20x4,d0.9,d1.9,t,r,b,a20x9,d0.2,a20x9,t,d1.9'],
]

test.each(HISTORIES)('%s: %s', (geometry, history) => {
  expect(runHistory(byName(geometry), parse(history))).toBeUndefined()
})

test.each([
  ['3x256a16', 1],
  ['4x256a16', 2],
])('%s, case %i', (geometry, seed) => {
  const { violation, cuts } = runCase(byName(geometry), seed)
  expect(violation).toBeUndefined()
  expect(cuts).toBeGreaterThan(1_000)
})
