import { useId } from 'react'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { foldersOf } from './profile-rows.ts'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

/** Where the profile stands in the list; folders come into being by being named. */
export function FolderField({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const listId = useId()
  return (
    <Field label="Folder" problem={state.fieldErrors.folder ?? null}>
      {(control) => (
        <>
          <TextInput
            {...control}
            list={listId}
            maxLength={200}
            placeholder="none, or for example Acme/Staging"
            value={openForm(state).folder}
            onChange={(event) => state.change({ folder: event.target.value })}
          />
          <datalist id={listId}>
            {foldersOf(state.profiles ?? []).map((folder) => (
              <option key={folder} value={folder} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
