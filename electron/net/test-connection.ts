import { type Connect, type Connection, createConnect } from './connection.ts'
import type { FetchLike } from './limited-fetch.ts'

/** The real network, without a proxy. */
export const testConnect: Connect = createConnect(async () => null)

/** A connection that answers as the test says. */
export function connectionBy(fetch: FetchLike): Connection {
  return { fetch, peer: () => null }
}

/** Nothing is reached. */
export const noConnect: Connect = () => connectionBy(() => Promise.reject(new TypeError('fetch failed')))
