/** Targets of simulated kits: what a scenario leaves out is made up, and leads nowhere real. */
import type { TargetConfig } from '../../../device/config/targets.ts'
import { QUANTITIES } from '../../../device/quantities.ts'
import { hashOf } from '../worlds/site.ts'
import { SIMULATED_HUB_URL } from './fleet.ts'

const ID_DIGITS = 24

/** 24 hexadecimal digits that belong to a text. */
function idOf(text: string): string {
  let digits = ''
  for (let i = 0; digits.length < ID_DIGITS; i++)
    digits += hashOf(`${text} ${i}`).toString(16).padStart(8, '0')
  return digits
}

function defaults(kind: TargetConfig['kind'], kit: string): TargetConfig {
  switch (kind) {
    case 'hub':
      return { kind, url: SIMULATED_HUB_URL }
    case 'influxdb':
      return { kind, url: 'http://influxdb.meetkit.invalid/write?db=meetkit' }
    case 'opensensemap': {
      const names = QUANTITIES.map(({ name }) => [name, idOf(`${kit} ${name}`)] as const)
      const url = 'https://opensensemap.meetkit.invalid'
      return { kind, url, box: idOf(kit), sensors: Object.fromEntries(names) }
    }
    case 'sensorthings': {
      const ids = QUANTITIES.map(({ name }) => [name, hashOf(`${kit} ${name}`)] as const)
      const url = 'https://sensorthings.meetkit.invalid/v1.1'
      return { kind, url, datastreams: Object.fromEntries(ids) }
    }
    case 'sensor-community':
      return {
        kind,
        url: 'http://sensor-community.meetkit.invalid/v1/push-sensor-data/',
        node: `esp32-${hashOf(kit)}`,
      }
    case 'madavi':
      return {
        kind,
        url: 'http://madavi.meetkit.invalid/data.php',
        node: `esp32-${hashOf(kit)}`,
      }
  }
}

/** The target as the firmware's config has it. `kit` is the kit's id. */
export function simulatedTarget(target: Partial<TargetConfig>, kit: string): TargetConfig {
  return { ...defaults(target.kind ?? 'hub', kit), ...target } as TargetConfig
}
