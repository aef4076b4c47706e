import { Check, Copy, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { useUiActions } from './ui-actions.tsx'

type Outcome = 'idle' | 'copied' | 'refused'

const shown = { idle: Copy, copied: Check, refused: X } as const

/**
 * Copies `text`, or what `copy` does (for a value the window does not hold).
 * `label` names what is copied: `Copy iss`. With `children` it is a button with words, otherwise an icon.
 */
export function CopyButton({
  label,
  text,
  copy,
  secret = false,
  children,
  className,
}: {
  readonly label: string
  readonly text?: string
  readonly copy?: () => Promise<boolean>
  /** A secret: the clipboard forgets it after half a minute. */
  readonly secret?: boolean
  readonly children?: string
  readonly className?: string | undefined
}) {
  const actions = useUiActions()
  const [outcome, setOutcome] = useState<Outcome>('idle')
  useEffect(() => {
    if (outcome === 'idle') return
    const timer = setTimeout(() => setOutcome('idle'), 1600)
    return () => clearTimeout(timer)
  }, [outcome])

  const run = async () => {
    const write = secret ? actions.copySecret : actions.copy
    const done = copy ? await copy() : await write(text ?? '')
    setOutcome(done ? 'copied' : 'refused')
  }
  const Icon = shown[outcome]
  const said = { idle: '', copied: 'Copied', refused: 'Could not copy' }[outcome]
  return (
    <>
      {children === undefined ? (
        <IconButton
          label={label}
          icon={<Icon size={14} aria-hidden />}
          className={className}
          onClick={() => void run()}
        />
      ) : (
        <Button
          variant="ghost"
          icon={<Icon size={14} aria-hidden />}
          className={className}
          aria-label={label}
          onClick={() => void run()}
        >
          {outcome === 'copied' ? 'Copied' : children}
        </Button>
      )}
      <span className="visually-hidden" aria-live="polite">
        {said}
      </span>
    </>
  )
}
