import styles from './spec-link.module.css'
import { useUiActions } from './ui-actions.tsx'

/** The specification behind a fact; opens its page in the person's browser. */
export function SpecLink({
  spec,
  onOpen,
}: {
  readonly spec: string
  readonly onOpen?: (spec: string) => void
}) {
  const { openSpec } = useUiActions()
  const open = onOpen ?? openSpec
  return (
    <button
      type="button"
      className={styles.link}
      title={`Open ${spec} in the browser`}
      onClick={() => open(spec)}
    >
      {spec}
    </button>
  )
}
