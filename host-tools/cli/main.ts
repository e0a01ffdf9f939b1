/** Runs the command line. Exit codes stand in `exit-codes.ts` and in the README. */
import { CommanderError } from 'commander'
import { EXIT_FAILURE, EXIT_USAGE } from './exit-codes.ts'
import { surviveClosedOutput } from './interruption.ts'
import { buildProgram } from './program.ts'

surviveClosedOutput()
try {
  await buildProgram().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE
  else {
    console.error(`meetkit: ${error instanceof Error ? error.message : error}`)
    process.exitCode = EXIT_FAILURE
  }
}
