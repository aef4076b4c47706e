import { BrowserWindow, dialog } from 'electron'

/**
 * Asks the person, outside the page, before a profile's browser command is started: the page alone, or a profile that
 * came from elsewhere, cannot start a program. True only where they chose to.
 */
export async function confirmCommand(command: string): Promise<boolean> {
  const options = {
    type: 'warning' as const,
    buttons: ['Cancel', 'Start it'],
    defaultId: 0,
    cancelId: 0,
    title: 'Browser command',
    message: 'Start this program to open the sign-in?',
    detail: `${command}\n\nThe profile names it as its browser. It runs as you, with the address of the sign-in. You are asked once for each command, until the app quits.`,
    noLink: true,
  }
  const parent = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { response } = parent
    ? await dialog.showMessageBox(parent, options)
    : await dialog.showMessageBox(options)
  return response === 1
}
