import {
  type BrowserChoice,
  type BrowserName,
  browserLabels,
  browserNames,
} from '../../../../shared/profile/browser-choice.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './profile-editor.module.css'
import type { ThisMachine } from './this-machine.ts'
import { useAnswer } from './use-answer.ts'

const hints: Readonly<Record<BrowserChoice['kind'], string>> = {
  system: 'The one that opens your links.',
  command: 'Any program, started without a shell. You are asked before it is started for the first time.',
  private: 'A window without your cookies; private windows that are open already share theirs with it.',
  clean:
    'A browser with a profile of its own, for a test user: nobody is signed in. It is closed and its folder removed when the run has ended, or after the sign-out where there is one.',
}

/** In which browser the person, or a test user, signs in. */
export function BrowserFields({
  browser,
  problem,
  machine,
  onChange,
}: {
  readonly browser: BrowserChoice
  readonly problem: string | null
  readonly machine: ThisMachine
  readonly onChange: (browser: BrowserChoice) => void
}) {
  return (
    <div className={styles.section}>
      <Field label="Browser" hint={hints[browser.kind]}>
        {(control) => (
          <Select
            {...control}
            options={[
              { value: 'system', label: 'the system’s' },
              { value: 'private', label: 'a private window' },
              { value: 'clean', label: 'a clean profile for each run' },
              { value: 'command', label: 'a command' },
            ]}
            value={browser.kind}
            onValueChange={(kind) => {
              if (kind === browser.kind) return
              if (kind === 'system') onChange({ kind })
              else if (kind === 'command') onChange({ kind, command: '' })
              else onChange({ kind, browser: 'browser' in browser ? browser.browser : null })
            }}
          />
        )}
      </Field>
      {browser.kind === 'command' && (
        <Field
          label="Command"
          problem={problem}
          hint="The address is the last argument, or stands where {url} does."
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              maxLength={1024}
              placeholder="firefox -P testing {url}"
              value={browser.command}
              onChange={(event) => onChange({ kind: 'command', command: event.target.value })}
            />
          )}
        </Field>
      )}
      {(browser.kind === 'private' || browser.kind === 'clean') && (
        <KnownBrowserField
          value={browser.browser}
          machine={machine}
          onChange={(name) => onChange({ kind: browser.kind, browser: name })}
        />
      )}
    </div>
  )
}

function KnownBrowserField({
  value,
  machine,
  onChange,
}: {
  readonly value: BrowserName | null
  readonly machine: ThisMachine
  readonly onChange: (name: BrowserName | null) => void
}) {
  const found = useAnswer(machine.browsers)
  const [first] = found ?? []
  const isMissing = found !== null && (value === null ? first === undefined : !found.includes(value))
  return (
    <Field label="Which" problem={isMissing ? 'It was not found on this machine.' : null}>
      {(control) => (
        <Select
          {...control}
          options={[
            {
              value: '' as const,
              label:
                first === undefined
                  ? 'the first that is found'
                  : `the first that is found (${browserLabels[first]})`,
            },
            ...browserNames.map((name) => ({
              value: name,
              label:
                found?.includes(name) === false ? `${browserLabels[name]} (not found)` : browserLabels[name],
            })),
          ]}
          value={value ?? ''}
          onValueChange={(name) => onChange(name === '' ? null : name)}
        />
      )}
    </Field>
  )
}
