/** docs/parts.md: the same table as a page. */
import { fileURLToPath } from 'node:url'
import { partLines, partRows } from './table.ts'

export const PAGE_FILE = fileURLToPath(new URL('../../docs/parts.md', import.meta.url))

const HEAD = `# Parts

What a kit can have, from the firmware's own descriptions: \`meetkit parts\` prints the same,
\`--json\` for machines. Ranges are those that the driver lets pass; accuracies are in the words of
the datasheets. Currents are those of a working part. Price classes for one piece: € up to 10 euros,
€€ up to 30, €€€ more. Readings in the warm-up do not count.
`

export function partsPage(): string {
  const [head, ...lines] = partLines(partRows(), 'en')
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const table = [row(head!), row(head!.map(() => '---')), ...lines.map(row)]
  return `${HEAD}\n${table.join('\n')}\n`
}
