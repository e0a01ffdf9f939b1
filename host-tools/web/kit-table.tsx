/** Every kit with its state, in words. A kit's button brings its line forward. */
import type { KitSummary } from '../hub/store/kits.ts'
import { type Display, formatAgo, formatMoment, formatNumber, formatValue } from './format.ts'
import type { Language, Texts } from './texts.ts'

/** A kit that says nothing for this long is called silent; it should report every few minutes. */
const SILENT_S = 1_800

interface TableProps {
  readonly kits: readonly KitSummary[]
  readonly present: ReadonlyMap<string, number>
  readonly chosen: ReadonlySet<string>
  readonly nowMs: number
  readonly display: Display
  readonly texts: Texts
  readonly language: Language
  readonly onChoose: (id: string) => void
}

export function KitTable(props: TableProps) {
  const { kits, texts } = props
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a narrow screen scrolls it with the keyboard
    <section class="table-box" aria-label={texts.kits} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.kit}</th>
            <th scope="col" class="number">
              {texts.now}
            </th>
            <th scope="col">{texts.flags}</th>
            <th scope="col">{texts.lastSeen}</th>
            <th scope="col" class="number">
              {texts.battery}
            </th>
            <th scope="col" class="number" title={texts.backlogHelp}>
              {texts.backlog}
            </th>
            <th scope="col" class="number">
              {texts.records}
            </th>
          </tr>
        </thead>
        <tbody>
          {kits.map((kit) => (
            <KitRow key={kit.id} kit={kit} {...props} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function KitRow({ kit, present, chosen, ...rest }: TableProps & { readonly kit: KitSummary }) {
  const { nowMs, display, texts, language, onChoose } = rest
  const value = present.get(kit.id)
  const seenMs = Date.parse(kit.lastSeen)
  const ageS = Math.max(0, (nowMs - seenMs) / 1000)
  const isChosen = chosen.has(kit.id)
  return (
    <tr class={isChosen ? 'chosen' : ''}>
      <th scope="row">
        <button type="button" aria-pressed={isChosen} onClick={() => onChoose(kit.id)}>
          {kit.id}
        </button>
      </th>
      <td class="number">{value === undefined ? '–' : formatValue(value, display, language)}</td>
      <td class="remarks">
        <Remarks kit={kit} texts={texts} />
      </td>
      <td class="detail" title={formatMoment(seenMs / 1000, language)}>
        {formatAgo(ageS, language)}
        {ageS > SILENT_S && ' '}
        {ageS > SILENT_S && <span class="mark">{texts.silent}</span>}
      </td>
      <td class="number detail" data-label={texts.battery}>
        {kit.batteryMv === null ? '–' : `${formatNumber(kit.batteryMv / 1000, language, 2)} V`}
      </td>
      <td class="number detail" data-label={texts.backlog}>
        {kit.backlog === null ? '–' : formatNumber(kit.backlog, language)}
      </td>
      <td class="number detail">{formatNumber(kit.records, language)}</td>
    </tr>
  )
}

function Remarks({ kit, texts }: { readonly kit: KitSummary; readonly texts: Texts }) {
  const remarks = kit.flags.map((flag) => texts.flagNames[flag] ?? flag)
  if (kit.unresolved > 0) remarks.push(`${kit.unresolved} ${texts.withoutTime}`)
  if (kit.dropped > 0) remarks.push(`${kit.dropped} ${texts.lostRecords}`)
  // Of those missing the kit knows some itself; the rest is what nobody has accounted for.
  const unexplained = kit.missing - kit.dropped
  if (unexplained > 0) remarks.push(`${unexplained} ${texts.missingRecords}`)
  if (remarks.length === 0) return <span class="quiet">{texts.fine}</span>
  return (
    <>
      {remarks.map((remark) => (
        <span key={remark} class="mark">
          {remark}
        </span>
      ))}
    </>
  )
}
