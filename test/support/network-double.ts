/** A network that does what the test says, when it says so. */
import { type Network, NO_REPLY, type OnReply } from '../../device/platform/io.ts'

export interface Post {
  readonly channel: number
  readonly method: string
  readonly url: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: Uint8Array
  reply(status: number, text: string, retryAfterS?: number): void
}

export class NetworkDouble implements Network {
  readonly posts: Post[] = []
  readonly timeRequests: ((utcMs: number) => void)[] = []
  /** Called for each request; by default nothing ever comes back. */
  onPost: (post: Post) => void = () => {}
  link: (up: boolean) => void = () => {}

  connect(onLink: (up: boolean) => void): void {
    this.link = onLink
  }

  requestTime(onTime: (utcMs: number) => void): void {
    this.timeRequests.push(onTime)
  }

  request(
    channel: number,
    method: string,
    url: string,
    headers: readonly string[],
    body: Uint8Array,
    length: number,
    onReply: OnReply,
  ): void {
    const reply = (status: number, text: string, retryAfterS = 0) =>
      onReply(status, text, retryAfterS)
    const post = { channel, method, url, headers: [...headers], body: body.slice(0, length), reply }
    this.posts.push(post)
    this.onPost(post)
  }
}

export const FAILED: [status: number, text: string] = [NO_REPLY, '']
