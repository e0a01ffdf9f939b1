/** One row a kit. */
import { useState } from 'preact/hooks'
import { formatNumber } from '../../../web/format.ts'
import type { Language } from '../../../web/texts.ts'
import type { ReportData } from '../data.ts'
import type { ReportTexts } from './texts.ts'

/** Rows beyond which a kit is looked for by its name. */
const FEW = 12

interface Props {
  readonly data: ReportData
  readonly texts: ReportTexts
  readonly language: Language
}

export function Kits({ data, texts, language }: Props) {
  const [wanted, setWanted] = useState('')
  const rows = data.rows.filter(({ kit }) => kit.toLowerCase().includes(wanted.toLowerCase()))
  const count = (value: number) => formatNumber(value, language)
  return (
    <section class="card" aria-labelledby="kits">
      <h2 id="kits">{texts.kitTable}</h2>
      {data.rows.length > FEW && (
        <label class="find">
          {texts.find}{' '}
          <input
            type="search"
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: else no key can move what it hides */}
      <section class="scroll" tabIndex={0} aria-label={texts.kitTable}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.kit}</th>
              <th scope="col">{texts.group}</th>
              <th scope="col">{texts.records}</th>
              <th scope="col">{texts.delivered}</th>
              <th scope="col">{texts.waiting}</th>
              <th scope="col">{texts.lost}</th>
              <th scope="col">{texts.boots}</th>
              <th scope="col">{texts.remark}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.kit} class={row.hasFailed ? 'failed' : ''}>
                <th scope="row">{row.kit}</th>
                <td>{row.group}</td>
                <td>{count(row.records)}</td>
                <td>{count(row.delivered)}</td>
                <td>{count(row.backlog)}</td>
                <td>{count(row.lost)}</td>
                <td>{count(row.boots)}</td>
                <td>{row.hasFailed ? texts.notAsExpected : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {data.rowsLeft > 0 && <p class="quiet">{texts.rowsLeft(data.rowsLeft)}</p>}
    </section>
  )
}
