import { BrowserWindow, dialog } from 'electron'

/**
 * Asks the person, outside the page, before faulty tokens go to a server: the page alone cannot say yes. Names the
 * host and the number of requests. True only where they chose to send.
 */
export async function confirmSending({
  host,
  count,
}: {
  readonly host: string
  readonly count: number
}): Promise<boolean> {
  const options = {
    type: 'warning' as const,
    buttons: ['Cancel', 'Send'],
    defaultId: 0,
    cancelId: 0,
    title: 'Send negative tokens',
    message: `Send ${count} requests to ${host}?`,
    detail:
      'Most of them carry faulty tokens, as an attacker would send. Only test servers that are yours, or that you were asked to test.',
    noLink: true,
  }
  const parent = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { response } = parent
    ? await dialog.showMessageBox(parent, options)
    : await dialog.showMessageBox(options)
  return response === 1
}
