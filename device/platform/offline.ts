/** The network of a board that has none: the link never comes up. */
import { type Network, NO_REPLY, type OnReply } from './io.ts'

export class Offline implements Network {
  connect(): void {}

  requestTime(): void {}

  request(
    _channel: number,
    _method: string,
    _url: string,
    _headers: readonly string[],
    _body: Uint8Array,
    _length: number,
    onReply: OnReply,
  ): void {
    onReply(NO_REPLY, '', 0)
  }
}
