import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chipModels } from '../../host-tools/build/chip-models.ts'
import { MODELS } from '../../host-tools/simulator/chips/models.ts'

const TABLE = join(__dirname, '../../host-tools/simulator/chips/models.ts')

/** Parts whose models stand in a bundle of these. */
function partsIn(models: readonly string[]): string[] {
  const { transform } = chipModels(models) as unknown as {
    transform: { handler(code: string, id: string): { code: string } }
  }
  const { code } = transform.handler(readFileSync(TABLE, 'utf8'), TABLE)
  const table = code.slice(code.indexOf('export const MODELS'))
  return [...table.matchAll(/^ {2}'?([\w-]+)'?: \w+,$/gm)].map(([, part]) => part!)
}

test.each(Object.keys(MODELS))('a kit with %s has its model in the bundle and no other', (part) => {
  expect(partsIn([part])).toEqual([part])
})
