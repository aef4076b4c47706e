import { Copy, Ellipsis, LogOut, RefreshCw, ScanSearch, Trash2, Undo2 } from 'lucide-react'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { TokenKind } from '../../../../shared/oauth/run.ts'
import { expiryText, tokenForm, tokenNames } from '../../../../shared/oauth/token-words.ts'
import type { Session } from '../../../../shared/session/session.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { Switch } from '../../ui/switch.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { SessionHistory } from './session-history.tsx'
import { standingOf, variantText } from './session-words.ts'
import type { CopiedText, SessionsState } from './sessions-store.ts'
import styles from './sessions-view.module.css'

type Props = {
  readonly session: Session
  readonly state: SessionsState
  readonly nowSeconds: number
  readonly actions: AppActions
}

/** One session: its tokens, what can be done with them, and what happened to them. */
export function SessionDetail({ session, state, nowSeconds, actions }: Props) {
  const standing = standingOf(session, nowSeconds)
  const variant = variantText(session)
  const refreshable = session.tokens.some(({ kind, revoked }) => kind === 'refresh_token' && !revoked)
  const copy = async (what: CopiedText, said: string) => {
    if (await state.copy(session.id, what)) actions.notify(said)
  }
  return (
    <Pane label="Session">
      <PaneBar
        title={plainText(session.profileName)}
        end={
          <>
            <Button
              variant="primary"
              icon={<RefreshCw size={13} aria-hidden />}
              disabled={!refreshable || session.busy}
              onClick={() => void state.refresh(session.id)}
            >
              {session.busy ? 'Working' : 'Refresh'}
            </Button>
            <Menu
              label="Copy the access token"
              trigger={<Button icon={<Copy size={13} aria-hidden />}>Copy</Button>}
              items={[
                {
                  id: 'token',
                  label: 'Access token',
                  onSelect: () => void copy('access_token', 'Access token copied'),
                },
                {
                  id: 'header',
                  label: 'As Authorization header',
                  onSelect: () => void copy('header', 'Header copied'),
                },
                { id: 'curl', label: 'As curl command', onSelect: () => void copy('curl', 'Command copied') },
              ]}
            />
            <Menu
              label="More for this session"
              trigger={<IconButton label="More for this session" icon={<Ellipsis size={16} aria-hidden />} />}
              items={[
                {
                  id: 'revoke',
                  label: 'Revoke its tokens',
                  icon: <Undo2 size={14} aria-hidden />,
                  disabled: session.busy || session.can?.revoke === false,
                  onSelect: () => void state.revoke(session.id),
                },
                {
                  id: 'logout',
                  label: 'Sign out in the browser',
                  icon: <LogOut size={14} aria-hidden />,
                  disabled: session.busy || session.can?.logout === false,
                  onSelect: () => void state.logout(session.id),
                },
                {
                  id: 'forget',
                  label: 'Forget',
                  icon: <Trash2 size={14} aria-hidden />,
                  danger: true,
                  separated: true,
                  onSelect: () => void forget(session, state, actions),
                },
              ]}
            />
          </>
        }
      >
        {variant !== '' && <Chip>{plainText(variant)}</Chip>}
      </PaneBar>
      <PaneScroll>
        <div className={styles.page}>
          {state.problem && (
            <InlineProblem
              title="That could not be done"
              actions={
                <Button variant="ghost" onClick={state.dismissProblem}>
                  Dismiss
                </Button>
              }
            >
              {state.problem.message}
            </InlineProblem>
          )}
          <p className={styles.big}>
            <StatusIcon status={standing.status} label={null} size={16} />
            Access token {standing.text}
          </p>
          <dl className={styles.facts}>
            <Fact label="Issuer" value={session.issuer} />
            <Fact label="Client ID" value={session.clientId} />
            <Fact label="Scope" value={session.scope === '' ? 'none asked for' : session.scope} />
          </dl>
          <section className={styles.block}>
            <h3>Tokens</h3>
            <ul className={styles.tokens} aria-label="Tokens of this session">
              {session.tokens.map((token) => (
                <li key={token.kind}>
                  <span className={styles.tokenName}>{tokenNames[token.kind]}</span>
                  <span className={styles.tokenFacts}>
                    {[tokenForm(token), token.revoked ? 'revoked' : expiryText(token, nowSeconds)]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                  <Button
                    icon={<ScanSearch size={14} aria-hidden />}
                    aria-label={`Inspect the ${tokenNames[token.kind]}`}
                    onClick={() => void inspect(session, token.kind, state, actions)}
                  >
                    Inspect
                  </Button>
                  <IconButton
                    label={`Copy the ${tokenNames[token.kind]}`}
                    icon={<Copy size={14} aria-hidden />}
                    onClick={() => void copy(token.kind, `${tokenNames[token.kind]} copied`)}
                  />
                </li>
              ))}
            </ul>
          </section>
          <section className={styles.block}>
            <h3>Keeping</h3>
            <label className={styles.option} htmlFor={`${session.id}-auto`}>
              <Switch
                id={`${session.id}-auto`}
                checked={session.autoRefresh}
                disabled={!refreshable}
                onChange={(event) => void state.setAutoRefresh(session.id, event.target.checked)}
              />
              <span>
                Refresh by itself
                <small>
                  {refreshable
                    ? 'A minute before the access token ends, as long as the app runs. It stops at the first refusal.'
                    : 'There is no refresh token to do it with.'}
                </small>
              </span>
            </label>
            <label className={styles.option} htmlFor={`${session.id}-keep`}>
              <Switch
                id={`${session.id}-keep`}
                checked={session.isKept}
                disabled={!session.isKept && session.keepProblem !== null}
                onChange={(event) => void state.setKept(session.id, event.target.checked)}
              />
              <span>
                Keep in the vault
                <small>
                  {session.keepProblem !== null && !session.isKept
                    ? session.keepProblem
                    : session.isKept
                      ? 'Its tokens are on disk, encrypted, and are there after a restart.'
                      : 'Otherwise it is in memory and gone when the app quits.'}
                </small>
              </span>
            </label>
          </section>
          <SessionHistory session={session} />
        </div>
      </PaneScroll>
    </Pane>
  )
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <VisibleText text={value} />
      </dd>
    </div>
  )
}

async function inspect(
  session: Session,
  kind: TokenKind,
  state: SessionsState,
  actions: AppActions,
): Promise<void> {
  const handed = await state.token(session.id, kind)
  if (handed === null) return
  const { token, iss, aud, nonce, as, context } = handed
  actions.openInInspect({
    token,
    ...(iss === undefined ? {} : { iss }),
    ...(aud === undefined ? {} : { aud }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(as === undefined ? {} : { as }),
    ...(context === undefined ? {} : { context }),
    from: `${tokenNames[kind]} from “${session.profileName}”`,
  })
}

async function forget(session: Session, state: SessionsState, actions: AppActions): Promise<void> {
  if (!(await state.forget(session.id))) return
  actions.notify(`The session of “${plainText(session.profileName)}” is forgotten`, {
    run: () => void state.restore(session.id),
  })
}
