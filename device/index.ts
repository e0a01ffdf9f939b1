/** What the firmware's bundles offer to a board's boot file and to the simulator. */
export { Kit } from './kit.ts'
