import { FolderOpen } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { readFileText } from '../../ui/read-file-text.ts'
import { TextArea } from '../../ui/text-input.tsx'
import styles from './keys-view.module.css'

/** As the contract takes it. */
const maxCharacters = 1_000_000

/** A key as text, pasted, typed, or out of a file that is opened or dropped. */
export function KeyTextField({
  label,
  placeholder,
  text,
  onChange,
}: {
  readonly label: string
  readonly placeholder: string
  readonly text: string
  readonly onChange: (text: string) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const open = async (file: File | undefined) => {
    if (!file) return
    const read = await readFileText(file, maxCharacters / 2)
    if ('problem' in read) return setProblem(read.problem)
    setProblem(null)
    onChange(read.text)
  }
  return (
    <Field
      label={label}
      problem={problem ?? (text.length > maxCharacters ? tooLong(text.length) : null)}
      action={
        <Button
          variant="ghost"
          icon={<FolderOpen size={14} aria-hidden />}
          onClick={() => input.current?.click()}
        >
          Open a file
        </Button>
      }
    >
      {(control) => (
        <>
          <TextArea
            {...control}
            mono
            rows={6}
            placeholder={placeholder}
            value={text}
            onChange={(event) => {
              setProblem(null)
              onChange(event.target.value)
            }}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              const [file] = event.dataTransfer.files
              if (!file) return
              event.preventDefault()
              void open(file)
            }}
          />
          <input
            ref={input}
            type="file"
            className={styles.file}
            tabIndex={-1}
            aria-hidden
            onChange={(event) => {
              void open(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </>
      )}
    </Field>
  )
}

function tooLong(length: number): string {
  return `The text has ${length} characters; at most ${maxCharacters} are read.`
}
