/** `meetkit simulate merge`: joins what the shards of one run printed with `--json`. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { mergeResults } from '../../simulator/run/merge.ts'
import { EXIT_FAILURE, EXIT_USAGE } from '../exit-codes.ts'
import { printResult } from './print.ts'
import { addReportOptions, type ReportOptions, writeReports } from './reports.ts'

export function addMergeCommand(simulate: Command): void {
  const command = simulate
    .command('merge')
    .description('Join the results of all shards of a run into one.')
    .argument('<files...>', 'what each shard printed with --json')
  addReportOptions(command).action(merge)
}

async function merge(files: readonly string[], _own: object, command: Command): Promise<void> {
  // Options of the same names belong to `simulate` as well, which takes them first.
  const options = command.optsWithGlobals<ReportOptions>()
  try {
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
