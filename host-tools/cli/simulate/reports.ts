/** What a result is written to, besides the terminal. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { junitOf } from '../../simulator/run/junit.ts'
import type { ScenarioResult } from '../../simulator/run/result.ts'
import type { ReportOptions } from './report-options.ts'

/**
 * Makes sure, before a long run, that all it shall write can be written. Throws an error that names
 * the path.
 */
export function prepareReports({ junit, report }: ReportOptions, record?: string): void {
  for (const path of [junit, report]) {
    if (path === undefined) continue
    attempt(path, () => {
      makeFolder(dirname(path))
      const isNew = !existsSync(path)
      closeSync(openSync(path, 'a'))
      // A run that does not come to its end leaves no empty report.
      if (isNew) rmSync(path)
    })
  }
  if (record === undefined) return
  attempt(record, () => {
    makeFolder(record)
    accessSync(record, constants.W_OK)
  })
}

/** Step by step: Node's own way never comes to an end where a file system makes no folders. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

function attempt(path: string, action: () => void): void {
  try {
    action()
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new Error(`${path}: cannot be written: ${reason}`)
  }
}

export async function writeReports(result: ScenarioResult, options: ReportOptions): Promise<void> {
  if (options.junit !== undefined) writeFileSync(options.junit, junitOf(result))
  if (options.report === undefined) return
  const { reportPage } = await import('../../simulator/report/page.ts')
  writeFileSync(options.report, await reportPage(result))
}
