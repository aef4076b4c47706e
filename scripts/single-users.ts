// One file alone may touch each of these doors; prints every other file that does and ends with 1.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './runtime.ts'

const doors: readonly { readonly name: string; readonly pattern: RegExp; readonly file: string }[] = [
  { name: 'ipcMain', pattern: /\bipcMain\b/, file: 'electron/ipc/register.ts' },
  { name: 'ipcRenderer', pattern: /\bipcRenderer\b/, file: 'electron/preload.ts' },
  { name: 'safeStorage', pattern: /\bsafeStorage\b/, file: 'electron/vault/cipher.ts' },
  {
    name: 'shell.openExternal',
    pattern: /\bshell\.openExternal\b/,
    file: 'electron/shell/external-browser.ts',
  },
  {
    name: 'window.claimscope',
    pattern: /\bwindow\.claimscope\b|\bclaimscope:\s*Bridge\b/,
    file: 'renderer/src/bridge.ts',
  },
]

const sources = globSync('{electron,renderer,shared,cli}/**/*.{ts,tsx}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !/\.test\.tsx?$/.test(path))

let wrong = 0
for (const door of doors) {
  const users = sources.filter((path) =>
    door.pattern.test(withoutComments(readFileSync(join(root, path), 'utf8'))),
  )
  if (!users.includes(door.file)) {
    wrong += 1
    console.error(`${door.name}: ${door.file} does not use it any more; move this rule to the file that does`)
  }
  for (const user of users.filter((path) => path !== door.file)) {
    wrong += 1
    console.error(`${door.name}: only ${door.file} may use it, ${user} does too`)
  }
}
console.log(`${doors.length} doors, ${wrong} wrong users`)
process.exit(wrong === 0 ? 0 : 1)

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')
}
