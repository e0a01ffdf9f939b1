/** Finds a scenario by its path, or one that ships by its name, and reads it. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suggestion } from './format/complaint.ts'
import { checkMeaning } from './format/meaning.ts'
import { readScenario } from './format/read.ts'
import type { Text } from './format/values.ts'
import type { ScenarioSource } from './scenario.ts'

const SHIPPED = fileURLToPath(new URL('../scenarios/', import.meta.url))
const ENDING = '.yaml'

function shippedNames(): string[] {
  return readdirSync(SHIPPED)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => basename(name, ENDING))
    .sort()
}

/** Path of a scenario; throws an error that names the near one where there is none. */
function findScenario(name: string): string {
  if (existsSync(name)) return resolve(name)
  const shipped = join(SHIPPED, `${name}${ENDING}`)
  if (/^[a-z0-9-]+$/.test(name) && existsSync(shipped)) return shipped
  const near = suggestion(name, shippedNames()) || `; "meetkit simulate --list" shows what there is`
  throw new Error(`no scenario "${name}"${near}`)
}

/** Throws a ScenarioError, which has a line for each complaint. */
export function openScenarioFile(name: string): ScenarioSource {
  const path = findScenario(name)
  const read = readScenario(path)
  checkMeaning(path, read)
  return { file: read.file, folder: dirname(path) }
}

export function shippedTitles(): { name: string; title: Text }[] {
  return shippedNames().map((name) => ({ name, title: openScenarioFile(name).file.title }))
}
