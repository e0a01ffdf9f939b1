/** `npm run schema`: writes docs/scenario.schema.json and docs/parts.md anew. */
import { writeFileSync } from 'node:fs'
import { PAGE_FILE, partsPage } from '../../../host-tools/parts/page.ts'
import { SCHEMA_FILE, scenarioJsonSchema } from './json-schema.ts'

writeFileSync(SCHEMA_FILE, scenarioJsonSchema())
writeFileSync(PAGE_FILE, partsPage())
