/** What the chart shows: quantity, period, scale. */
import { QUANTITIES } from '../../device/quantities.ts'
import type { Texts } from './texts.ts'

/** Hours shown; 0 is everything. */
export type Hours = keyof Texts['ranges']

const HOURS: readonly Hours[] = [6, 24, 168, 0]

export interface View {
  readonly quantity: string
  readonly hours: Hours
  readonly logarithmic: boolean
}

/** Smoke spans decades; degrees and percentages do not. */
export function canBeLogarithmic(quantity: string): boolean {
  return quantity.startsWith('pm')
}

interface ControlsProps {
  readonly view: View
  readonly texts: Texts
  readonly onView: (view: View) => void
}

export function Controls({ view, texts, onView }: ControlsProps) {
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>{texts.quantity}</span>
        <select
          value={view.quantity}
          onChange={(event) => onView({ ...view, quantity: event.currentTarget.value })}
        >
          {QUANTITIES.map(({ name }) => (
            <option key={name} value={name}>
              {texts.quantities[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{texts.range}</span>
        <select
          value={view.hours}
          onChange={(event) =>
            onView({ ...view, hours: Number(event.currentTarget.value) as Hours })
          }
        >
          {HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {texts.ranges[hours]}
            </option>
          ))}
        </select>
      </label>
      {canBeLogarithmic(view.quantity) && (
        <label>
          <span>{texts.scale}</span>
          <select
            value={view.logarithmic ? 'log' : 'linear'}
            onChange={(event) =>
              onView({ ...view, logarithmic: event.currentTarget.value === 'log' })
            }
          >
            <option value="linear">{texts.linear}</option>
            <option value="log">{texts.logarithmic}</option>
          </select>
        </label>
      )}
    </form>
  )
}
