import { FolderOpen } from 'lucide-react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { issuerOfMetadataAddress } from '../../../../shared/profile/issuer-of-metadata-address.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { readFileText } from '../../ui/read-file-text.ts'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import styles from './import-panel.module.css'
import { ImportPreviewList } from './import-preview.tsx'
import type { ImportStore } from './import-store.ts'

const maxBytes = 20_000_000
const maxFiles = 20

/** Profiles from other tools: text or files first, then what became of them. */
export function ImportPanel({
  store,
  onAccept,
}: {
  readonly store: ImportStore
  readonly onAccept: () => void
}) {
  const state = useStore(store)
  const [isOver, setOver] = useState(false)
  const { step } = state
  const isRead = step.kind === 'read' || step.kind === 'adding'
  const take = async (list: FileList | null | undefined) => {
    const files = [...(list ?? [])].slice(0, maxFiles)
    const read = await Promise.all(
      files.map(async (file) => ({ name: file.name, found: await readFileText(file, maxBytes) })),
    )
    const problem = read
      .map(({ found }) => ('problem' in found ? found.problem : null))
      .find((each) => each !== null)
    if (problem !== undefined) state.refuse(problem)
    else if (read.length > 0) {
      await state.takeFiles(
        read.map(({ name, found }) => ({ name, text: 'text' in found ? found.text : '' })),
      )
    }
  }
  return (
    <Pane label="Import profiles">
      <PaneBar title="Import profiles" end={<Button onClick={state.close}>Close</Button>} />
      <PaneScroll>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button and the field beside it */}
        <div
          className={isOver ? `${styles.page} ${styles.over}` : styles.page}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault()
            setOver(false)
            void take(event.dataTransfer.files)
          }}
        >
          {isRead ? (
            <ImportPreviewList
              preview={step.preview}
              chosen={step.chosen}
              onChoose={state.choose}
              onChooseAll={state.chooseAll}
            />
          ) : (
            <Entry store={store} onFiles={(list) => void take(list)} />
          )}
        </div>
      </PaneScroll>
      {isRead && (
        <PaneFoot>
          <div className={styles.row}>
            <Button
              variant="primary"
              size="large"
              disabled={step.chosen.length === 0 || step.kind === 'adding'}
              onClick={onAccept}
            >
              {step.chosen.length === 1 ? 'Add 1 profile' : `Add ${step.chosen.length} profiles`}
            </Button>
            <Button onClick={state.back}>Back</Button>
          </div>
        </PaneFoot>
      )}
    </Pane>
  )
}

function Entry({
  store,
  onFiles,
}: {
  readonly store: ImportStore
  readonly onFiles: (files: FileList | null) => void
}) {
  const state = useStore(store)
  const input = useRef<HTMLInputElement>(null)
  const { step, text, files } = state
  const refused = step.kind === 'refused' ? step.error : null
  const asksPassphrase = refused?.code === 'ERR_PASSPHRASE'
  const address = issuerOfMetadataAddress(text)
  const host = address !== null && URL.canParse(address) ? new URL(address).host : null
  return (
    <>
      <p className={styles.lead}>
        A collection of Postman, Insomnia, Bruno, Hoppscotch or Yaak, an oauth2c or curl command, an
        authorization URL, the address of a provider’s metadata, OpenAPI, <code>.env</code>, or the settings
        of Spring, ASP.NET, AppAuth or Auth.js. Nothing in it is run, and nothing is kept before you have seen
        what became of it.
      </p>
      <Field
        label="Text"
        action={
          <>
            <input
              ref={input}
              type="file"
              hidden
              multiple
              aria-label="Files to import"
              onChange={(event) => {
                const chosen = event.currentTarget.files
                onFiles(chosen)
                event.currentTarget.value = ''
              }}
            />
            <Button
              variant="ghost"
              icon={<FolderOpen size={13} aria-hidden />}
              onClick={() => input.current?.click()}
            >
              Choose files
            </Button>
          </>
        }
        hint={
          files.length > 0
            ? files.map(({ name }) => name).join(', ')
            : 'Paste here, or drop files anywhere in this pane. An environment goes with its collection.'
        }
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={10}
            value={text}
            onChange={(event) => state.enter({ text: event.target.value })}
          />
        )}
      </Field>
      {asksPassphrase && (
        <Field
          label="Passphrase"
          problem={refused.details?.given === true ? `${sentence(refused.message)}.` : null}
          hint="The file is encrypted. Its passphrase is used once and not kept."
        >
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoFocus
              value={state.passphrase}
              onChange={(event) => store.setState({ passphrase: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Enter') void state.read()
              }}
            />
          )}
        </Field>
      )}
      {refused && !asksPassphrase && (
        <InlineProblem title="Nothing could be read from it">{sentence(refused.message)}.</InlineProblem>
      )}
      <div className={styles.row}>
        <Button
          variant="primary"
          disabled={(text.trim() === '' && files.length === 0) || step.kind === 'reading'}
          onClick={() => void state.read()}
        >
          {step.kind === 'reading' ? 'Reading' : host === null ? 'Read' : `Ask ${host} for its metadata`}
        </Button>
      </div>
    </>
  )
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1)
}
