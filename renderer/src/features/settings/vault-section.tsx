import { useEffect, useState } from 'react'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import { passphraseBackend } from '../../../../shared/passphrase.ts'
import type { VaultStatus } from '../../../../shared/vault-status.ts'
import { settle } from '../../bridge.ts'
import { Button } from '../../ui/button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Select } from '../../ui/select.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { describeVault } from '../../ui/vault-words.ts'
import { PassphraseAction, type Said } from './passphrase-action.tsx'
import styles from './settings-view.module.css'

/** The vault's state, and what a person can do with it as a whole. */
export function VaultSection({ bridge, vault }: { readonly bridge: Bridge; readonly vault: VaultStatus }) {
  const words = describeVault(vault)
  const notice = vault.kind === 'sealed' || vault.kind === 'memory' ? vault.notice : null
  return (
    <>
      <p className={styles.state}>
        <StatusIcon status={words.tone} label={null} />
        <strong>{words.short}</strong>
      </p>
      <p>{words.long}</p>
      {vault.kind === 'memory' && (
        <p className={styles.quiet}>
          Profiles and secrets live in memory until the app quits, unless you set a passphrase: then they are
          kept on disk, encrypted, and the passphrase opens them.
        </p>
      )}
      {vault.kind === 'refused' && (
        <p className={styles.quiet}>
          The file was left as it is. Until the app quits, profiles and secrets are kept in memory only.
        </p>
      )}
      {notice && <InlineProblem tone="warning" title={notice} />}
      {(vault.kind === 'sealed' || vault.kind === 'memory') && <Actions bridge={bridge} vault={vault} />}
    </>
  )
}

function Actions({
  bridge,
  vault,
}: {
  readonly bridge: Bridge
  readonly vault: Extract<VaultStatus, { kind: 'sealed' | 'memory' }>
}) {
  const isOpen = vault.kind === 'sealed'
  const byPassphrase = vault.backend === passphraseBackend
  return (
    <div className={styles.actions}>
      {isOpen && <LockAction bridge={bridge} />}
      <PassphraseAction
        title={byPassphrase ? 'Change the passphrase' : 'Set a passphrase'}
        text={
          byPassphrase
            ? 'The old one opens nothing any more afterwards.'
            : 'A passphrase alone opens the vault then, at every start and after every lock. It cannot be recovered.'
        }
        button={byPassphrase ? 'Change' : 'Set'}
        asks={byPassphrase ? ['current', 'next'] : ['next']}
        run={async ({ current, next }) =>
          said(await settle(bridge['vault.protect']({ ...(current ? { current } : {}), next })), () =>
            byPassphrase ? 'The passphrase was changed.' : 'The passphrase opens the vault now.',
          )
        }
      />
      {isOpen && byPassphrase && (
        <PassphraseAction
          title="Give up the passphrase"
          text="The operating system’s key store opens the vault again, where there is one."
          button="Give up"
          asks={['current']}
          run={async ({ current }) =>
            said(
              await settle(bridge['vault.protect']({ current, next: null })),
              () => 'The key store opens the vault now.',
            )
          }
        />
      )}
      {isOpen && (
        <>
          <PassphraseAction
            title="Back up"
            text="An encrypted file, opened by a passphrase of its own on any machine."
            button="Back up"
            asks={['next']}
            run={async ({ next }) =>
              said(await settle(bridge['vault.backUp']({ passphrase: next })), ({ saved }) =>
                saved ? 'The backup was written and read back.' : null,
              )
            }
          />
          <PassphraseAction
            title="New data key"
            text="Everything is sealed anew under another key, in one step."
            button="Rotate"
            asks={byPassphrase ? ['current'] : []}
            run={async ({ current }) =>
              said(
                await settle(bridge['vault.rotate'](byPassphrase ? { current } : {})),
                () => 'Everything was sealed anew.',
              )
            }
          />
        </>
      )}
      <PassphraseAction
        title="Restore a backup"
        text="All of it is proved right first; the vault as it is now is set aside, not deleted."
        button="Restore"
        asks={['passphrase']}
        run={async ({ passphrase }) =>
          said(await settle(bridge['vault.restore']({ passphrase })), ({ restored }) =>
            restored ? 'The backup is in place.' : null,
          )
        }
      />
    </div>
  )
}

const lockChoices = [
  { value: '1', label: '1 minute' },
  { value: '5', label: '5 minutes' },
  { value: '15', label: '15 minutes' },
  { value: '60', label: '1 hour' },
  { value: '0', label: 'never' },
] as const

function LockAction({ bridge }: { readonly bridge: Bridge }) {
  const [minutes, setMinutes] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    void settle(bridge['vault.settings']()).then((answer) => {
      if (wanted && answer.ok) setMinutes(String(answer.value.lockAfterMinutes))
    })
    return () => {
      wanted = false
    }
  }, [bridge])
  const change = async (value: string) => {
    const answer = await settle(bridge['vault.setLockAfter']({ lockAfterMinutes: Number(value) }))
    if (answer.ok) setMinutes(String(answer.value.lockAfterMinutes))
    setProblem(answer.ok ? null : answer.error.message)
  }
  const options = lockChoices.some(({ value }) => value === minutes)
    ? lockChoices
    : [...lockChoices, { value: minutes ?? '', label: `${minutes ?? ''} minutes` }]
  return (
    <div className={styles.action}>
      <div className={styles.actionHead}>
        <div>
          <h3>Lock</h3>
          <p className={styles.quiet}>
            Ends runs and drops every token and secret from memory. What is not saved is gone. It also locks
            when the machine sleeps or its screen is locked.
          </p>
        </div>
        <Button keys={['Mod', 'L']} onClick={() => void settle(bridge['vault.lock']())}>
          Lock now
        </Button>
      </div>
      {minutes !== null && (
        <div className={styles.inline}>
          <span>Lock when nobody touched the machine for</span>
          <Select
            options={options}
            value={minutes}
            aria-label="Lock after"
            onValueChange={(value) => void change(value)}
          />
        </div>
      )}
      {problem && <InlineProblem title={problem} />}
    </div>
  )
}

/** Null: the person changed their mind, and nothing is to be said. */
function said<T>(
  answer:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly message: string } },
  words: (value: T) => string | null,
): Said {
  if (!answer.ok) return { kind: 'failed', text: `${answer.error.message}` }
  const text = words(answer.value)
  return text === null ? { kind: 'nothing' } : { kind: 'done', text }
}
