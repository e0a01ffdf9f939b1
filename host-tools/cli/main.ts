import { Command } from 'commander'

const program = new Command('meetkit')
await program.parseAsync()
