import { BrowserWindow, dialog } from 'electron'

/**
 * Asks the person, outside the page, before faulty tokens go to a server: the page alone cannot say yes. Names the
 * host and the number of requests. True only where they chose to send.
 */
export function confirmSending({ host, count }: { readonly host: string; readonly count: number }) {
  return confirm({
    yes: 'Send',
    title: 'Send negative tokens',
    message: `Send ${count} requests to ${host}?`,
    detail: 'Most of them carry faulty tokens, as an attacker would send.',
  })
}

/** The same before faulty requests go to an authorization server. */
export function confirmTrying({ host, count }: { readonly host: string; readonly count: number }) {
  return confirm({
    yes: 'Try them',
    title: 'What if',
    message: `Try ${count === 1 ? 'one case' : `${count} cases`} at ${host}?`,
    detail:
      'They do what an attacker would do: codes and refresh tokens are used twice, and tokens that come of it are revoked.',
  })
}

async function confirm(asked: {
  readonly yes: string
  readonly title: string
  readonly message: string
  readonly detail: string
}): Promise<boolean> {
  const options = {
    type: 'warning' as const,
    buttons: ['Cancel', asked.yes],
    defaultId: 0,
    cancelId: 0,
    title: asked.title,
    message: asked.message,
    detail: `${asked.detail} Only test servers that are yours, or that you were asked to test.`,
    noLink: true,
  }
  const parent = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { response } = parent
    ? await dialog.showMessageBox(parent, options)
    : await dialog.showMessageBox(options)
  return response === 1
}
