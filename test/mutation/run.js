/**
 * `npm run mutate`: mutates one room of the firmware after the other, each with the tests beside it.
 * `-- --room journal` does one. Ends with 1 when fewer than nine of ten changes were noticed there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ROOMS } from './rooms.js'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const STRYKER = fileURLToPath(
  new URL('node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url),
)
const { values } = parseArgs({ options: { room: { type: 'string', multiple: true } } })
const rooms = values.room ?? Object.keys(ROOMS)

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  })
  return status ?? 1
}

if (!existsSync(STRYKER) && run('npm', ['ci', '--prefix', HERE, '--silent']) !== 0) process.exit(1)
for (const room of rooms) {
  console.log(`\n== ${room}`)
  const args = [STRYKER, 'run', `${HERE}stryker.config.js`]
  if (run(process.execPath, args, { MEETKIT_ROOM: room }) !== 0) process.exitCode = 1
}
