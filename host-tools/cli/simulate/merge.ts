/** Joins what the shards of one run printed with `--json`. */
import { readFileSync } from 'node:fs'
import { mergeResults } from '../../simulator/run/merge.ts'
import { EXIT_FAILURE, EXIT_USAGE } from '../exit-codes.ts'
import { printResult } from './print.ts'
import type { ReportOptions } from './report-options.ts'
import { prepareReports, writeReports } from './reports.ts'

export async function merge(files: readonly string[], options: ReportOptions): Promise<void> {
  try {
    prepareReports(options)
    const result = mergeResults(files.map((file) => ({ file, text: readText(file) })))
    await writeReports(result, options)
    if (options.json) console.log(JSON.stringify(result))
    else printResult(result, Number.NaN)
    if (!result.passed) process.exitCode = EXIT_FAILURE
  } catch (error) {
    console.error(`meetkit: ${error instanceof Error ? error.message : error}`)
    process.exitCode = EXIT_USAGE
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`)
  }
}
