/**
 * The real kit in XS on a computer (`-p x-cli-lin`): half an hour with a dust sensor and a hub, in
 * one go. It prints one line and fails when a record did not arrive.
 */
import { Kit } from '../../../kit.ts'
import { exit, printLine } from './native.ts'
import { HostPlatform } from './platform.ts'

const RUN_MS = 1_800_000
const PERIOD_S = 60

const platform = new HostPlatform()
const kit = new Kit(platform, {
  periodS: PERIOD_S,
  targets: [{ kind: 'hub', url: 'http://hub/api/v1/batches' }],
  sensors: [{ part: 'SDS011', port: 'uart1' }],
})
kit.start()
platform.clock.leap(RUN_MS)

const hub = platform.network
const records = kit.journal.nextSequence
const missing = records - hub.stored
printLine(
  `meetkit: ${RUN_MS / 60_000} minutes, ${records} records, ${hub.batches} batches, ` +
    `${missing} waiting, checksum ${hub.checksum().toString(16)}`,
)
// The records of the last period may still wait for their turn to be sent.
exit(records >= RUN_MS / 1000 / PERIOD_S && missing <= 1 ? 0 : 1)
