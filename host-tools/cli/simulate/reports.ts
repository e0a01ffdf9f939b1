/** What a result is written to, besides the terminal. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { junitOf } from '../../simulator/run/junit.ts'
import type { ScenarioResult } from '../../simulator/run/result.ts'

export interface ReportOptions {
  readonly json?: boolean
  readonly junit?: string
  readonly report?: string
}

export function addReportOptions(command: Command): Command {
  return command
    .option('--junit <file>', 'write the verdicts as JUnit XML, for CI systems')
    .option('--report <file>', 'write a page with charts: one file, works offline')
    .option('--json', 'print the result as one JSON object, nothing else')
}

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
