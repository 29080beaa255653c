/** What declared objects of every kind have: the place where they stand, and label selectors. */

/** Where something was declared. Lines and columns count from 1. */
export interface SourceRef {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** Kubernetes label selector semantics; both lists empty selects everything. */
export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values: readonly string[];
  }[];
}
