import { createHash } from 'node:crypto'

/** How long a copied secret stays, in milliseconds. */
export const secretStaysMs = 30_000

export type SecretClipboard = {
  /** What is no secret stays until the person copies something else. */
  readonly copy: (text: string) => void
  readonly copySecret: (text: string) => void
  /** Takes away a secret that is still there: at lock and at quit. */
  readonly clear: () => Promise<void>
}

/**
 * The one way to the clipboard. Of a secret only a hash is remembered, and it is taken away only while it is still what
 * lies there: what the person copied since is theirs.
 */
export function createSecretClipboard(deps: {
  /** Newer lines of Electron answer later. */
  readonly read: () => string | Promise<string>
  readonly write: (text: string) => void
  readonly empty: () => void
  /** Calls back once, later; the answer calls it off. */
  readonly later: (work: () => void, milliseconds: number) => () => void
}): SecretClipboard {
  let ours: { readonly hash: string; readonly callOff: () => void } | null = null
  const forget = () => {
    ours?.callOff()
    ours = null
  }
  const clear = async () => {
    const mine = ours
    if (mine === null) return
    const isOurs = hashOf(await deps.read()) === mine.hash
    // Something else may have been copied meanwhile.
    if (ours !== mine) return
    forget()
    if (isOurs) deps.empty()
  }
  return {
    copy: (text) => {
      forget()
      deps.write(text)
    },
    copySecret: (text) => {
      forget()
      deps.write(text)
      ours = { hash: hashOf(text), callOff: deps.later(() => void clear(), secretStaysMs) }
    },
    clear,
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
