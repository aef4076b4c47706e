import { app } from 'electron'
import { appSchemes } from '../../shared/profile/app-scheme.ts'

/** Windows starts a registered program with the address as one more argument; what follows `--` is no option there. */
const extra = ['--']

/**
 * Makes the installed app the one that gets addresses of its schemes, and says whether it is. Only where somebody is
 * about to use one: the question alone starts a program on Linux. A development build registers nothing, because the
 * system would start a bare Electron.
 */
export function claimCallbackSchemes(): boolean {
  if (!app.isPackaged) return false
  return appSchemes
    .map((scheme) => {
      if (!isOurs(scheme)) app.setAsDefaultProtocolClient(scheme, process.execPath, extra)
      return isOurs(scheme)
    })
    .every((is) => is)
}

function isOurs(scheme: string): boolean {
  return app.isDefaultProtocolClient(scheme, process.execPath, extra)
}
