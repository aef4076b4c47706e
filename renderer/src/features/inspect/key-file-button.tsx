import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../../ui/button.tsx'

/** Larger files hold no key. In bytes. */
const maxKeyFile = 1_000_000

/** The contents of a key's file; where it lies is never known here. */
export function KeyFileButton({
  onText,
  onProblem,
}: {
  readonly onText: (text: string) => void
  readonly onProblem: (message: string) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File) => {
    if (file.size > maxKeyFile) onProblem('This file is too large to hold a key.')
    else onText(await file.text())
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".pem,.key,.pub,.crt,.cer,.json,.jwk,.jwks,.txt"
        aria-label="File with the key"
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
