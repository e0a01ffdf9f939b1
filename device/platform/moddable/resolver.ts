/**
 * Names by the server that DHCP gave. Moddable's own resolver asks fixed public servers, which many
 * schools do not let through. The shape is that of ECMA-419's `dns` option.
 */
import 'system'

declare const System: {
  resolve(name: string, heard: (name: string, address: string | undefined) => void): void
}

interface Question {
  readonly host: string
  onResolved(host: string, address: string): void
  onError(error: Error): void
}

export class DhcpResolver {
  resolve(question: Question): void {
    System.resolve(question.host, (host, address) => {
      if (address === undefined) question.onError(new Error(`no such host ${host}`))
      else question.onResolved(host, address)
    })
  }

  close(): void {}
}
