import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '../../../ui/button.tsx'

/** The browser's own choice of a file: the window gets its contents and its name, never a path. */
export function OpenFileButton({ onFile }: { readonly onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to search for tokens"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // The same file may be opened again after it was changed.
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
      <IconButton
        label="Open a file"
        icon={<FolderOpen size={15} aria-hidden />}
        onClick={() => input.current?.click()}
      />
    </>
  )
}
