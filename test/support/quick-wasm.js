/**
 * Without this, V8 compiles the database a second time, for speed that no test lives long enough to
 * see: half a second of processor time in each suite that opens one.
 */
const { setFlagsFromString } = require('node:v8')

setFlagsFromString('--liftoff-only')
