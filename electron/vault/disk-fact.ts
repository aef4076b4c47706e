import { AppError } from '../../shared/error.ts'

/** What the disk refused, for people. */
export function diskFact(cause: unknown): string {
  if (cause instanceof AppError) return cause.message
  const code = (cause as NodeJS.ErrnoException).code
  const facts: Record<string, string> = {
    EACCES: 'the folder or the file may not be accessed',
    EPERM: 'the folder or the file may not be changed',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of its path is not a folder',
    EEXIST: 'a file stands where its folder should be',
    EBUSY: 'another program is holding it',
  }
  return (code && facts[code]) ?? (code ? `the system answered ${code}` : 'the disk refused')
}
