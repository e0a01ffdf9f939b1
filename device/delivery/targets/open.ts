/** Opens the targets that a config names. */
import type { TargetConfig } from '../../config/targets.ts'
import type { CborWriter } from '../../payload/cbor.ts'
import type { Target } from '../target.ts'
import { type HubHost, HubTarget } from './hub.ts'
import { type OthersHost, openOthers } from './others.ts'

/** What targets need of the kit around them. */
export interface TargetHost extends HubHost, OthersHost {}

/** One target for each config, in order; all fill the buffer of `scratch`. */
export function openTargets(
  configs: readonly TargetConfig[],
  scratch: CborWriter,
  host: TargetHost,
): Target[] {
  const targets: Target[] = []
  const count = configs.length
  let others: ReturnType<typeof openOthers> | undefined
  for (let i = 0; i < count; i++) {
    const config = configs[i]!
    if (config.kind === 'hub') {
      targets.push(new HubTarget(config.url, i, count, host.journal, scratch, host))
      continue
    }
    // Once: in Espruino all that these targets are made of comes into being with this call.
    if (others === undefined) others = openOthers(scratch.bytes, count, host)
    targets.push(others(i, config))
  }
  return targets
}
