/** Espruino's texts of 8-bit characters. */
export function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

export function bytes(value: string): Uint8Array {
  return Uint8Array.from(value, (char) => char.charCodeAt(0))
}
