/** The report as one file: styles, script and data within, nothing loaded from anywhere. */
import { bundlePage } from '../../web/bundle.ts'
import type { ScenarioResult } from '../run/result.ts'
import { type ReportData, reportData } from './data.ts'

const VIEW = new URL('./view/', import.meta.url)

export async function reportPage(result: ScenarioResult): Promise<string> {
  const data = reportData(result)
  const { js, css } = await bundlePage(new URL('main.tsx', VIEW), new URL('report.css', VIEW))
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${inHtml(data.title.en)}</title>
<style>${css.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<div id="page"><noscript>${inWords(data)}</noscript></div>
<script type="application/json" id="data">${json}</script>
<script type="module">${js.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`
}

/** What a browser without scripts shows: the verdicts. */
function inWords({ title, passed, verdicts, hash }: ReportData): string {
  const marks = { met: '✓', failed: '✗', untried: '–' }
  const items = verdicts.map(({ outcome, asked, failures }) => {
    const reasons = failures.map(
      ({ kit, when, words }) => `${kit}${when === '' ? '' : ` at ${when}`}: ${words.en}`,
    )
    const list = reasons.map((reason) => `<li>${inHtml(reason)}</li>`).join('')
    return `<li>${marks[outcome]} ${inHtml(asked.en)}<ul>${list}</ul></li>`
  })
  const outcome = passed ? 'As expected' : 'Not as expected'
  return `<h1>${inHtml(title.en)}</h1><p>${outcome}</p><ul>${items.join('')}</ul><p>${hash}</p>`
}

function inHtml(text: string): string {
  const letters: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
  return text.replace(/[<>&"]/g, (letter) => letters[letter]!)
}
