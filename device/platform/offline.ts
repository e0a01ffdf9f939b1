/** The network of a board that has none: the link never comes up. */
import { type Network, NO_REPLY } from './io.ts'

export class Offline implements Network {
  connect(): void {}

  requestTime(): void {}

  post(
    _url: string,
    _contentType: string,
    _body: Uint8Array,
    _length: number,
    onReply: (status: number, text: string) => void,
  ): void {
    onReply(NO_REPLY, '')
  }
}
