/** Rooms of the firmware that are mutated, each with the folders of the tests beside it. */
export const ROOMS = {
  journal: { mutate: ['device/journal/*.ts'], tests: ['journal', 'mutation'] },
  delivery: { mutate: ['device/delivery/**/*.ts'], tests: ['delivery'] },
  payload: { mutate: ['device/payload/*.ts'], tests: ['payload'] },
}

const name = process.env.MEETKIT_ROOM ?? ''
if (name !== '' && ROOMS[name] === undefined)
  throw new Error(`no room '${name}': one of ${Object.keys(ROOMS).join(', ')}`)

/** The room that this process is about. */
export const room = { name, ...ROOMS[name] }
