/** The entry of the provider's utility process. Nothing of Electron is imported: the port is all there is. */
import { startProvider } from './create-provider.ts'
import { type ParentPort, serveProvider } from './serve-provider.ts'

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort }
if (!parentPort) throw new Error('this file runs in a utility process')
serveProvider(parentPort, { start: startProvider, exit: () => process.exit(0) })
