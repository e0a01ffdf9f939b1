/**
 * Counts the typed arrays that a piece of code makes, by standing in for their constructors.
 * Plain objects cannot be counted from within Node; the engines' own counters watch those.
 */
const NAMES = [
  'Uint8Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'DataView',
  'ArrayBuffer',
] as const

export function countTypedArrays(work: () => void): number {
  let made = 0
  const originals = NAMES.map((name) => globalThis[name])
  for (const name of NAMES) {
    const counting = new Proxy(globalThis[name], {
      construct(target, args) {
        made++
        return Reflect.construct(target, args)
      },
    })
    Object.defineProperty(globalThis, name, { value: counting, configurable: true, writable: true })
  }
  try {
    work()
  } finally {
    NAMES.forEach((name, i) => {
      Object.defineProperty(globalThis, name, {
        value: originals[i],
        configurable: true,
        writable: true,
      })
    })
  }
  return made
}
