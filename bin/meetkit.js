#!/usr/bin/env node
// Runs the TypeScript sources as they are; nothing has to be built before.
import { register } from 'tsx/esm/api'

register()
await import('../host-tools/cli/main.ts')
