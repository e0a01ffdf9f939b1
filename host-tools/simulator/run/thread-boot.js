/** First file of a thread: makes it read TypeScript, and hands over to the file it is started for. */
import { register } from 'tsx/esm/api'

register()
await import(process.argv[2])
