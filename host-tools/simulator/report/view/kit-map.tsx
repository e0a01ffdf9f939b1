/** Where the kits stand, drawn to scale without a map under it. */
import type { Language } from '../../../web/texts.ts'
import type { ReportData } from '../data.ts'
import type { ReportTexts } from './texts.ts'

const SIZE = 600
const MARGIN = 40
const SCALES_M = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000]

interface Props {
  readonly data: ReportData
  readonly texts: ReportTexts
  readonly language: Language
}

export function KitMap({ data, texts }: Props) {
  const { map } = data
  const east = map.map(([, eastM]) => eastM)
  const north = map.map(([, , northM]) => northM)
  const [west, right] = [Math.min(...east), Math.max(...east)]
  const [south, top] = [Math.min(...north), Math.max(...north)]
  const span = Math.max(right - west, top - south)
  // All in one place: there is nothing to draw.
  if (map.length < 2 || span === 0) return null
  const perMetre = (SIZE - 2 * MARGIN) / span
  const height = Math.max(120, (top - south) * perMetre + 2 * MARGIN)
  const x = (eastM: number) => MARGIN + (eastM - west) * perMetre
  const y = (northM: number) => MARGIN + (top - northM) * perMetre
  const barM = SCALES_M.filter((metres) => metres * perMetre <= 160).pop() ?? 1
  const radius = map.length > 500 ? 2 : map.length > 100 ? 3.5 : 5
  return (
    <section class="card" aria-labelledby="map">
      <h2 id="map">{texts.map}</h2>
      <p class="quiet">{texts.mapHelp}</p>
      <svg class="map" viewBox={`0 0 ${SIZE} ${height}`} role="img" aria-label={texts.map}>
        {map.map(([kit, eastM, northM, failed]) => (
          <Kit key={kit} {...{ kit, failed, radius }} x={x(eastM)} y={y(northM)} />
        ))}
        <path class="bar" d={`M 12 ${height - 14} h ${barM * perMetre}`} />
        <text x="12" y={height - 20}>
          {texts.scale(barM)}
        </text>
      </svg>
    </section>
  )
}

interface KitProps {
  readonly kit: string
  readonly failed: boolean
  readonly radius: number
  readonly x: number
  readonly y: number
}

const cross = (x: number, y: number, arm: number) =>
  `M ${x - arm} ${y - arm} l ${2 * arm} ${2 * arm} m 0 ${-2 * arm} l ${-2 * arm} ${2 * arm}`

function Kit({ kit, failed, radius, x, y }: KitProps) {
  const arm = radius * 1.6
  return (
    <g>
      <title>{kit}</title>
      {failed ? <path class="failed" d={cross(x, y, arm)} /> : <circle cx={x} cy={y} r={radius} />}
    </g>
  )
}
