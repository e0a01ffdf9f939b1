/** What a result is written to, besides the terminal. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { junitOf } from '../../simulator/run/junit.ts'
import type { ScenarioResult } from '../../simulator/run/result.ts'
import type { ReportOptions } from './report-options.ts'

export async function writeReports(result: ScenarioResult, options: ReportOptions): Promise<void> {
  if (options.junit !== undefined) write(options.junit, junitOf(result))
  if (options.report === undefined) return
  const { reportPage } = await import('../../simulator/report/page.ts')
  write(options.report, await reportPage(result))
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
