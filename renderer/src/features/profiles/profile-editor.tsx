import { CopyPlus, Ellipsis, FileUp, Play, Star, Trash2 } from 'lucide-react'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { isWithoutAddress } from '../../../../shared/profile/built-in-issuer.ts'
import { missingInput } from '../../../../shared/profile/missing-input.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Pane, PaneBar, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { AnswerFields } from './answer-fields.tsx'
import { ClientFields } from './client-fields.tsx'
import { ConnectionFields } from './connection-fields.tsx'
import { EndpointFields } from './endpoint-fields.tsx'
import { ExtensionFields } from './extension-fields.tsx'
import { GrantFields } from './grant-fields.tsx'
import type { IssuerFinderStore } from './issuer-finder-store.ts'
import { MetadataPanel, metadataId } from './metadata-panel.tsx'
import styles from './profile-editor.module.css'
import { isDirty, openForm, openProfile, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { ProviderFields } from './provider-fields.tsx'
import { RedirectFields } from './redirect-fields.tsx'
import { RegistrationPanel } from './registration/registration-panel.tsx'
import type { RegistrationStore } from './registration/registration-store.ts'
import { TemplateNotes } from './template-notes.tsx'
import { UnusedSecrets } from './unused-secrets.tsx'
import { useFocusOnField } from './use-focus-on-field.ts'
import { VariantBar } from './variant-bar.tsx'
import { Variants } from './variants.tsx'
import { VaultNotice } from './vault-notice.tsx'

type Props = {
  readonly state: ProfilesState & ProfilesActions
  readonly registration: RegistrationStore
  readonly finder: IssuerFinderStore
  readonly onDuplicate: () => void
  readonly onDelete: () => void
  readonly onFavourite: () => void
  readonly onExport: () => void
  readonly onRun: () => void
}

/** One profile, to read and to change. */
export function ProfileEditor({
  state,
  registration,
  finder,
  onDuplicate,
  onDelete,
  onFavourite,
  onExport,
  onRun,
}: Props) {
  const profile = openProfile(state)
  const form = openForm(state)
  const dirty = isDirty(state)
  const metadata = form.metadata ?? (state.discovery.kind === 'found' ? state.discovery.metadata : null)
  const scroll = useFocusOnField(state)
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
                    label: isWithoutAddress(profile)
                      ? 'Duplicate (start the built-in provider first)'
                      : duplicateLabel(profile.secrets.length),
                    icon: <CopyPlus size={14} aria-hidden />,
                    disabled: isWithoutAddress(profile),
                    onSelect: onDuplicate,
                  },
                  {
                    id: 'favourite',
                    label: profile.favourite ? 'No longer a favourite' : 'Make a favourite',
                    icon: <Star size={14} aria-hidden />,
                    onSelect: onFavourite,
                  },
                  {
                    id: 'export',
                    label: 'Export',
                    icon: <FileUp size={14} aria-hidden />,
                    onSelect: onExport,
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
          <TemplateNotes state={state} isNew={profile === null} />
          <ProviderFields state={state} finder={finder} />
          <EndpointFields state={state} />
          <Variants state={state} />
          <VariantBar state={state} />
          <ClientFields state={state} />
          <RegistrationPanel state={state} store={registration} />
          <GrantFields state={state} />
          <ExtensionFields state={state} />
          <AnswerFields state={state} />
          <ConnectionFields state={state} />
          <UnusedSecrets state={state} />
          <RedirectFields
            form={form}
            errors={state.fieldErrors}
            machine={state.machine}
            onChange={state.change}
          />
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

function duplicateLabel(secrets: number): string {
  if (secrets === 0) return 'Duplicate'
  return secrets === 1 ? 'Duplicate, secret included' : 'Duplicate, secrets included'
}

function stateText(state: ProfilesState, dirty: boolean): string {
  if (state.attempt.kind === 'busy') return 'Working'
  const wrong = Object.keys(state.fieldErrors).length
  if (wrong > 0) return `Not saved: ${wrong === 1 ? 'a field needs' : `${wrong} fields need`} attention`
  if (dirty) return 'Not saved yet'
  const kept = state.vault?.kind === 'sealed' ? 'Saved in the vault' : 'Kept in memory until you quit'
  const profile = openProfile(state)
  const missing =
    profile && !profile.builtIn ? missingInput(profile, (name) => profile.secrets.includes(name)) : null
  if (missing !== null) return `${kept} · to run, ${missing.reason}`
  const isUnread = profile !== null && !profile.builtIn && profile.metadata === null
  return isUnread ? `${kept} · endpoints not read yet` : kept
}
