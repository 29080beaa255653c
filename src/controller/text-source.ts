/** Files as they are read; `FileSource` makes objects of them. */
import type { SourceVersion } from '../distribution/receiver.js';
import type { TextFile } from '../policy/document.js';
import type { Origin, Signed } from './source.js';

export interface SourceInput {
  /** Sorted by path; paths are relative to the source. */
  readonly files: readonly TextFile[];
  readonly version: SourceVersion;
  /** Who changed it, as far as the source knows. */
  readonly who: string;
  readonly signed?: Signed;
}

export interface TextEvents {
  /** The content is another than the last one reported. */
  changed(input: SourceInput): void;
  /** It cannot be read now; the last content stands. */
  failed(error: Error): void;
  /** It is read, but not as well as it could be. */
  warned?(error: Error): void;
}

export interface TextSource {
  /** Default files. */
  readonly origin?: Origin;
  /** Reports the first content before it resolves. */
  start(events: TextEvents): Promise<void>;
  close(): void;
}
