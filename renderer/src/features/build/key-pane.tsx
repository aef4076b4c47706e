import { FilePlus2, Undo2 } from 'lucide-react'
import { type Serialization, serialization } from '../../../../shared/build/sign-request.ts'
import { findTemplate, type TemplateId, templates } from '../../../../shared/build/templates.ts'
import type { AppActions } from '../../app-actions.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { Select } from '../../ui/select.tsx'
import { SpecLink } from '../../ui/spec-link.tsx'
import { isUnchanged } from './build-state.ts'
import type { BuildState } from './build-store.ts'
import { findUntakenDraft } from './drafts.ts'
import { EncryptFields } from './encrypt-fields.tsx'
import { headerValue } from './header-fields.ts'
import { HeaderFields } from './header-panel.tsx'
import styles from './key-pane.module.css'
import { lostSignatures } from './original.ts'
import { SdJwtFields } from './sd-jwt-fields.tsx'
import { SigningKeyFields } from './signing-key-fields.tsx'

/** The left side: what the token starts from, who signs it and how, and the one button that does it. */
export function KeyPane({ state, actions }: { readonly state: BuildState; readonly actions: AppActions }) {
  const lost = lostSignatures(state.original)
  return (
    <Pane label="Key and form">
      <PaneScroll>
        <div className={styles.sections}>
          <StartSection state={state} actions={actions} />
          <section className={styles.section} aria-labelledby="build-sign-with">
            <h2 id="build-sign-with" className={styles.title}>
              Sign with
            </h2>
            <SigningKeyFields state={state} />
          </section>
          <section className={styles.section} aria-labelledby="build-header-fields">
            <h2 id="build-header-fields" className={styles.title}>
              Algorithm, type and name of the key
            </h2>
            <HeaderFields state={state} />
          </section>
          <section className={styles.section} aria-labelledby="build-form">
            <h2 id="build-form" className={styles.title}>
              Form
            </h2>
            <FormFields state={state} />
          </section>
          <section className={styles.section} aria-labelledby="build-encrypt">
            <h2 id="build-encrypt" className={styles.title}>
              Afterwards
            </h2>
            <EncryptFields state={state} />
          </section>
        </div>
      </PaneScroll>
      <PaneFoot>
        {lost !== null && <InlineProblem tone="warning" announce={false} title={lost} />}
        <Button
          variant="primary"
          size="large"
          className={styles.go}
          keys={['Mod', 'Enter']}
          disabled={state.outcome.kind === 'running'}
          onClick={() => void state.build()}
        >
          {actionLabel(state)}
        </Button>
      </PaneFoot>
    </Pane>
  )
}

/** Exactly what a click will do. */
function actionLabel(state: BuildState): string {
  const alg = headerValue(state.header, 'alg')
  if (state.key.kind === 'none') return `Make it unsigned${state.encrypt.on ? ', encrypt' : ''}`
  const verb = state.original === null ? 'Sign' : 'Re-sign'
  // Both algorithms do not fit on one line of the button; they stand above it.
  if (state.encrypt.on) return `${verb} and encrypt`
  return `${verb}${alg === null || alg === '' || alg.length > 12 ? '' : ` with ${alg}`}`
}

function StartSection({ state, actions }: { readonly state: BuildState; readonly actions: AppActions }) {
  const { original } = state
  if (original) {
    return (
      <section className={styles.section} aria-labelledby="build-start">
        <h2 id="build-start" className={styles.title}>
          The token from Inspect
        </h2>
        <Unreadable state={state} />
        <p className={styles.text}>
          {new TextEncoder().encode(original.token).length} bytes, kept as they came. Every change can be
          undone.
        </p>
        {state.originalNotes.map((note) => (
          <p key={note} className={styles.text}>
            {note}
          </p>
        ))}
        <div className={styles.buttons}>
          <Button
            icon={<Undo2 size={14} aria-hidden />}
            disabled={isUnchanged(state) && state.outcome.kind === 'idle' && findUntakenDraft(state) === null}
            onClick={() => {
              const restore = state.undo()
              actions.notify('Back to the token as it came', restore ?? undefined)
            }}
          >
            Undo all changes
          </Button>
          <Button
            variant="ghost"
            icon={<FilePlus2 size={14} aria-hidden />}
            onClick={() => {
              const restore = state.startFrom('id_token')
              if (restore) actions.notify('Your changes were replaced by a new token', restore)
            }}
          >
            New token
          </Button>
        </div>
      </section>
    )
  }
  const template = findTemplate(state.template)
  return (
    <section className={styles.section} aria-labelledby="build-start">
      <h2 id="build-start" className={styles.title}>
        Start from
      </h2>
      <Unreadable state={state} />
      <Select<TemplateId>
        aria-label="Template"
        options={templates.map(({ id, label }) => ({ value: id, label }))}
        value={state.template}
        onValueChange={(id) => {
          const restore = state.startFrom(id)
          if (restore) actions.notify('Your changes were replaced by the template', restore)
        }}
      />
      <p className={styles.text}>
        {template.about} <SpecLink inline spec={template.spec} />
      </p>
    </section>
  )
}

/** What was handed over last and could not be taken; what stood here before stays. */
function Unreadable({ state }: { readonly state: BuildState }) {
  if (state.unreadable === null) return null
  return <InlineProblem title="That cannot be changed here">{state.unreadable}</InlineProblem>
}

const forms: Readonly<Record<Serialization, string>> = {
  compact: 'Compact',
  flattened: 'JSON, flattened',
  general: 'JSON, general',
}

function FormFields({ state }: { readonly state: BuildState }) {
  const sdJwt = state.disclose !== null
  // Disclosures stand after the compact form, and nowhere else here.
  const onlyCompact = sdJwt || (state.original?.suffix ?? '') !== ''
  return (
    <>
      <Field label="Serialization">
        {(control) => (
          <Select
            {...control}
            options={serialization.options.map((value) => ({
              value,
              label: forms[value],
              disabled: value !== 'compact' && (onlyCompact || state.key.kind === 'none'),
            }))}
            value={state.serialization}
            onValueChange={(value) => state.shape({ serialization: value })}
          />
        )}
      </Field>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={state.compactText}
          onChange={(event) => state.shape({ compactText: event.target.checked })}
        />
        Sign without the white space between members
      </label>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={state.detached}
          disabled={onlyCompact}
          onChange={(event) => state.shape({ detached: event.target.checked })}
        />
        Leave the payload out (detached)
      </label>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={sdJwt}
          onChange={(event) => {
            state.shape({ serialization: 'compact', detached: false })
            state.edit({ disclose: event.target.checked ? [] : null })
          }}
        />
        Make an SD-JWT; choose its disclosures in the list of claims
      </label>
      {sdJwt && <SdJwtFields state={state} />}
    </>
  )
}
