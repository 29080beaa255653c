import { statfsSync } from 'node:fs';

/** BPF_FS_MAGIC of linux/magic.h. */
const MAGIC = 0xcafe4a11;

/** Whether a folder lies in a mounted bpffs. @throws where there is no such folder */
export const isBpffs = (path: string): boolean => statfsSync(path).type === MAGIC;
