/** What is said of an Espruino that ends without a report, played by a script. */
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineRefusal } from '../../host-tools/simulator/engines/engine.ts'
import { EspruinoEngine } from '../../host-tools/simulator/engines/espruino.ts'
import { nightFleet } from '../../host-tools/simulator/scenario/night.ts'
import { scratchFolder } from '../support/scratch.ts'

const folder = scratchFolder()
const NIGHT = { kits: 1, hours: 0.1, seed: 1, periodS: 300, hubUrl: 'http://hub.invalid' }
const kit = nightFleet(NIGHT)[0]!
const BANNER = ' ____                 _ \n|  __|___ ___ ___ _ _|_|___ ___ \n'
const DUMP = '            #1725[r1,l2] Name Param "\\xFFae"                   undefined \n'.repeat(
  400,
)
const ASSERTION = 'ASSERT(jsvHasChildren(target)) FAILED AT src/jsvar.c:3384'

const { ESPRUINO } = process.env
afterAll(() => {
  process.env['ESPRUINO'] = ESPRUINO
  if (ESPRUINO === undefined) delete process.env['ESPRUINO']
})

/** How a run ends where the interpreter prints this. */
async function endOf(output: string): Promise<Error> {
  const script = join(folder, 'espruino')
  writeFileSync(join(folder, 'output'), output)
  const run = `case "$1" in install.js) echo installed;; *) cat "${folder}/output";; esac`
  writeFileSync(script, `#!/bin/sh\n${run}\n`)
  chmodSync(script, 0o755)
  process.env['ESPRUINO'] = script
  return new EspruinoEngine()
    .run(kit, 0.1, () => {})
    .then(
      () => new Error('it had a report'),
      (error: Error) => error,
    )
}

test.each([
  ['an assertion of its own', `${BANNER}${ASSERTION}\n${DUMP}EXITING.\n`, `(${ASSERTION}): use`],
  ['no memory', `${BANNER}${DUMP}ERROR: OUT OF MEMORY\n`, 'simulator: use fewer parts or targets'],
])('%s is a kit that does not fit', async (_, output, words) => {
  const error = await endOf(output)
  expect(error).toBeInstanceOf(EngineRefusal)
  expect(error.message).toMatch(
    /^this Espruino has not enough JsVars for the kit and its simulator/,
  )
  expect(error.message).toContain(words)
  expect(error.message).not.toContain('#1725')
})

test('of what nobody knows the beginning is told, not the end', async () => {
  const error = await endOf(`Uncaught ReferenceError: "x" is not defined\n${DUMP}EXITING.\n`)
  expect(error).not.toBeInstanceOf(EngineRefusal)
  expect(error.message).toContain('gave no report:\nUncaught ReferenceError: "x" is not defined')
  expect(error.message.length).toBeLessThan(1_100)
})
