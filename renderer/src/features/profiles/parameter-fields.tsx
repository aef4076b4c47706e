import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { targetOptions, targetValue, withTarget } from './parameter-targets.ts'
import styles from './profile-editor.module.css'
import type { FieldErrors, ProfileForm } from './profile-form.ts'

/** What the person adds to the requests: to the first of the grant, unless another is chosen. */
export function ParameterFields({
  parameters,
  withBrowser,
  errors,
  onChange,
}: {
  readonly parameters: ProfileForm['parameters']
  /** Whether they go to the authorization endpoint, otherwise to the token endpoint. */
  readonly withBrowser: boolean
  readonly errors: FieldErrors
  readonly onChange: (parameters: ProfileForm['parameters']) => void
}) {
  const set = (place: number, change: { name?: string; value?: string }) =>
    onChange(parameters.map((parameter, at) => (at === place ? { ...parameter, ...change } : parameter)))
  return (
    <fieldset className={styles.parameters}>
      <legend className={styles.legend}>Extra parameters</legend>
      {parameters.map((parameter, place) => {
        const problem = errors[`parameters.${place}.name`] ?? errors[`parameters.${place}.value`]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; names may repeat while they are typed
          <div key={place} className={styles.parameter}>
            <TextInput
              mono
              aria-label={`Name of parameter ${place + 1}`}
              aria-invalid={problem ? true : undefined}
              placeholder={withBrowser ? 'name, for example prompt' : 'name, for example resource'}
              maxLength={128}
              value={parameter.name}
              onChange={(event) => set(place, { name: event.target.value })}
            />
            <TextInput
              mono
              aria-label={`Value of parameter ${place + 1}`}
              placeholder="value"
              maxLength={4096}
              value={parameter.value}
              onChange={(event) => set(place, { value: event.target.value })}
            />
            <Select
              aria-label={`Request of parameter ${place + 1}`}
              options={targetOptions(withBrowser)}
              value={targetValue(parameter)}
              onValueChange={(value) =>
                onChange(parameters.map((each, at) => (at === place ? withTarget(each, value) : each)))
              }
            />
            <IconButton
              label={`Remove parameter ${parameter.name || place + 1}`}
              icon={<X size={14} aria-hidden />}
              onClick={() => onChange(parameters.filter((_, at) => at !== place))}
            />
            {problem && <p className={styles.problem}>{problem}</p>}
          </div>
        )
      })}
      <div className={styles.add}>
        <Button
          icon={<Plus size={14} aria-hidden />}
          disabled={parameters.length >= 50}
          onClick={() => onChange([...parameters, { name: '', value: '' }])}
        >
          Add a parameter
        </Button>
        <span className={styles.hint}>
          {withBrowser
            ? 'For example prompt, login_hint, resource. What the flow sets itself, such as state, cannot be overridden.'
            : 'For example resource. What the flow sets itself cannot be overridden.'}
        </span>
      </div>
    </fieldset>
  )
}
