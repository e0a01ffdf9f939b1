/** The examples of docs/open-data.md, as they are printed there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { aboutOf } from '../../../host-tools/hub/about/about.ts'
import { averageRecord, batchBody, post } from '../fake-kit.ts'
import { type TestHub, testHub } from '../test-hub.ts'

const page = readFileSync(join(process.cwd(), 'docs/open-data.md'), 'utf8')
const yaml = /```yaml\n([\s\S]*?)```/.exec(page)![1]!
/** As a shell would hand them over. */
const addresses = Array.from(
  page.matchAll(/^ {4}curl (?:-O )?("?)http:\/\/localhost:8080(.*?)\1$/gm),
  ([, , path]) => path!.replaceAll('\\$', '$'),
)

let hub: TestHub
beforeAll(async () => {
  hub = testHub(undefined, aboutOf(yaml, 'about.yaml'))
  const night = Date.UTC(2025, 11, 31, 23) / 1000
  for (const kit of ['kit-01', 'kit-02'])
    await post(
      hub.ask,
      batchBody(0, [averageRecord(night, [{ quantity: 1, mean: 41_205 }])], { kit }),
    )
})
afterAll(() => hub.close())

test('there are examples', () => expect(addresses.length).toBeGreaterThan(10))

test.each(addresses)('%s', async (path) => {
  // A shell and curl would choke on these.
  expect(path).not.toMatch(/[ {}[\]]/)
  const reply = await hub.ask(path)
  const text = Buffer.from(await reply.arrayBuffer()).toString()
  expect([reply.status, text]).toEqual([200, expect.stringMatching(/\w{3}/)])
})

test('every address in its tables is there', async () => {
  const paths = Array.from(page.matchAll(/^\| `(\/[^`]*)`/gm), ([, path]) =>
    path!.replace('<campaign>', 'new-year-2025'),
  )
  expect(paths.length).toBeGreaterThan(6)
  for (const path of paths) expect([path, (await hub.ask(path)).status]).toEqual([path, 200])
})

test('the refusal reads as printed', async () => {
  const reply = await hub.ask('/v1.1/Things?$filter=nam%20eq%201')
  const printed = /^ {4}(\{"error".*\})$/m.exec(page)![1]!
  expect(await reply.json()).toEqual(JSON.parse(printed))
})
