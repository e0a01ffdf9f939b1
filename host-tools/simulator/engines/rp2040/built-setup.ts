/** Whether an image that has its setup built in measures as the scenario's kit is to measure. */
import { decode } from 'cborg'
import type { KitConfig } from '../../../../device/config/config.ts'
import { type AverageContent, readRecord } from '../../../../device/payload/record-reader.ts'
import { partByName } from '../../../parts/parts.ts'

/** Why not, as a sentence; empty where nothing in these batches speaks against it. */
export function builtMisfit(bodies: readonly Uint8Array[], config: KitConfig): string {
  const wanted = config.sensors.map(({ part }) => partByName(part)?.code)
  for (const { lengthS, channels } of averagesIn(bodies)) {
    const parts = channels.map(({ part }) => part)
    if (lengthS !== config.periodS)
      return `${NO_PAGE} it averages over ${lengthS} s, the scenario over ${config.periodS} s.`
    if (
      wanted.some((code) => !parts.includes(code!)) ||
      parts.some((code) => !wanted.includes(code))
    )
      return `${NO_PAGE} it measures with other parts than the scenario’s kit has.`
  }
  return ''
}

const NO_PAGE = 'This image has no setup page, and its own setup is another:'

function averagesIn(bodies: readonly Uint8Array[]): AverageContent[] {
  return bodies.flatMap((body) => {
    const { records } = decode(body) as { records: Uint8Array[] }
    return records.flatMap((bytes) => {
      const content = readRecord(bytes[0]!, bytes.subarray(1))
      return typeof content !== 'string' && content.kind === 'average' ? [content] : []
    })
  })
}
