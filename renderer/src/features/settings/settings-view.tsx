import { useEffect, useState } from 'react'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { VaultStatus } from '../../../../shared/vault-status.ts'
import { settle } from '../../bridge.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { type AppFacts, factRows, shortcuts } from './settings-facts.ts'
import styles from './settings-view.module.css'
import { VaultSection } from './vault-section.tsx'

type Facts =
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly facts: AppFacts }
  | { readonly kind: 'failed'; readonly message: string }

/** What is true of this installation: versions, where data lives, what seals it, and the shortcuts. */
export function SettingsView({
  bridge,
  vault,
}: {
  readonly bridge: Bridge
  readonly vault: VaultStatus | null
}) {
  const [facts, setFacts] = useState<Facts>({ kind: 'asking' })
  useEffect(() => {
    let wanted = true
    void settle(bridge['app.info']()).then((answer) => {
      if (!wanted) return
      setFacts(
        answer.ok
          ? { kind: 'known', facts: answer.value }
          : { kind: 'failed', message: answer.error.message },
      )
    })
    return () => {
      wanted = false
    }
  }, [bridge])
  return (
    <Pane label="Settings">
      <PaneBar title="Settings" level={1} />
      <PaneScroll>
        <div className={styles.page}>
          <section className={styles.section} aria-labelledby="settings-vault">
            <h2 id="settings-vault">Vault</h2>
            {vault ? (
              <VaultSection bridge={bridge} vault={vault} />
            ) : (
              <p className={styles.quiet}>Asking the main process</p>
            )}
          </section>
          <section className={styles.section} aria-labelledby="settings-app">
            <h2 id="settings-app">This installation</h2>
            {facts.kind === 'failed' && <InlineProblem title={facts.message} />}
            {facts.kind === 'asking' && <p className={styles.quiet}>Asking the main process</p>}
            {facts.kind === 'known' && (
              <dl className={styles.facts}>
                {factRows(facts.facts).map(({ name, value }) => (
                  <div key={name} className={styles.fact}>
                    <dt>{name}</dt>
                    <dd>
                      <code>{value}</code>
                      <CopyButton label={`Copy ${name.toLowerCase()}`} text={value} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </section>
          <section className={styles.section} aria-labelledby="settings-keys">
            <h2 id="settings-keys">Keyboard</h2>
            <dl className={styles.facts}>
              {shortcuts.map(({ does, keys }) => (
                <div key={does} className={styles.fact}>
                  <dt>{does}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <section className={styles.section} aria-labelledby="settings-look">
            <h2 id="settings-look">Appearance</h2>
            <p className={styles.quiet}>
              Light and dark, contrast and reduced motion follow the settings of the system.
            </p>
          </section>
        </div>
      </PaneScroll>
    </Pane>
  )
}
