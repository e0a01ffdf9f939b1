/** Options of what is made of a result. */
import type { Command } from 'commander'

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
