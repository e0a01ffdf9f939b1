/** `meetkit simulate merge`: its options. */
import type { Command } from 'commander'
import { addReportOptions, type ReportOptions } from './report-options.ts'

export function addMergeCommand(simulate: Command): void {
  const command = simulate
    .command('merge')
    .description('Join the results of all shards of a run into one.')
    .argument('<files...>', 'what each shard printed with --json')
  addReportOptions(command).action(run)
}

async function run(files: readonly string[], _own: object, command: Command): Promise<void> {
  const { merge } = await import('./merge.ts')
  // Options of the same names belong to `simulate` as well, which takes them first.
  return merge(files, command.optsWithGlobals<ReportOptions>())
}
