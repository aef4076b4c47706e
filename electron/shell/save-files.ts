import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BrowserWindow, dialog } from 'electron'
import { AppError } from '../../shared/error.ts'

/**
 * Asks for a folder and writes files into it. One that is there already stays: the same text counts as written, another
 * is named in `kept`. Null where the person changed their mind.
 */
export async function saveTextFiles(
  files: readonly { readonly fileName: string; readonly text: string }[],
): Promise<{ readonly kept: readonly string[] } | null> {
  const options = { properties: ['openDirectory' as const, 'createDirectory' as const] }
  const parent = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { canceled, filePaths } = parent
    ? await dialog.showOpenDialog(parent, options)
    : await dialog.showOpenDialog(options)
  const [folder] = filePaths
  if (canceled || folder === undefined) return null
  const kept: string[] = []
  for (const { fileName, text } of files) {
    const path = join(folder, basename(fileName))
    try {
      await writeFile(path, text, { flag: 'wx', mode: 0o644 })
    } catch (error) {
      const code = String((error as { code?: unknown }).code ?? '')
      if (code !== 'EEXIST') {
        throw new AppError('ERR_FILE', `a file could not be written${code ? ` (${code})` : ''}`)
      }
      if ((await readFile(path, 'utf8').catch(() => null)) !== text) kept.push(basename(fileName))
    }
  }
  return { kept }
}
