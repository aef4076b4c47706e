import { writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { BrowserWindow, dialog } from 'electron'
import { AppError } from '../../shared/error.ts'

const kinds: Readonly<Record<string, string>> = {
  '.csv': 'Comma-separated values',
  '.crt': 'Certificate',
  '.har': 'HTTP archive',
  '.json': 'JSON',
  '.jwe': 'Encrypted profiles',
  '.md': 'Markdown',
  '.sarif': 'SARIF',
  '.xml': 'XML',
  '.txt': 'Text',
}

/**
 * Asks the person where to save a text and writes it there. Only the dialog decides on the path: the window suggests a
 * name and never learns where the file is. Answers false where the person changed their mind.
 */
export async function saveTextFile(suggestedName: string, text: string): Promise<boolean> {
  const extension = extname(suggestedName).toLowerCase()
  const options = {
    // A name from the window is a name, never a way into another folder.
    defaultPath: basename(suggestedName),
    filters: [
      ...(kinds[extension] ? [{ name: kinds[extension], extensions: [extension.slice(1)] }] : []),
      { name: 'All files', extensions: ['*'] },
    ],
  }
  const parent = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { canceled, filePath } = parent
    ? await dialog.showSaveDialog(parent, options)
    : await dialog.showSaveDialog(options)
  if (canceled || !filePath) return false
  try {
    // What tokens say is nobody else's business on a shared machine.
    await writeFile(filePath, text, { mode: 0o600 })
    return true
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    throw new AppError('ERR_FILE', `the file could not be written${code ? ` (${code})` : ''}`)
  }
}
