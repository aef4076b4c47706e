import { ChevronDown, CircleUserRound, ExternalLink, RefreshCw, Undo2 } from 'lucide-react'
import type { RunChange } from '../../../../shared/oauth/find-remedies.ts'
import type { Run } from '../../../../shared/oauth/run.ts'
import { summariseRun } from '../../../../shared/oauth/summarise-run.ts'
import { tokenNames } from '../../../../shared/oauth/token-words.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { type IconStatus, StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { ExportMenu } from './export-menu.tsx'
import { followUpReasons } from './follow-up-reasons.ts'
import styles from './run-header.module.css'
import { isUnderWay, progressText, timingText } from './run-progress.ts'
import { countdownText } from './step-text.ts'

export type RunActions = {
  readonly onRemedy: (change: RunChange) => void
  readonly onCancel: () => void
  readonly onOpenAgain: () => void
  readonly onCopyLink: () => Promise<boolean>
  readonly onPaste: (url: string) => Promise<string | null>
  readonly appVersion: () => Promise<string>
  readonly onSaid: (message: string) => void
  readonly onRefresh: () => void
  readonly onUserinfo: () => void
  readonly onRevoke: (kind: 'access_token' | 'refresh_token') => void
}

const icons: Readonly<Record<'pass' | 'fail' | 'none' | 'info', IconStatus>> = {
  pass: 'pass',
  fail: 'fail',
  none: 'not_checked',
  info: 'info',
}

/** What became of the run in one line; while it waits, for what and how long. */
export function RunHeader({
  run,
  isKept,
  nowMs,
  actions,
}: {
  readonly run: Run
  readonly isKept: boolean
  readonly nowMs: number
  readonly actions: RunActions
}) {
  const summary = summariseRun(run)
  return (
    <header className={styles.header}>
      <StatusIcon status={icons[summary.tone]} label={null} size={18} />
      <div className={styles.what}>
        <h2 className={styles.title}>{summary.title}</h2>
        <span className={styles.sub} title={run.profileName}>
          <Aside run={run} nowMs={nowMs} />
          {isKept && ' · kept; the tokens of this run are gone'}
        </span>
      </div>
      <div className={styles.actions}>
        {!isKept && <Actions run={run} actions={actions} />}
        {!isUnderWay(run) && <ExportMenu run={run} appVersion={actions.appVersion} onSaid={actions.onSaid} />}
      </div>
      <span className="visually-hidden" aria-live="polite">
        {progressText(run).replace(/\.$/, '')}.{' '}
        {run.phase.kind === 'done' && run.busy === null ? summary.title : ''}
      </span>
    </header>
  )
}

function Aside({ run, nowMs }: { readonly run: Run; readonly nowMs: number }) {
  if (run.phase.kind === 'waiting') {
    return (
      <>
        <VisibleText text={run.profileName} /> ·{' '}
        <span role="timer" aria-label="Time left to sign in" className={styles.timer}>
          {countdownText(run.phase, nowMs)}
        </span>{' '}
        left to sign in
      </>
    )
  }
  const timing = timingText(run)
  return (
    <>
      <VisibleText text={run.profileName} />
      {timing !== null && ` · ${timing}`}
      {run.change !== undefined && (
        <>
          {' · for this run '}
          <VisibleText text={changeText(run.change)} />
        </>
      )}
    </>
  )
}

/** By wire names, as the profile shows them. */
function changeText(change: RunChange): string {
  return Object.entries(change)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function Actions({ run, actions }: { readonly run: Run; readonly actions: RunActions }) {
  switch (run.phase.kind) {
    case 'waiting':
      // With a code to enter, the address stands beside it.
      if (run.phase.device || run.phase.backchannel) return <Button onClick={actions.onCancel}>Cancel</Button>
      return (
        <>
          <Button icon={<ExternalLink size={14} aria-hidden />} onClick={actions.onOpenAgain}>
            Open again
          </Button>
          <CopyButton label="Copy the link to the sign-in page" copy={actions.onCopyLink}>
            Copy link
          </CopyButton>
          <Button onClick={actions.onCancel}>Cancel</Button>
        </>
      )
    case 'preparing':
    case 'exchanging':
      return <Button onClick={actions.onCancel}>Cancel</Button>
    case 'done':
      return <FollowUps run={run} actions={actions} />
    default:
      return null
  }
}

/** What can be asked of the provider with the tokens that came. */
function FollowUps({ run, actions }: { readonly run: Run; readonly actions: RunActions }) {
  const reasons = followUpReasons(run)
  const busy = run.busy !== null
  return (
    <>
      {busy && <span className={styles.busy}>{progressText(run)}…</span>}
      {run.busy === 'logout' && <Button onClick={actions.onCancel}>Do not wait</Button>}
      <Button
        icon={<RefreshCw size={14} aria-hidden />}
        disabled={reasons.refresh !== null || busy}
        title={reasons.refresh ?? undefined}
        onClick={actions.onRefresh}
      >
        Refresh
      </Button>
      <Button
        icon={<CircleUserRound size={14} aria-hidden />}
        disabled={reasons.userinfo !== null || busy}
        title={reasons.userinfo ?? undefined}
        onClick={actions.onUserinfo}
      >
        Userinfo
      </Button>
      <Menu
        label="Revoke a token"
        trigger={
          <Button
            variant="danger"
            icon={<Undo2 size={14} aria-hidden />}
            disabled={reasons.revoke !== null || busy}
            title={reasons.revoke ?? undefined}
          >
            Revoke
            <ChevronDown size={13} aria-hidden />
          </Button>
        }
        items={run.tokens.flatMap(({ kind, revoked, untrusted }) =>
          kind === 'id_token' || untrusted
            ? []
            : [
                {
                  id: kind,
                  label: revoked
                    ? `${tokenNames[kind]} (revoked already)`
                    : `Revoke the ${tokenNames[kind].toLowerCase()}`,
                  danger: true,
                  disabled: revoked,
                  onSelect: () => actions.onRevoke(kind),
                },
              ],
        )}
      />
    </>
  )
}
