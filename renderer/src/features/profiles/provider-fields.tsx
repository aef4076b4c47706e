import { AtSign, Download } from 'lucide-react'
import { useStore } from 'zustand'
import { issuerText, isWithoutAddress } from '../../../../shared/profile/built-in-issuer.ts'
import { issuerAddress } from '../../../../shared/profile/issuer-address.ts'
import { issuerOfMetadataAddress } from '../../../../shared/profile/issuer-of-metadata-address.ts'
import { compareWithMetadata } from '../../../../shared/profile/metadata-differences.ts'
import type { MetadataSnapshot } from '../../../../shared/profile/profile.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { FolderField } from './folder-field.tsx'
import { IssuerFinder } from './issuer-finder.tsx'
import type { IssuerFinderStore } from './issuer-finder-store.ts'
import { metadataId } from './metadata-panel.tsx'
import styles from './profile-editor.module.css'
import type { ProfileForm } from './profile-form.ts'
import { openForm, openProfile, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

/** The profile's name and its issuer, which can be asked for everything else. */
export function ProviderFields({
  state,
  finder,
}: {
  readonly state: ProfilesState & ProfilesActions
  readonly finder: IssuerFinderStore
}) {
  const form = openForm(state)
  const profile = openProfile(state)
  const builtIn = profile?.builtIn ?? false
  const withoutAddress = profile !== null && isWithoutAddress(profile)
  const askable = issuerAddress(form.issuer) !== 'not_a_url' || issuerOfMetadataAddress(form.issuer) !== null
  const { discovery, fieldErrors: errors } = state
  const asking = discovery.kind === 'asking'
  return (
    <div className={styles.section}>
      <Field label="Name" problem={errors.name ?? null}>
        {(control) => (
          <TextInput
            {...control}
            readOnly={builtIn}
            maxLength={200}
            placeholder="Acme staging"
            value={form.name}
            onChange={(event) => state.change({ name: event.target.value })}
          />
        )}
      </Field>
      <FolderField state={state} />
      <Field
        label="Issuer"
        wire="issuer"
        className={styles.wide}
        action={!builtIn && <FindByEmail finder={finder} />}
        problem={errors.issuer ?? null}
        hint={
          builtIn
            ? 'Follows the built-in provider, whose port may change from start to start.'
            : state.pastedAddress !== null
              ? 'That was the address of the metadata; this is the issuer it belongs to.'
              : 'Exactly as the provider writes it, trailing slash included.'
        }
      >
        {(control) => (
          <div className={styles.inline}>
            <TextInput
              {...control}
              mono={!withoutAddress}
              readOnly={builtIn}
              maxLength={2048}
              placeholder="https://login.example"
              value={withoutAddress ? issuerText(profile) : form.issuer}
              onChange={(event) => state.change({ issuer: event.target.value })}
              onBlur={state.tidyIssuer}
            />
            <Button
              variant={askable && !builtIn && form.metadata === null ? 'primary' : 'plain'}
              icon={<Download size={14} aria-hidden />}
              disabled={asking || form.issuer.trim() === '' || withoutAddress}
              onClick={() => void state.discover()}
            >
              {asking ? 'Asking the issuer' : builtIn ? 'Read its metadata' : 'Fill from issuer'}
            </Button>
          </div>
        )}
      </Field>
      <IssuerFinder store={finder} />
      <div className={styles.wide} aria-live="polite">
        {discovery.kind === 'found' && <Found form={form} metadata={discovery.metadata} />}
      </div>
      {discovery.kind === 'failed' && (
        <div className={styles.wide}>
          <InlineProblem title={`No metadata from ${discovery.issuer}`}>
            {discovery.error.message}
          </InlineProblem>
        </div>
      )}
      {issuerAddress(form.issuer) === 'http_remote' && (
        <div className={styles.wide}>
          <InlineProblem tone="warning" title="This issuer is reached over plain http" announce={false}>
            <p>
              Everything between here and there, tokens and secrets included, can be read and changed on the
              way. Runs are refused unless you allow it for this profile.
            </p>
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={form.allowHttp}
                onChange={(event) => state.change({ allowHttp: event.target.checked })}
              />
              <span>Allow plain http for this issuer</span>
            </label>
          </InlineProblem>
        </div>
      )}
    </div>
  )
}

function FindByEmail({ finder }: { readonly finder: IssuerFinderStore }) {
  const { isOpen, open, close } = useStore(finder)
  return (
    <Button
      variant="ghost"
      className={styles.small}
      aria-expanded={isOpen}
      icon={<AtSign size={13} aria-hidden />}
      onClick={isOpen ? close : open}
    >
      Find by e-mail
    </Button>
  )
}

/** What the issuer said, in short and beside the button; the whole of it stands at the end of the form. */
function Found({ form, metadata }: { readonly form: ProfileForm; readonly metadata: MetadataSnapshot }) {
  const differences = compareWithMetadata(form, metadata).filter(({ kind }) => kind === 'differs')
  return (
    <InlineProblem
      tone={differences.length > 0 ? 'warning' : 'info'}
      title={
        differences.length > 0
          ? 'The metadata is read, but the provider expects something else than this profile'
          : 'The metadata is read, and what the provider announces fits this profile'
      }
      announce={false}
      actions={
        <Button onClick={() => document.getElementById(metadataId)?.scrollIntoView({ block: 'start' })}>
          Show the metadata
        </Button>
      }
    >
      <p>
        Answered by <VisibleText text={metadata.url} />
      </p>
      {differences.map(({ text }) => (
        <p key={text}>
          <VisibleText text={text} />
        </p>
      ))}
    </InlineProblem>
  )
}
