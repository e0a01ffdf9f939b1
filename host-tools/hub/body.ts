/** The body of a request, read no further than it may go. */
import type { HonoRequest } from 'hono'

/** Undefined when it is longer than `bytesMax`; what follows is then not read. */
export async function readBody(
  request: HonoRequest,
  bytesMax: number,
): Promise<Uint8Array | undefined> {
  const said = request.header('Content-Length')
  if (said !== undefined) {
    if (Number(said) > bytesMax) return undefined
    return new Uint8Array(await request.arrayBuffer())
  }
  const stream: ReadableStream<Uint8Array> | null = request.raw.body
  return stream === null ? new Uint8Array(0) : await readStream(stream, bytesMax)
}

/** Of a body sent in chunks nobody says the length before. */
async function readStream(
  stream: ReadableStream<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array | undefined> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value)
    length += next.value.length
    if (length <= bytesMax) continue
    await reader.cancel()
    return undefined
  }
  return new Uint8Array(Buffer.concat(chunks))
}
