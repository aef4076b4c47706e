import { useId, useState } from 'react'
import { isAppSchemeUri } from '../../../../shared/profile/app-scheme.ts'
import { Button } from '../../ui/button.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './paste-callback.module.css'

/** For answers that cannot come by themselves: another machine's browser, or a redirect URI elsewhere. */
export function PasteCallback({
  redirectUri,
  onPaste,
}: {
  readonly redirectUri: string
  readonly onPaste: (url: string) => Promise<string | null>
}) {
  const [url, setUrl] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  const isHere = /^https?:\/\/(?:127\.|\[::1\]|localhost[:/])/.test(redirectUri)
  const comes = isHere || isAppSchemeUri(redirectUri)
  return (
    <form
      className={styles.paste}
      aria-label="Paste the answer"
      onSubmit={(event) => {
        event.preventDefault()
        if (url.trim() !== '') void onPaste(url).then(setProblem)
      }}
    >
      <label htmlFor={id}>
        {comes
          ? 'Signed in elsewhere? Paste the address it ended at'
          : 'Paste the address the browser ended at'}
      </label>
      <TextInput
        id={id}
        mono
        value={url}
        placeholder={`${redirectUri}?code=…`}
        maxLength={16_384}
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => {
          setUrl(event.target.value)
          setProblem(null)
        }}
      />
      <Button type="submit" disabled={url.trim() === ''}>
        Use it
      </Button>
      {problem !== null && (
        <p id={`${id}-problem`} className={styles.problem} role="alert">
          <VisibleText text={problem} />
        </p>
      )}
    </form>
  )
}
