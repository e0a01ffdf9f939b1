/** A history in words. */
import type { Cut, Way } from './cut.ts'
import { parse, type Step } from './step.ts'

const WAYS: Record<Way, string> = {
  n: 'between two words',
  t: 'in the word: some bits have fallen, some are unstable',
  g: 'in the word: nothing shows',
  u: 'in the word: all is unstable',
  c: 'in the word: it looks complete, and is unstable',
  T: 'some bits have changed, some are unstable',
  G: 'nothing shows, and nothing can be relied on',
  U: 'all is unstable',
  C: 'it looks complete, and is unstable',
  E: 'it looks complete, and nothing can be relied on',
  P: 'one part is done',
}

function cutInWords({ op, way, word, seed }: Cut): string {
  return `; the power fails in write or erase ${op} of it, at word ${word}, ${WAYS[way]} (${seed})`
}

function inWords({ kind, count, target }: Step): string {
  const words: Record<Step['kind'], string> = {
    a: `append ${count} bytes`,
    b: `append the record of the boot, ${count + 2} bytes`,
    t: 'tidy',
    r: 'boot',
    d: `deliver up to ${count} records to target ${target}`,
    g: `target ${target} refuses its next record`,
    s: `send up to ${count} records to target ${target}`,
    k: `target ${target} acknowledges up to ${count} of what was sent`,
    x: `the region is littered (${count})`,
  }
  return words[kind]
}

/** One line for each step; equal ones that follow each other are one. */
export function describe(history: string): string {
  const lines: string[] = []
  const counts: number[] = []
  for (const step of parse(history)) {
    const line = inWords(step) + (step.cut ? cutInWords(step.cut) : '')
    if (lines.at(-1) === line) counts[lines.length - 1]!++
    else {
      lines.push(line)
      counts.push(1)
    }
  }
  return lines
    .map((line, i) => `  ${i + 1}. ${line}${counts[i]! > 1 ? `, ${counts[i]} times` : ''}`)
    .join('\n')
}
