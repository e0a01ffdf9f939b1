/** `npm run schema`: writes docs/scenario.schema.json anew. */
import { writeFileSync } from 'node:fs'
import { SCHEMA_FILE, scenarioJsonSchema } from './json-schema.ts'

writeFileSync(SCHEMA_FILE, scenarioJsonSchema())
