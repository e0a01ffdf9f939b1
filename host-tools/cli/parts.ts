/** `meetkit parts`: what a kit can have. */
import type { Command } from 'commander'
import leven from 'leven'
import pc from 'picocolors'
import { EXIT_USAGE } from './exit-codes.ts'
import { say } from './language.ts'

interface PartsOptions {
  readonly json?: boolean
}

export function addPartsCommand(program: Command): void {
  program
    .command('parts')
    .description('List the parts that a kit can have: what they measure, how well, at what cost.')
    .argument('[part]', 'only this one')
    .option('--json', 'one array of JSON')
    .action(listParts)
}

async function listParts(name: string | undefined, options: PartsOptions): Promise<void> {
  const { partLines, partRows } = await import('../parts/table.ts')
  const all = partRows()
  const rows = all.filter(({ part }) => name === undefined || equal(part, name))
  if (rows.length === 0) {
    const near = nearest(name!, all)
    console.error(
      say(
        `meetkit: no part "${name}"; did you mean ${near}?`,
        `meetkit: er is geen onderdeel "${name}"; bedoelt u ${near}?`,
      ),
    )
    process.exitCode = EXIT_USAGE
    return
  }
  if (options.json) {
    console.log(JSON.stringify(rows, null, 2))
    return
  }
  const lines = partLines(rows, say('en', 'nl') as 'en' | 'nl')
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((cells) => cells[i]!.length)))
  for (const [i, cells] of lines.entries()) {
    const text = cells.map((cell, at) => cell.padEnd(widths[at]!)).join('  ')
    console.log(i === 0 ? pc.bold(text.trimEnd()) : text.trimEnd())
  }
}

const equal = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

function nearest(name: string, rows: readonly { readonly part: string }[]): string {
  const far = (part: string) => leven(part.toLowerCase(), name.toLowerCase())
  return rows.map(({ part }) => part).sort((a, b) => far(a) - far(b))[0]!
}
