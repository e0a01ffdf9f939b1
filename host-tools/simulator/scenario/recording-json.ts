/** openSenseMap's JSON export: see `recording-file.ts`. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { type Point, parseUtc, quantityByName, type Refuse, valueFault } from './recording.ts'

export function readOpenSenseMap(text: string, refuse: Refuse): Point[] {
  const at = locator(text)
  const fail = (offset: number, reason: string): never => {
    const place = at(offset)
    return refuse(place.line, place.column, reason)
  }
  const errors: ParseError[] = []
  const tree = parseTree(text, errors)
  const error = errors[0]
  if (error !== undefined) fail(error.offset, `not JSON: ${printParseErrorCode(error.error)}`)
  if (tree?.type !== 'array') return fail(0, 'expected an array of records')
  return (tree.children ?? []).flatMap((record) => readRecord(record, fail) ?? [])
}

function readRecord(
  record: Node,
  fail: (offset: number, reason: string) => never,
): Point | undefined {
  if (record.type !== 'object') return fail(record.offset, 'expected a record {...}')
  const fields = new Map<string, Node>()
  for (const property of record.children ?? []) {
    const [name, value] = property.children ?? []
    if (name !== undefined && value !== undefined) fields.set(String(name.value), value)
  }
  const need = (name: string): Node =>
    fields.get(name) ?? fail(record.offset, `field "${name}" is missing`)
  const kit = need('boxId')
  const time = need('createdAt')
  const value = need('value')
  const phenomenon = need('phenomenon')
  const utcMs = parseUtc(String(time.value))
  if (Number.isNaN(utcMs)) fail(time.offset, `not a time: ${JSON.stringify(time.value)}`)
  const quantity = quantityByName(String(phenomenon.value))
  if (quantity === undefined || value.type === 'null') return undefined
  const number = value.value === '' ? Number.NaN : Number(value.value)
  const fault = valueFault(quantity, number)
  if (fault !== undefined) fail(value.offset, fault)
  return { kit: String(kit.value), quantity, utcMs, value: number }
}

/** Turns offsets into lines and columns, both from 1. */
function locator(text: string): (offset: number) => { line: number; column: number } {
  return (offset) => {
    const before = text.slice(0, offset)
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
  }
}
