import { CopyPlus, Ellipsis, Play, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Pane, PaneBar, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { ClientFields } from './client-fields.tsx'
import { MetadataPanel, metadataId } from './metadata-panel.tsx'
import styles from './profile-editor.module.css'
import { isDirty, openForm, openProfile, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { ProviderFields } from './provider-fields.tsx'
import { RedirectFields } from './redirect-fields.tsx'
import { VaultNotice } from './vault-notice.tsx'

type Props = {
  readonly state: ProfilesState & ProfilesActions
  readonly onDelete: () => void
  readonly onRun: () => void
}

/** One profile, to read and to change. */
export function ProfileEditor({ state, onDelete, onRun }: Props) {
  const profile = openProfile(state)
  const form = openForm(state)
  const dirty = isDirty(state)
  const metadata = form.metadata ?? (state.discovery.kind === 'found' ? state.discovery.metadata : null)
  const scroll = useFocusOnProblem(state.fieldErrors)
  return (
    <Pane label="Edit profile">
      <PaneBar
        title={plainText(form.name) || 'New profile'}
        end={
          profile && (
            <>
              <Button icon={<Play size={13} aria-hidden />} onClick={onRun}>
                {dirty ? 'Save and run' : 'Run'}
              </Button>
              <Menu
                label="More for this profile"
                trigger={
                  <IconButton label="More for this profile" icon={<Ellipsis size={16} aria-hidden />} />
                }
                items={[
                  {
                    id: 'duplicate',
                    label: 'Duplicate, secret included',
                    icon: <CopyPlus size={14} aria-hidden />,
                    onSelect: () => void state.duplicate(),
                  },
                  {
                    id: 'delete',
                    label: profile.builtIn ? 'Delete (not for the built-in one)' : 'Delete',
                    icon: <Trash2 size={14} aria-hidden />,
                    danger: true,
                    separated: true,
                    disabled: profile.builtIn,
                    onSelect: onDelete,
                  },
                ]}
              />
            </>
          )
        }
      >
        {profile?.builtIn && <Chip>built-in</Chip>}
        {dirty && <Chip tone="warn">unsaved</Chip>}
      </PaneBar>
      <PaneScroll>
        <div ref={scroll} className={styles.form}>
          <VaultNotice vault={state.vault} />
          <ProviderFields state={state} />
          <ClientFields state={state} />
          <RedirectFields form={form} errors={state.fieldErrors} onChange={state.change} />
          <div id={metadataId} className={styles.block}>
            <h2 className={styles.heading}>Provider metadata</h2>
            {metadata ? (
              <MetadataPanel form={form} metadata={metadata} />
            ) : (
              <p className={styles.hint}>
                “Fill from issuer” asks the provider for its own description: endpoints, keys, and what it
                supports. It is kept with the profile and read anew at each run.
              </p>
            )}
          </div>
        </div>
      </PaneScroll>
      <PaneFoot>
        {state.attempt.kind === 'failed' && (
          <InlineProblem title="That could not be done">{state.attempt.error.message}</InlineProblem>
        )}
        <div className={styles.foot}>
          <Button
            variant="primary"
            keys={['Mod', 'S']}
            aria-keyshortcuts="Control+S"
            disabled={!dirty || state.attempt.kind === 'busy'}
            onClick={() => void state.save()}
          >
            Save
          </Button>
          <Button disabled={!dirty} onClick={state.revert}>
            {profile ? 'Revert' : 'Discard'}
          </Button>
          <span className={styles.state} role="status">
            {stateText(state, dirty)}
          </span>
        </div>
      </PaneFoot>
    </Pane>
  )
}

function stateText(state: ProfilesState, dirty: boolean): string {
  if (state.attempt.kind === 'busy') return 'Working'
  if (Object.keys(state.fieldErrors).length > 0) return 'Not saved: a field needs attention'
  if (dirty) return 'Not saved yet'
  return state.vault?.kind === 'sealed' ? 'Saved in the vault' : 'Kept in memory until you quit'
}

/** After a refused save the first field with a problem has the focus. */
function useFocusOnProblem(errors: ProfilesState['fieldErrors']) {
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (Object.keys(errors).length === 0) return
    const field = form.current?.querySelector('[aria-invalid="true"]')
    if (field instanceof HTMLElement) field.focus()
  }, [errors])
  return form
}
