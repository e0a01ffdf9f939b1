import { join } from 'node:path'
import { privateNames } from '../../host-tools/build/private-names.ts'

const GUEST = join(__dirname, '../../host-tools/simulator/guest/espruino-main.ts')

test('only names that stand for nothing but private members', () => {
  const names = privateNames(GUEST)
  // Private of one class each.
  expect(names).toEqual(expect.arrayContaining(['comingSinceUs', 'humidityOn', 'lastUpcoming']))
  // Public elsewhere, a key of a setup, a member of the library, a name of the seam.
  for (const name of ['kernel', 'seed', 'at', 'length', 'flash', 'ticks', 'records'])
    expect(names).not.toContain(name)
})
