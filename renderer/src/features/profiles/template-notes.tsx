import { findTemplate } from '../../../../shared/profile/templates/templates.ts'
import { openForm, type ProfilesState } from './profiles-state.ts'
import styles from './template-notes.module.css'

/** What a person needs to know to finish a profile for this provider. Open until the profile was saved once. */
export function TemplateNotes({ state, isNew }: { readonly state: ProfilesState; readonly isNew: boolean }) {
  const template = findTemplate(openForm(state).template)
  if (template === null) return null
  return (
    <details className={styles.notes} open={isNew}>
      <summary>How to set up {template.name}</summary>
      <dl>
        {template.fill.map(([what, where]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{where}</dd>
          </div>
        ))}
        <div>
          <dt>Redirect URI</dt>
          <dd>{template.redirect}</dd>
        </div>
      </dl>
      <p>Known of it</p>
      <ul>
        {template.quirks.map((quirk) => (
          <li key={quirk}>{quirk}</li>
        ))}
      </ul>
    </details>
  )
}
