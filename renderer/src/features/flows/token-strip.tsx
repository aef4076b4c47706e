import { Copy, Ear, Ellipsis, FlaskConical, LogOut, ScanSearch, Send, TextSearch, Undo2 } from 'lucide-react'
import type { ReceivedToken, Run, TokenKind } from '../../../../shared/oauth/run.ts'
import { expiryText, tokenForm, tokenNames } from '../../../../shared/oauth/token-words.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { tokenStanding } from './token-standing.ts'
import styles from './token-strip.module.css'

export type TokenActions = {
  readonly onInspect: (kind: TokenKind, untrusted?: true) => void
  readonly onCopy: (kind: TokenKind, untrusted?: true) => void
  readonly onIntrospect: (kind: 'access_token' | 'refresh_token') => void
  readonly onLogout: () => void
  readonly onCallApi: () => void
  readonly onReceiveLogouts: () => void
  readonly onWhatIf: () => void
  readonly onRevoke: (kind: 'access_token' | 'refresh_token') => void
}

/** The tokens that came, each with what was proved about it. Their text is not in the window. */
export function TokenStrip({
  run,
  isKept,
  nowSeconds,
  actions,
}: {
  readonly run: Run
  /** Only what was found out about them is still there. */
  readonly isKept: boolean
  readonly nowSeconds: number
  readonly actions: TokenActions
}) {
  if (run.tokens.length === 0) return null
  return (
    <ul className={styles.strip} aria-label="Tokens received">
      {run.tokens.map((token) => (
        <TokenCard
          key={`${token.kind}${token.untrusted ? ' refused' : ''}`}
          run={run}
          token={token}
          isKept={isKept}
          nowSeconds={nowSeconds}
          actions={actions}
        />
      ))}
    </ul>
  )
}

function TokenCard({
  run,
  token,
  isKept,
  nowSeconds,
  actions,
}: {
  readonly run: Run
  readonly token: ReceivedToken
  readonly isKept: boolean
  readonly nowSeconds: number
  readonly actions: TokenActions
}) {
  const name = token.untrusted ? `${tokenNames[token.kind]}, refused` : tokenNames[token.kind]
  const standing = tokenStanding(run, token)
  const expiry = expiryText(token, nowSeconds)
  const expired = expiry !== null && token.expiresAt !== null && token.expiresAt <= nowSeconds
  return (
    <li className={styles.token}>
      <h3 className={styles.name}>
        <StatusIcon status={standing.status} label={null} size={14} />
        {name}
      </h3>
      <p className={styles.facts} title={`${token.characters} characters`}>
        <span className={classNames(styles.standing, styles[standing.status])} title={standing.why}>
          {standing.text}
        </span>
        {' · '}
        {tokenForm(token)}
        {expiry !== null && (
          <>
            {' · '}
            <span className={expired ? styles.expired : undefined}>{expiry}</span>
          </>
        )}
      </p>
      {!isKept && (
        <div className={styles.actions}>
          <Button
            icon={<ScanSearch size={14} aria-hidden />}
            aria-label={`Open in Inspect: ${name}`}
            onClick={() => actions.onInspect(token.kind, token.untrusted)}
          >
            Inspect
          </Button>
          <Menu
            label={`More for the ${name}`}
            trigger={<IconButton label={`More for the ${name}`} icon={<Ellipsis size={16} aria-hidden />} />}
            items={menuItems(run, token, actions)}
          />
        </div>
      )}
    </li>
  )
}

function menuItems(run: Run, token: ReceivedToken, actions: TokenActions): readonly MenuItem[] {
  const { kind } = token
  const copy: MenuItem = {
    id: 'copy',
    label: 'Copy the token',
    icon: <Copy size={14} aria-hidden />,
    onSelect: () => actions.onCopy(kind, token.untrusted),
  }
  if (token.untrusted) return [copy]
  if (kind === 'id_token') {
    return [
      copy,
      {
        id: 'logout',
        label: run.can.logout ? 'Sign out at the provider' : 'Sign out (not offered here)',
        icon: <LogOut size={14} aria-hidden />,
        separated: true,
        disabled: !run.can.logout || run.busy !== null,
        onSelect: actions.onLogout,
      },
      {
        id: 'receiver',
        label: 'Receive logouts…',
        icon: <Ear size={14} aria-hidden />,
        onSelect: actions.onReceiveLogouts,
      },
    ]
  }
  const call: MenuItem = {
    id: 'api',
    label: 'Call an API with it…',
    icon: <Send size={14} aria-hidden />,
    separated: true,
    disabled: !run.can.api,
    onSelect: actions.onCallApi,
  }
  return [
    copy,
    ...(kind === 'access_token' ? [call] : [testReuse(actions)]),
    {
      id: 'introspect',
      label: run.can.introspect ? 'Introspect' : 'Introspect (not offered here)',
      icon: <TextSearch size={14} aria-hidden />,
      disabled: !run.can.introspect || run.busy !== null,
      onSelect: () => actions.onIntrospect(kind),
    },
    {
      id: 'revoke',
      label: token.revoked ? 'Revoked already' : run.can.revoke ? 'Revoke' : 'Revoke (not offered here)',
      icon: <Undo2 size={14} aria-hidden />,
      danger: true,
      separated: true,
      disabled: token.revoked || !run.can.revoke || run.busy !== null,
      onSelect: () => actions.onRevoke(kind),
    },
  ]
}

/** Rotation and reuse are tried on a session made for it: reuse may end every token of this one (RFC 9700 §4.14.2). */
function testReuse(actions: TokenActions): MenuItem {
  return {
    id: 'what-if',
    label: 'Test rotation and reuse in What if…',
    icon: <FlaskConical size={14} aria-hidden />,
    separated: true,
    onSelect: actions.onWhatIf,
  }
}
