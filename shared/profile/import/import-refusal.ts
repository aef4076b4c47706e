import { AppError } from '../../error.ts'

/** 20 MB: the largest collections people have are a few. */
export const maxImportLength = 20_000_000
/** YAML is read much more slowly than JSON. */
export const maxYamlLength = 5_000_000
export const maxImportDepth = 100
export const maxImportNodes = 2_000_000
/** More than anybody looks through; the rest is said to be left out. */
export const maxImportedProfiles = 200

export type ImportRefusal =
  | 'empty'
  | 'too_large'
  | 'too_deep'
  | 'archive'
  | 'not_text'
  | 'malformed'
  | 'aliases'
  | 'unknown'
  | 'nothing_found'
  | 'private_key'

/** Why a text is not imported: ERR_IMPORT with the reason in `details.reason`. Never repeats any of the text. */
export function importRefusal(reason: ImportRefusal, message: string, cause?: unknown): AppError {
  return new AppError('ERR_IMPORT', message, { details: { reason }, cause })
}
