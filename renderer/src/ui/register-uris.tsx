import type { ReactNode } from 'react'
import type { RedirectToRegister } from '../../../shared/oauth/redirect-to-register.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './register-uris.module.css'

/** What a person enters at the provider, each address with a button that copies it; below it what else is to be known. */
export function RegisterUris({
  redirect: { uris, anyPort },
  children,
}: {
  readonly redirect: RedirectToRegister
  readonly children?: ReactNode
}) {
  return (
    <div className={styles.card}>
      <p>
        {uris.length === 1
          ? 'Register this redirect URI with the provider'
          : 'Register these redirect URIs with the provider; they are tried in this order'}
      </p>
      <ul>
        {uris.map((uri) => (
          <li key={uri}>
            <code>{uri}</code>
            <CopyButton label={uris.length === 1 ? 'Copy the redirect URI' : `Copy ${uri}`} text={uri} />
          </li>
        ))}
      </ul>
      {anyPort && (
        <p>
          A free port is added at each run; the provider must allow any port on loopback. If yours does not,
          use a fixed port.
        </p>
      )}
      {children}
    </div>
  )
}
