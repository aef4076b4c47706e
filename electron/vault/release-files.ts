import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Lets go of closed databases at once. libsql keeps a closed file open until its statements are collected,
 * and Windows does not rename a file that is open.
 */
export async function releaseFiles(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('globalThis.gc')
  if (typeof collect === 'function') collect()
  // Native memory is freed in a later turn of the event loop than the collection.
  await setImmediate()
}
