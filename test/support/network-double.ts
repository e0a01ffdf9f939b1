/** A network that does what the test says, when it says so. */
import { type Network, NO_REPLY } from '../../device/platform/io.ts'

export interface Post {
  readonly url: string
  readonly contentType: string
  readonly body: Uint8Array
  reply(status: number, text: string): void
}

export class NetworkDouble implements Network {
  readonly posts: Post[] = []
  readonly timeRequests: ((utcMs: number) => void)[] = []
  /** Called for each post; by default nothing ever comes back. */
  onPost: (post: Post) => void = () => {}
  link: (up: boolean) => void = () => {}

  connect(onLink: (up: boolean) => void): void {
    this.link = onLink
  }

  requestTime(onTime: (utcMs: number) => void): void {
    this.timeRequests.push(onTime)
  }

  post(
    url: string,
    contentType: string,
    body: Uint8Array,
    length: number,
    onReply: (status: number, text: string) => void,
  ): void {
    const post = { url, contentType, body: body.slice(0, length), reply: onReply }
    this.posts.push(post)
    this.onPost(post)
  }
}

export const FAILED: [status: number, text: string] = [NO_REPLY, '']
