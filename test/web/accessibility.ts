/** What is wrong with a page for those who do not see it, or use no mouse. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface AxeResult {
  readonly violations: readonly { id: string; impact: string; nodes: { html: string }[] }[]
}

/** What axe calls serious or critical. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const result = (await page.evaluate('axe.run()')) as AxeResult
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}
