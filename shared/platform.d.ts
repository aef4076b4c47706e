/**
 * What every runtime offers besides the language: Node, the browser and a worker all have these.
 * Declared here, and nothing else, so that `shared/` cannot reach for the DOM, the network or a clock.
 */
interface PlatformSearchParams extends Iterable<[string, string]> {
  get(name: string): string | null
  getAll(name: string): string[]
  has(name: string): boolean
  set(name: string, value: string): void
  append(name: string, value: string): void
  delete(name: string): void
  keys(): IterableIterator<string>
  entries(): IterableIterator<[string, string]>
  readonly size: number
  toString(): string
}
declare var URLSearchParams: { new (init?: string): PlatformSearchParams }
type URLSearchParams = PlatformSearchParams

interface PlatformUrl {
  href: string
  readonly origin: string
  protocol: string
  username: string
  password: string
  host: string
  hostname: string
  port: string
  pathname: string
  search: string
  hash: string
  readonly searchParams: PlatformSearchParams
  toString(): string
}
declare var URL: {
  new (url: string, base?: string): PlatformUrl
  canParse(url: string, base?: string): boolean
}
type URL = PlatformUrl

declare var TextDecoder: {
  new (
    label?: string,
    options?: { fatal?: boolean; ignoreBOM?: boolean },
  ): { decode(input: Uint8Array): string }
}
declare var TextEncoder: { new (): { encode(input: string): Uint8Array } }
/** Base64 to one character for each byte; throws for anything else. */
declare function atob(data: string): string
