import { FileButton } from '../../ui/file-button.tsx'

/** Larger files hold no key. In bytes. */
const maxKeyFile = 1_000_000

/** The contents of a key's file. */
export function KeyFileButton({
  onText,
  onProblem,
}: {
  readonly onText: (text: string) => void
  readonly onProblem: (message: string) => void
}) {
  return (
    <FileButton
      label="File with the key"
      accept=".pem,.key,.pub,.crt,.cer,.json,.jwk,.jwks,.txt"
      maxBytes={maxKeyFile}
      onText={onText}
      onProblem={onProblem}
    />
  )
}
