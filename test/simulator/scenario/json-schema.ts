/** The published JSON Schema of scenario files, made of the schema that reads them. */
import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import { ScenarioFile } from '../../../host-tools/simulator/scenario/format/schema.ts'
import { Selection } from '../../../host-tools/simulator/scenario/format/selection.ts'
import {
  Duration,
  Moment,
  Percent,
  Share,
  Text,
} from '../../../host-tools/simulator/scenario/format/values.ts'

export const SCHEMA_FILE = join('docs', 'scenario.schema.json')

export function scenarioJsonSchema(): string {
  const schema = toJsonSchema(ScenarioFile, {
    typeMode: 'input',
    target: 'draft-2020-12',
    definitions: { Duration, Moment, Percent, Selection, Share, Text },
    // What a pattern or a range cannot say is said by `meetkit simulate`.
    errorMode: 'ignore',
  })
  const { $schema, ...rest } = schema
  const head = { $schema, title: 'A scenario of meetkit’s simulator' }
  return `${JSON.stringify({ ...head, ...rest }, null, 2)}\n`
}
