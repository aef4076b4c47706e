import { classNames } from './class-names.ts'
import styles from './spec-link.module.css'
import { useUiActions } from './ui-actions.tsx'

/** The specification behind a fact; opens its page in the person's browser. */
export function SpecLink({
  spec,
  inline = false,
  onOpen,
}: {
  readonly spec: string
  /** Within a sentence: as high as its line. */
  readonly inline?: boolean
  readonly onOpen?: (spec: string) => void
}) {
  const { openSpec } = useUiActions()
  const open = onOpen ?? openSpec
  return (
    <button
      type="button"
      className={classNames(styles.link, inline && styles.inline)}
      title={`Open ${spec} in the browser`}
      onClick={() => open(spec)}
    >
      {spec}
    </button>
  )
}
