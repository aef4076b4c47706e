import { Plus, X } from 'lucide-react'
import { placeholdersIn } from '../../../../shared/profile/variable.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './environment-fields.module.css'
import editorStyles from './profile-editor.module.css'
import type { ProfileForm } from './profile-form.ts'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { type EnvironmentRows, rowsOf, withCell, withName, withoutRow } from './variable-rows.ts'
import { newVariantId } from './variant-id.ts'

/** Variables as rows and environments as columns: the same name has another value in each. */
export function EnvironmentFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const form = openForm(state)
  const { environments, variables } = form
  const set = (rows: EnvironmentRows) => state.change(rows)
  const rows = rowsOf({ variables, environments })
  const wanted = unnamedPlaceholders(form, rows)
  return (
    <fieldset className={editorStyles.parameters} data-wire="variables">
      <legend className={editorStyles.legend}>Variables and environments</legend>
      {rows.length + environments.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{'{{name}}'}</th>
                <th scope="col">{environments.length === 0 ? 'Value' : 'Where nothing else is said'}</th>
                {environments.map((environment, at) => (
                  <th key={environment.id} scope="col">
                    <div className={styles.head}>
                      <TextInput
                        aria-label={`Name of environment ${at + 1}`}
                        aria-invalid={state.fieldErrors[`environments.${at}.name`] ? true : undefined}
                        placeholder="staging"
                        maxLength={80}
                        value={environment.name}
                        onChange={(event) =>
                          set({
                            variables,
                            environments: environments.map((each) =>
                              each === environment ? { ...each, name: event.target.value } : each,
                            ),
                          })
                        }
                      />
                      <IconButton
                        label={`Remove environment ${environment.name || at + 1}`}
                        icon={<X size={14} aria-hidden />}
                        onClick={() =>
                          set({
                            variables,
                            environments: environments.filter((each) => each !== environment),
                          })
                        }
                      />
                    </div>
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; names may repeat while they are typed
                <tr key={place}>
                  <td>
                    <TextInput
                      mono
                      aria-label={`Name of variable ${place + 1}`}
                      aria-invalid={problemOf(state, place) ? true : undefined}
                      placeholder="tenant"
                      maxLength={64}
                      value={row.name}
                      onChange={(event) =>
                        set(withName({ variables, environments }, place, event.target.value))
                      }
                    />
                  </td>
                  {[null, ...environments.map(({ id }) => id)].map((id, column) => (
                    <td key={id ?? ''}>
                      <TextInput
                        mono
                        aria-label={`${row.name || `Variable ${place + 1}`} ${id === null ? 'by default' : `in ${environments[column - 1]?.name || 'unnamed'}`}`}
                        placeholder={id === null ? 'value' : (row.values.get(null) ?? 'value')}
                        maxLength={4096}
                        value={row.values.get(id) ?? ''}
                        onChange={(event) =>
                          set(withCell({ variables, environments }, place, id, event.target.value))
                        }
                      />
                    </td>
                  ))}
                  <td>
                    <IconButton
                      label={`Remove variable ${row.name || place + 1}`}
                      icon={<X size={14} aria-hidden />}
                      onClick={() => set(withoutRow({ variables, environments }, place))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Problems state={state} />
      <div className={editorStyles.add}>
        <Button
          icon={<Plus size={14} aria-hidden />}
          disabled={variables.length >= 100}
          onClick={() =>
            set({ environments, variables: [...variables, { name: wanted[0] ?? '', value: '' }] })
          }
        >
          {wanted[0] === undefined ? 'Add a variable' : `Add {{${wanted[0]}}}`}
        </Button>
        <Button
          icon={<Plus size={14} aria-hidden />}
          disabled={environments.length >= 30}
          onClick={() =>
            set({
              variables,
              environments: [...environments, { id: newVariantId(), name: '', variables: [] }],
            })
          }
        >
          Add an environment
        </Button>
        <span className={editorStyles.hint}>
          {'Write {{name}} in any field of this profile. Each environment keeps secrets of its own.'}
        </span>
      </div>
    </fieldset>
  )
}

/** Placeholders that the fields hold and no row names yet. */
function unnamedPlaceholders(form: ProfileForm, rows: ReturnType<typeof rowsOf>): readonly string[] {
  const { issuer, client_id, scope, flow, redirect, parameters, endpoints, clients, users } = form
  const texts = JSON.stringify([
    issuer,
    client_id,
    scope,
    flow,
    redirect,
    parameters,
    endpoints,
    clients,
    users,
  ])
  return placeholdersIn(texts).filter((name) => !rows.some((row) => row.name === name))
}

function problemOf(state: ProfilesState, place: number): string | undefined {
  return state.fieldErrors[`variables.${place}.name`]
}

function Problems({ state }: { readonly state: ProfilesState }) {
  const found = Object.entries(state.fieldErrors).filter(([path]) =>
    /^(?:variables|environments)\b/.test(path),
  )
  return found.map(([path, problem]) => (
    <p key={path} className={editorStyles.problem}>
      {problem}
    </p>
  ))
}
