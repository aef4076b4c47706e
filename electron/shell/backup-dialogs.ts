import { BrowserWindow, dialog } from 'electron'

const filters = [{ name: 'Claimscope backup', extensions: ['claimscope-backup'] }]

/** Where the person wants the backup; null where they changed their mind. The window never learns a path. */
export async function chooseBackupTarget(): Promise<string | null> {
  const day = new Date().toISOString().slice(0, 10)
  const options = { title: 'Back up the vault', defaultPath: `vault-${day}.claimscope-backup`, filters }
  const parent = window()
  const { canceled, filePath } = parent
    ? await dialog.showSaveDialog(parent, options)
    : await dialog.showSaveDialog(options)
  return canceled || !filePath ? null : filePath
}

export async function chooseBackup(): Promise<string | null> {
  const options = {
    title: 'Restore a backup',
    filters: [...filters, { name: 'All files', extensions: ['*'] }],
    properties: ['openFile' as const],
  }
  const parent = window()
  const { canceled, filePaths } = parent
    ? await dialog.showOpenDialog(parent, options)
    : await dialog.showOpenDialog(options)
  return canceled ? null : (filePaths[0] ?? null)
}

function window(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
}
