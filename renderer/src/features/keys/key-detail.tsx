import { Ellipsis, Save, Trash2 } from 'lucide-react'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { CertificateTables } from './certificate-table.tsx'
import { FactTable } from './fact-table.tsx'
import { FactText } from './fact-text.tsx'
import { ImportNotice } from './import-notice.tsx'
import { KeyNames } from './key-names.tsx'
import type { KeysState } from './keys-state.ts'
import type { KeysActions } from './keys-store.ts'
import styles from './keys-view.module.css'
import { PrivateForms } from './private-forms.tsx'
import { PublicForms } from './public-forms.tsx'
import { VaultNotice } from './vault-notice.tsx'

/** One key: what it is, its thumbprints, its public forms, and its private half behind a reveal. */
export function KeyDetail({
  record,
  state,
  now,
  onDelete,
}: {
  readonly record: KeyRecord
  readonly state: KeysState & KeysActions
  readonly now: () => number
  readonly onDelete: () => void
}) {
  const { description } = state
  const nowSeconds = Math.floor(now() / 1000)
  const isSecret = record.kty === 'oct'
  const sealed = state.vault?.kind === 'sealed'
  return (
    <Pane label="Key">
      <PaneBar
        title={plainText(record.name)}
        end={
          <>
            {record.keptIn === 'memory' && sealed && (
              <Button
                icon={<Save size={13} aria-hidden />}
                disabled={state.attempt.kind === 'busy'}
                onClick={() => void state.keep()}
              >
                Keep in the vault
              </Button>
            )}
            <Menu
              label="More for this key"
              trigger={<IconButton label="More for this key" icon={<Ellipsis size={16} aria-hidden />} />}
              items={[
                {
                  id: 'delete',
                  label: 'Delete',
                  icon: <Trash2 size={14} aria-hidden />,
                  danger: true,
                  onSelect: onDelete,
                },
              ]}
            />
          </>
        }
      >
        <Chip>{isSecret ? 'secret' : record.hasPrivate ? 'private and public' : 'public only'}</Chip>
        {record.keptIn === 'memory' && <Chip tone="warn">not saved</Chip>}
      </PaneBar>
      <PaneScroll>
        <div className={styles.page}>
          <VaultNotice vault={state.vault} />
          <ImportNotice state={state} />
          {state.attempt.kind === 'failed' && (
            <InlineProblem title="That could not be done">
              <FactText fact={state.attempt.error.message} />
            </InlineProblem>
          )}
          <section className={styles.block}>
            <KeyNames key={record.id} record={record} onChange={state.rename} />
            <FactTable
              label="What it is"
              facts={[
                { label: 'Kind', value: record.description },
                { label: 'Algorithm', value: record.alg, code: true, spec: 'RFC 7517 §4.4' },
                { label: 'Use', value: wordsOfUse(record.use), spec: 'RFC 7517 §4.2' },
                { label: 'Key ID', value: record.kid, code: true, copy: true, spec: 'RFC 7517 §4.5' },
                {
                  label: 'Added',
                  value: describeInstant(record.createdAt / 1000, nowSeconds)?.local ?? null,
                },
              ]}
            />
          </section>
          {description.kind === 'failed' && (
            <InlineProblem title="This key could not be read">
              <FactText fact={description.error.message} />
            </InlineProblem>
          )}
          {description.kind === 'done' && (
            <>
              {description.value.flaw !== null && (
                <InlineProblem title="This key is not safe to use">
                  <FactText fact={description.value.flaw} />
                </InlineProblem>
              )}
              {description.value.weakness !== null && (
                <InlineProblem tone="warning" title={`This key is weak: it ${description.value.weakness}`}>
                  It can be used here, and servers with care refuse what it signs.
                </InlineProblem>
              )}
              {description.value.thumbprints.length > 0 && (
                <section className={styles.block}>
                  <h3 className={styles.heading}>Thumbprints</h3>
                  <FactTable
                    label="Thumbprints"
                    facts={description.value.thumbprints.map((print) => ({
                      ...print,
                      code: true,
                      copy: true,
                    }))}
                  />
                </section>
              )}
              {description.value.publicForms.length > 0 && (
                <section className={styles.block}>
                  <h3 className={styles.heading}>Public key</h3>
                  <PublicForms forms={description.value.publicForms} />
                </section>
              )}
              {description.value.privateForms.length > 0 && (
                <section className={styles.block}>
                  <h3 className={styles.heading}>{isSecret ? 'Secret' : 'Private key'}</h3>
                  <PrivateForms
                    key={record.id}
                    of={record.id}
                    forms={description.value.privateForms}
                    isSecret={isSecret}
                    reveal={state.reveal}
                    onReveal={(form, passphrase) => void state.showPrivate(form, passphrase)}
                    onHide={state.hide}
                  />
                </section>
              )}
              <CertificateTables certificates={description.value.certificates} nowSeconds={nowSeconds} />
            </>
          )}
        </div>
      </PaneScroll>
    </Pane>
  )
}

function wordsOfUse(use: string | null): string | null {
  if (use === 'sig') return 'Signatures (sig)'
  return use === 'enc' ? 'Encryption (enc)' : use
}
