import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A program that stands in for a browser: writes its arguments to `log`, one line a start, and runs until it is ended;
 * one that finds its profile in use hands over and leaves, as browsers do.
 */
export function writeTestBrowser(
  folder: string,
  name: string,
): { readonly program: string; readonly log: string } {
  mkdirSync(folder, { recursive: true })
  const log = join(folder, 'log')
  const program = join(folder, name)
  const script = `
const { appendFileSync, existsSync, writeFileSync } = require('node:fs')
const args = process.argv.slice(2)
appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n')
const profile = args.find((arg) => arg.startsWith('--user-data-dir='))?.slice(16)
if (profile === undefined) process.exit(0)
if (existsSync(profile + '/lock')) process.exit(0)
writeFileSync(profile + '/lock', String(process.pid))
appendFileSync(${JSON.stringify(log)}, 'ready\\n')
setInterval(() => undefined, 1000)
`
  writeFileSync(`${program}.cjs`, script)
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${program}.cjs" "$@"\n`)
  chmodSync(program, 0o755)
  return { program, log }
}
