import { Plus, X } from 'lucide-react'
import { clientAuthMethod } from '../../../../shared/profile/client-auth-method.ts'
import type { NamedClient } from '../../../../shared/profile/variant.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import { openForm, type ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'
import { newVariantId } from './variant-id.ts'

/** Other clients at the same provider, each with secrets of its own. */
export function ClientListFields({ state }: { readonly state: ProfilesState & ProfilesActions }) {
  const { clients } = openForm(state)
  const set = (place: number, change: Partial<NamedClient>) =>
    state.change({ clients: clients.map((each, at) => (at === place ? { ...each, ...change } : each)) })
  return (
    <fieldset className={styles.parameters}>
      <legend className={styles.legend}>Other clients</legend>
      {clients.map((each, place) => {
        const problem =
          state.fieldErrors[`clients.${place}.name`] ?? state.fieldErrors[`clients.${place}.client_id`]
        return (
          <div key={each.id} className={styles.parameter}>
            <TextInput
              aria-label={`Name of client ${place + 1}`}
              aria-invalid={problem ? true : undefined}
              placeholder="name, for example Mobile app"
              maxLength={80}
              value={each.name}
              onChange={(event) => set(place, { name: event.target.value })}
            />
            <TextInput
              mono
              aria-label={`Client ID of client ${place + 1}`}
              placeholder="client_id"
              maxLength={1024}
              value={each.client_id}
              onChange={(event) => set(place, { client_id: event.target.value })}
            />
            <Select
              aria-label={`Authentication of client ${place + 1}`}
              options={clientAuthMethod.options.map((value) => ({ value, label: value }))}
              value={each.token_endpoint_auth_method}
              onValueChange={(value) => set(place, { token_endpoint_auth_method: value })}
            />
            <IconButton
              label={`Remove client ${each.name || place + 1}`}
              icon={<X size={14} aria-hidden />}
              onClick={() => state.change({ clients: clients.filter((_, at) => at !== place) })}
            />
            {problem && <p className={styles.problem}>{problem}</p>}
          </div>
        )
      })}
      <div className={styles.add}>
        <Button
          icon={<Plus size={14} aria-hidden />}
          disabled={clients.length >= 30}
          onClick={() =>
            state.change({
              clients: [
                ...clients,
                { id: newVariantId(), name: '', client_id: '', token_endpoint_auth_method: 'none' },
              ],
            })
          }
        >
          Add a client
        </Button>
        <span className={styles.hint}>Besides the one above; each keeps secrets of its own.</span>
      </div>
    </fieldset>
  )
}
