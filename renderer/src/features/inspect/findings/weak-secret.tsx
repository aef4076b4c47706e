import { useEffect } from 'react'
import { Button } from '../../../ui/button.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import styles from './findings.module.css'
import type { FindingsState } from './findings-store.ts'

/** A secret on the screen is hidden again by itself. */
const shownFor = 30_000

/** Tries common secrets on a token with an HMAC: only when asked, with an honest answer. */
export function WeakSecret({ token, state }: { readonly token: string; readonly state: FindingsState }) {
  const search =
    state.search.kind === 'idle' || state.search.token !== token ? ({ kind: 'idle' } as const) : state.search
  const revealed = search.kind === 'found' ? search.revealed : null
  const { hide } = state
  useEffect(() => {
    if (revealed === null) return
    const timer = setTimeout(hide, shownFor)
    return () => clearTimeout(timer)
  }, [revealed, hide])
  switch (search.kind) {
    case 'idle':
      return (
        <div className={styles.secret}>
          <p>
            The token has a MAC, so its strength is that of the secret. Common secrets can be tried on it,
            here on this machine.
          </p>
          <Button onClick={() => void state.trySecrets(token)}>Try common secrets</Button>
        </div>
      )
    case 'running':
      return (
        <div className={styles.secret} role="status">
          <p>
            Trying common secrets: {count(search.tried)}
            {search.total === null ? '' : ` of ${count(search.total)}`}
          </p>
          <Button onClick={state.cancelSearch}>Cancel</Button>
        </div>
      )
    case 'not_found':
      return (
        <div className={styles.secret} role="status">
          <p>Not among the {count(search.total)} secrets tried. That is no proof that it is strong.</p>
        </div>
      )
    case 'failed':
      return (
        <div className={styles.guess}>
          <InlineProblem tone="warning" title="Common secrets were not tried">
            {search.error.message}
          </InlineProblem>
        </div>
      )
    case 'found':
      return (
        <div className={styles.guess}>
          <InlineProblem
            title="The secret was guessed"
            actions={
              revealed === null ? (
                <Button onClick={() => void state.reveal()}>Reveal</Button>
              ) : (
                <Button onClick={hide}>Hide</Button>
              )
            }
          >
            It is{' '}
            <code>
              <VisibleText text={revealed ?? search.found.masked} />
            </code>
            , {search.found.how}. Whoever tries the same can sign tokens of their own: replace it by random
            bytes.
          </InlineProblem>
        </div>
      )
  }
}

function count(number: number): string {
  return number.toLocaleString('en')
}
