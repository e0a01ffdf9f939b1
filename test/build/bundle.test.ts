import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import {
  bundleForEspruino,
  bundleForModules,
  type EspruinoBundle,
} from '../../host-tools/build/bundle.ts'
import { checkDialect, describeFinding } from '../../host-tools/build/dialect-check.ts'
import { memberNames } from '../../host-tools/build/member-names.ts'
import { SOURCE_ROOT } from '../../host-tools/build/source-root.ts'
import { blankUnread } from '../../host-tools/build/unread.ts'
import { LIMITS } from '../../host-tools/cost/limits.ts'

const KIT = join(SOURCE_ROOT, 'device/index.ts')
const BOARD = join(SOURCE_ROOT, 'device/platform/espruino/main.ts')

let kit: EspruinoBundle

beforeAll(async () => {
  kit = await bundleForEspruino(KIT)
})

test('the same source gives the same bytes, and a map without this machine in it', async () => {
  expect(await bundleForEspruino(KIT)).toEqual(kit)
  // What is more costs room in Storage, and time on a board, which reads past all its text.
  expect(Buffer.byteLength(kit.code)).toBeLessThanOrEqual(LIMITS.espruinoBundleBytes)
  expect(kit.map.sources).toContain('device/kit.ts')
  for (const source of kit.map.sources) expect(source).toMatch(/^device\/[\w/.-]+\.ts$/)
})

test('kit and board code stay inside the dialect', async () => {
  const board = await bundleForEspruino(BOARD)
  for (const { code, map } of [kit, board])
    expect(checkDialect(code, map).map(describeFinding)).toEqual([])
})

test('the kit needs nothing but the language', () => {
  const exports: { Kit?: new (platform: object, config: object) => unknown } = {}
  runInNewContext(kit.code, { exports })
  const Kit = exports.Kit!
  expect(() => new Kit({}, { periodS: 7 })).toThrow('periodS')
})

test('the module bundle exports the kit and imports nothing', async () => {
  const code = await bundleForModules(KIT)
  expect(code).toContain('export { Kit }')
  expect(code).not.toMatch(/^import /m)
})

test('only names of the firmware itself are shortened', () => {
  const { internal: names, unread } = memberNames(KIT)
  expect(names).toEqual(expect.arrayContaining(['frameLength', 'equalReadings', 'openSector']))
  // The seam, the config, the kit's own interface, the library, and JSON.
  for (const kept of ['openSerial', 'periodS', 'nextSequence', 'start', 'length', 'stored'])
    expect(names).not.toContain(kept)
  // What a part is called and can do is for people; what it sends and when is for the firmware.
  expect(unread).toEqual(expect.arrayContaining(['accuracy', 'decimals', 'unit']))
  expect(unread).not.toContain('intervalMs')
  expect(kit.code).not.toContain('µg')
})

test('what is left out keeps the place of the rest', () => {
  const source = "f({ a: 1, unit: 'm',\n  b: -2, scale })"
  expect(blankUnread(source, ['unit', 'b', 'scale'])).toBe(
    'f({ a: 1,           \n               })',
  )
})

test('an import that does not exist is told with its file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'meetkit-bundle-'))
  try {
    const entry = join(folder, 'entry.ts')
    await writeFile(entry, "export * from './nowhere.ts'\n")
    await expect(bundleForModules(entry)).rejects.toThrow('nowhere.ts')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
