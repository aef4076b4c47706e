import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { Button } from './button.tsx'
import { readFileText } from './read-file-text.ts'

/** The contents of a chosen file, binary as base64; where it lies is never known here. */
export function FileButton({
  label,
  accept,
  maxBytes,
  onText,
  onProblem,
}: {
  /** What the file is for, for screen readers. */
  readonly label: string
  readonly accept?: string
  readonly maxBytes: number
  readonly onText: (text: string) => void
  readonly onProblem: (message: string) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File) => {
    const found = await readFileText(file, maxBytes)
    if ('problem' in found) onProblem(found.problem)
    else onText(found.text)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) void read(file)
        }}
      />
      <Button
        variant="ghost"
        icon={<FolderOpen size={13} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        Open a file
      </Button>
    </>
  )
}
