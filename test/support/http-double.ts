/** An HTTP server that notes what comes and answers as a test says. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** `number` counts the posts that came before. */
type OnPost = (response: ServerResponse, number: number, asked: Asked) => void

export class HttpDouble {
  readonly posts: Asked[] = []
  private readonly server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece) => pieces.push(piece))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const asked = { method, path, headers, body: Buffer.concat(pieces) }
      if (method !== 'POST') response.writeHead(404).end()
      else this.onPost(response, this.posts.push(asked) - 1, asked)
    })
  })
  private readonly onPost: OnPost

  private constructor(onPost: OnPost) {
    this.onPost = onPost
  }

  static async start(onPost: OnPost): Promise<HttpDouble> {
    const double = new HttpDouble(onPost)
    await new Promise<void>((resolve) => double.server.listen(0, '127.0.0.1', resolve))
    return double
  }

  /** Without a slash at its end. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve())
      this.server.closeAllConnections()
    })
  }
}
