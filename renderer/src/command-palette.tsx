import { useEffect, useId, useRef, useState } from 'react'
import styles from './command-palette.module.css'
import { type Command, filterCommands } from './commands.ts'
import { Kbd } from './ui/kbd.tsx'

/**
 * Everything that can be done, found by typing. The platform's own modal dialog keeps the focus inside and
 * the rest inert; a list box under the search field is moved through with the arrow keys.
 */
export function CommandPalette({
  commands,
  onClose,
}: {
  readonly commands: readonly Command[]
  readonly onClose: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const found = filterCommands(commands, query)
  const current = found[Math.min(active, found.length - 1)]

  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active, id])

  const run = (command: Command | undefined) => {
    if (!command) return
    // The dialog gives the focus back on closing; only then may the command move it.
    dialog.current?.close()
    command.run()
  }
  const move = (step: number) => {
    if (found.length > 0) setActive((active + step + found.length) % found.length)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is for the space around it
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label="Commands"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close()
      }}
    >
      <div className={styles.box}>
        <input
          className={styles.query}
          role="combobox"
          aria-label="Search commands"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current ? `${id}-${found.indexOf(current)}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Go to a view, run a profile, clear the input"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(1)
            else if (event.key === 'ArrowUp') move(-1)
            else if (event.key === 'Enter') run(current)
            else return
            event.preventDefault()
          }}
        />
        <div ref={list} id={`${id}-list`} className={styles.list} role="listbox" aria-label="Commands">
          {found.map((command, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field that keeps the focus
            <div
              key={command.id}
              id={`${id}-${index}`}
              className={styles.command}
              role="option"
              tabIndex={-1}
              aria-selected={command === current}
              onClick={() => run(command)}
              onMouseMove={() => setActive(index)}
            >
              <span className={styles.label}>{command.label}</span>
              {command.detail && <span className={styles.detail}>{command.detail}</span>}
              {command.keys && <Kbd keys={command.keys} />}
            </div>
          ))}
        </div>
        {found.length === 0 && <p className={styles.none}>No command holds “{query.trim()}”.</p>}
      </div>
    </dialog>
  )
}
