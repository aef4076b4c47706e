import { ScanSearch } from 'lucide-react'
import type { Exchange } from '../../../../shared/oauth/run.ts'
import { findTravelledTokens, type TravelledToken } from '../../../../shared/oauth/travelled-tokens.ts'
import { Button } from '../../ui/button.tsx'
import { indentJson } from '../../ui/read-exchange.ts'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './decoded-tokens.module.css'

const kinds: Readonly<Record<string, string>> = {
  id_token: 'ID token',
  id_token_hint: 'ID token as a hint',
  access_token: 'Access token',
  authorization: 'Access token',
  refresh_token: 'Refresh token',
  client_assertion: 'Client assertion',
  assertion: 'Assertion',
  request: 'Request object',
  response: 'Signed authorization response',
  dpop: 'DPoP proof',
  logout_token: 'Logout token',
  token: 'Token',
}

/** The JWTs of an exchange, decoded; their signatures are not checked here. */
export function DecodedTokens({
  original,
  onInspect,
}: {
  readonly original: Exchange | null
  readonly onInspect: (token: string, name: string) => void
}) {
  if (original === null) return <p className={styles.note}>Asking the main process</p>
  const found = findTravelledTokens(original)
  if (found.length === 0)
    return <p className={styles.note}>No token can be read in what was kept of this exchange.</p>
  return (
    <>
      <p className={styles.note}>Decoded, not verified: the checks of the run and Inspect say what holds.</p>
      {found.map((each) => (
        <Token key={each.token} found={each} onInspect={onInspect} />
      ))}
    </>
  )
}

function Token({
  found: { where, name, token, header, claims },
  onInspect,
}: {
  readonly found: TravelledToken
  readonly onInspect: (token: string, name: string) => void
}) {
  const kind = kinds[name.toLowerCase()] ?? (name === '' ? 'The whole body' : name)
  return (
    <section className={styles.token} aria-label={kind}>
      <div className={styles.head}>
        <h4>
          <VisibleText text={kind} />
        </h4>
        <span className={styles.where}>
          {where === 'request' ? 'in the request' : 'in the answer'}
          {name !== '' && (
            <>
              {' · '}
              <code>
                <VisibleText text={name} />
              </code>
            </>
          )}
        </span>
        <Button icon={<ScanSearch size={14} aria-hidden />} onClick={() => onInspect(token, kind)}>
          Open in Inspect
        </Button>
      </div>
      <Json title="Header" text={header} />
      {claims === null ? (
        <p className={styles.note}>
          {token.split('.').length === 5 ? 'The content is encrypted.' : 'The content is no JSON object.'}
        </p>
      ) : (
        <Json title="Claims" text={claims} />
      )}
    </section>
  )
}

function Json({ title, text }: { readonly title: string; readonly text: string | null }) {
  if (text === null) return null
  return (
    <div className={styles.part}>
      <h5>{title}</h5>
      <pre>
        <VisibleText text={indentJson(text) ?? text} />
      </pre>
    </div>
  )
}
